"""The card of a survey in its office's group."""

from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling
from handlers.surveys.staff.card import card, look
from services import rows
from services.surveys import progress
from services.surveys.news import SurveyCard
from storage.tables import Survey

telling = Telling()


@telling.draws(SurveyCard)
async def drawn(tell: Tell, subject: SurveyCard) -> None:
    survey = await rows.current(tell.session, Survey, subject.survey_id)
    done = await progress.of_survey(tell.session, survey, now=tell.now)
    await tell.office(
        survey.area_id,
        lambda: Say(
            look(survey, done, tell.config.zone),
            card.keyboard(survey),
            card=card.key(survey.id),
            to_the_end=subject.to_the_end,
        ),
    )
