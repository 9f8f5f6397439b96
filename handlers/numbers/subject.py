"""What the numbers hand in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject
from handlers.numbers import notices, stats
from storage.tables import Purpose

SUBJECT = Subject(
    group_commands=(GroupCommand("stats", mark("统计：数字、图和台账"), (Purpose.STAFF,)),),
    groups=(stats.router,),
    tellings=(notices.telling,),
)
