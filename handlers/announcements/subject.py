"""What announcements hand in."""

from handlers.announcements import choosing, notices
from handlers.announcements.choosing import begin, offered
from handlers.announcements.for_me import asking
from handlers.announcements.for_me import idle as idle_for_me
from handlers.announcements.staff.card import card
from handlers.announcements.staff.naming import naming
from handlers.announcements.staff.sent import writing
from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject, Way
from storage.tables import Announcement, Purpose

SUBJECT = Subject(
    commands=(("notices", mark("社区通知：看最近的，选要收哪些")),),
    group_commands=(
        GroupCommand("announce", mark("发通知：停水停电、政策、活动、安全"), (Purpose.STAFF,)),
        GroupCommand("urgent", mark("谁能发紧急通知：看和指定"), (Purpose.STAFF,)),
    ),
    ways=(Way("notices", begin, offered=offered),),
    private=(choosing.notices, asking, writing),
    groups=(card, writing, naming),
    idle=(choosing.idle, idle_for_me),
    tellings=(notices.telling,),
    rows={"announcement": Announcement},
)
