"""What the groups hand in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject
from handlers.groups import members, notices, rota, working_hours
from handlers.groups.binding import binding
from services.groups import routing
from storage.tables import Purpose

SUBJECT = Subject(
    group_commands=(
        GroupCommand("bind", mark("绑定本群：选社区和用途")),
        GroupCommand("duty", mark("值班表：新的诉求派给谁"), routing.DESKS),
        GroupCommand("hours", mark("社区的上班时间：看和改"), (Purpose.STAFF,)),
    ),
    groups=(members.router, binding, rota.router, working_hours.router, working_hours.changing),
    tellings=(notices.telling,),
)
