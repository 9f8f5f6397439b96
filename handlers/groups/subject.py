"""What the groups hand in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject
from handlers.groups import members, notices
from handlers.groups.binding import binding

SUBJECT = Subject(
    group_commands=(GroupCommand("bind", mark("绑定本群：选社区和用途")),),
    groups=(members.router, binding),
    tellings=(notices.telling,),
)
