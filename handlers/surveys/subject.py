"""What surveys hand in."""

from handlers.common.i18n import mark
from handlers.common.subject import GroupCommand, Subject, Way
from handlers.surveys import coming, notices
from handlers.surveys.answering import survey
from handlers.surveys.results import card as results
from handlers.surveys.results import choosing
from handlers.surveys.results import notices as outcomes
from handlers.surveys.staff import card
from handlers.surveys.staff import notices as staff_notices
from handlers.surveys.staff.correcting import correcting
from handlers.surveys.staff.importing import FORM_AT, read_form
from handlers.surveys.staff.review import form as composing
from storage.tables import Purpose, Survey

SUBJECT = Subject(
    commands=(("survey", mark("我的问卷：还没答的、没答完的")),),
    group_commands=(
        GroupCommand("surveys", mark("问卷：写一份、发出去、看进度"), (Purpose.STAFF,)),
    ),
    ways=(Way("survey", coming.mine, offered=coming.offered),),
    private=(coming.router, survey, composing, correcting),
    groups=(card.card, composing, results.card, choosing.router),
    idle=(coming.idle,),
    tellings=(notices.telling, staff_notices.telling, outcomes.telling),
    files={FORM_AT: read_form},
    rows={"survey": Survey},
)
