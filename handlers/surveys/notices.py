"""What people hear of surveys: the invitation, and a reminder if they have not answered."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _, speaking
from handlers.common.questions import Question
from handlers.common.telling import Tell, Telling
from handlers.surveys import looks
from handlers.surveys.coming import Surveys
from handlers.surveys.draft import Answering
from services import rows
from services.people import people
from services.surveys import answering
from services.surveys.news import SurveyInvited, SurveyReminded
from storage.conversations import Conversations
from storage.outbox import Urgency
from storage.tables import Chat, Person, Survey, SurveyRoll

telling = Telling()

FREE = (None, Surveys.invited.state)
"""States in which nothing is going on: an answer may be a number or a label, too."""


@telling.hears(SurveyInvited)
async def invited(tell: Tell, news: SurveyInvited) -> None:
    survey = await rows.current(tell.session, Survey, news.survey_id)
    for person_id in news.person_ids:
        await _invite(tell, survey, person_id, reminds=False)


@telling.hears(SurveyReminded)
async def reminded(tell: Tell, news: SurveyReminded) -> None:
    survey = await rows.current(tell.session, Survey, news.survey_id)
    for person_id in news.person_ids:
        roll = await rows.current(tell.session, SurveyRoll, (survey.id, person_id))
        if roll.draft:
            await _lead_back(tell, survey, roll)
        else:
            await _invite(tell, survey, person_id, reminds=True)


async def _invite(tell: Tell, survey: Survey, person_id: int, *, reminds: bool) -> None:
    found = await people.reachable(tell.session, person_id)
    if found is None:
        return
    person, chat = found
    zone = tell.config.zone
    with speaking(person.language):
        question = looks.invitation(
            survey,
            zone=zone,
            big_print=person.big_print,
            before=_("您还没有答，再问您一次。") if reminds else "",
            may_stop=reminds,
        )
    await _expect_answer(tell.session, person, chat, question, survey.id)
    said = looks.as_card(question, survey.id, big_print=person.big_print)
    await tell.person(person_id, lambda: said, Urgency.BROADCAST, until=survey.ends_at)


async def _lead_back(tell: Tell, survey: Survey, roll: SurveyRoll) -> None:
    """To somebody who has begun."""
    zone = tell.config.zone
    await tell.person(
        roll.person_id,
        lambda: looks.unfinished(survey, answering.left(survey, roll), zone),
        Urgency.BROADCAST,
        until=survey.ends_at,
    )


async def _expect_answer(
    session: AsyncSession, person: Person, chat: Chat, question: Question, survey_id: int
) -> None:
    """By a number or a label, too, unless they are in another conversation."""
    conversations = Conversations.of(session)
    key = (*chat, person.id)
    state, data = await conversations.get(key)
    if state in FREE:
        kept = {"question": question.dump(), Answering.KEY: {"survey_id": survey_id}}
        conversations.set(key, Surveys.invited.state, data | kept)
