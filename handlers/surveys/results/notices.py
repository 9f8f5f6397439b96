"""What those who answered hear once staff have written what came of it."""

from handlers.common.i18n import _
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling
from handlers.common.words import esc
from services import areas, rows
from services.surveys import outcomes
from services.surveys.news import SurveyOutcome
from services.surveys.questions import Definition
from storage.outbox import Urgency
from storage.tables import Survey

telling = Telling()


@telling.hears(SurveyOutcome)
async def outcome(tell: Tell, news: SurveyOutcome) -> None:
    survey = await rows.current(tell.session, Survey, news.survey_id)
    kept = await outcomes.outcome(tell.session, survey.id)
    area = await areas.one(tell.session, survey.area_id)
    if kept is None or kept.outcome is None:
        return
    title = esc(Definition.load(survey.definition).title)
    came, asks = esc(kept.outcome), esc(area.name)
    for person_id in news.person_ids:
        await tell.person(
            person_id,
            lambda: Say(said(title, asks, came), card=f"outcome:{survey.id}"),
            Urgency.BROADCAST,
        )


def said(title: str, asks: str, came: str) -> str:
    """HTML, of HTML; what they themselves answered is not in it."""
    return _("您答过的问卷“{title}”有了结果。{office}告诉您：\n\n{outcome}").format(
        title=title, office=asks, outcome=came
    )
