"""What visits and inspections hand in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject
from handlers.visits import card, going, notices
from handlers.visits.at_door import walk
from handlers.visits.drawing import SHEETS_AT
from handlers.visits.drawing_up import drawing
from handlers.visits.forgetting import forgetting
from storage.tables import Purpose, VisitRound

SUBJECT = Subject(
    group_commands=(
        GroupCommand("visits", mark("走访和巡查：发名单、接着走、看进度"), (Purpose.STAFF,)),
    ),
    private=(drawing, walk, going.router, forgetting),
    groups=(card.card, drawing),
    tellings=(notices.telling,),
    rows={"visits": VisitRound},
    sheets=(SHEETS_AT,),
)
