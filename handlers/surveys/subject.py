"""What surveys hand in."""

from handlers.common.i18n import mark
from handlers.common.subject import Subject, Way
from handlers.surveys import coming, notices
from handlers.surveys.answering import survey
from handlers.surveys.results import notices as outcomes
from storage.tables import Survey

SUBJECT = Subject(
    commands=(("survey", mark("我的问卷：还没答的、没答完的")),),
    ways=(Way("survey", coming.mine, offered=coming.offered),),
    private=(coming.router, survey),
    idle=(coming.idle,),
    tellings=(notices.telling, outcomes.telling),
    rows={"survey": Survey},
)
