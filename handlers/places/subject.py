"""What the map of nearby services hands in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject
from handlers.places import idle, notices
from handlers.places.seeking import seeking
from handlers.places.staff import check_card, checkup, report_card
from storage.tables import Place, PlaceReport, Purpose

SUBJECT = Subject(
    commands=(("nearby", mark("附近的服务：在哪、开不开、怎么去")),),
    group_commands=(
        GroupCommand("checkup", mark("15 分钟体检：哪些楼缺哪些服务"), (Purpose.STAFF,)),
    ),
    private=(seeking, idle.router),
    groups=(checkup.router, report_card.card, check_card.card),
    idle=(idle.idle,),
    tellings=(notices.telling,),
    rows={"place": Place, "report": PlaceReport},
)
