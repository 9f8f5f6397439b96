"""What the groups hand in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject
from handlers.groups import members, notices, rota
from handlers.groups.binding import binding
from services.groups import routing

SUBJECT = Subject(
    group_commands=(
        GroupCommand("bind", mark("绑定本群：选社区和用途")),
        GroupCommand("duty", mark("值班表：新的诉求派给谁"), routing.DESKS),
    ),
    groups=(members.router, binding, rota.router),
    tellings=(notices.telling,),
)
