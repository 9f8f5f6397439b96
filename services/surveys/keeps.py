"""What surveys hand in: who was asked, what they answered, and what falls due by itself."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.keeps import AtNight, BroadcastKind, Job, Keeps
from services.surveys import (
    inviting,
    living,
    mixing,
    one_person,
    outcomes,
    reminding,
    repeating,
    showing,
)
from services.surveys.news import SurveyCard, SurveyInvited, SurveyReminded
from services.surveys.questions import OF_ONES_OWN, Answers, Definition, Kind
from storage import media
from storage.tables import (
    Survey,
    SurveyFile,
    SurveyPlan,
    SurveyResponse,
    SurveyResults,
    SurveyRoll,
    SurveyWords,
)


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:  # noqa: ARG001
    """That they were asked, and what they had not handed in, goes. What they answered under their
    name stays counted without it, and without their words, photos and places.

    What they answered anonymously nobody can find.
    """
    rolls = await session.scalars(select(SurveyRoll).where(SurveyRoll.person_id == person_id))
    for roll in list(rolls):
        await _forget_files(session, await _definition(session, roll.survey_id), roll.draft or {})
    await session.execute(delete(SurveyRoll).where(SurveyRoll.person_id == person_id))
    given = await session.scalars(
        select(SurveyResponse).where(SurveyResponse.person_id == person_id)
    )
    responses = list(given)
    for response in responses:
        definition = await _definition(session, response.survey_id)
        await _forget_files(session, definition, response.answers)
        response.person_id = None
        response.answers = without_words(definition, response.answers)
    await session.execute(
        delete(SurveyWords).where(SurveyWords.response_id.in_([each.id for each in responses]))
    )
    for column, values in (
        (Survey.created_by, {"created_by": None, "created_by_name": None}),
        (SurveyPlan.edited_by, {"edited_by": None, "edited_by_name": None}),
        (SurveyResults.outcome_by, {"outcome_by": None, "outcome_by_name": None}),
        (SurveyWords.chosen_by, {"chosen_by": None, "chosen_by_name": None}),
    ):
        await session.execute(update(column.class_).where(column == person_id).values(values))


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Below "surveys": what they were asked, what they answered under their name or have not
    handed in, and the surveys they drew up as staff."""
    asked = await session.execute(
        select(SurveyRoll, Survey)
        .join(Survey, Survey.id == SurveyRoll.survey_id)
        .where(SurveyRoll.person_id == person_id)
        .order_by(Survey.id)
    )
    given = {
        each.survey_id: each.answers
        for each in await session.scalars(
            select(SurveyResponse).where(SurveyResponse.person_id == person_id)
        )
    }
    drawn_up = await session.scalars(
        select(Survey).where(Survey.created_by == person_id).order_by(Survey.id)
    )
    return {
        "surveys": {
            "asked": [_asked(roll, survey, given.get(survey.id)) for roll, survey in asked],
            "drawn_up": [_title(each) for each in drawn_up],
        }
    }


def without_words(definition: Definition, answers: Answers) -> Answers:
    """The answers without those that can say who gave them."""
    of_ones_own = {each.name for each in definition.questions if each.kind in OF_ONES_OWN}
    of_ones_own |= {each.other_name for each in definition.questions}
    return {name: value for name, value in answers.items() if name not in of_ones_own}


def files_in(definition: Definition, answers: Answers) -> list[str]:
    """Ids of the files among the answers; see `storage.media`."""
    return [
        each
        for question in definition.questions
        if question.kind is Kind.PHOTO and isinstance(found := answers.get(question.name), list)
        for each in found
    ]


async def _definition(session: AsyncSession, survey_id: int) -> Definition:
    survey = await session.get_one(Survey, survey_id)
    return Definition.load(survey.definition)


async def _forget_files(session: AsyncSession, definition: Definition, answers: Answers) -> None:
    files = files_in(definition, answers)
    if files:
        await session.execute(delete(SurveyFile).where(SurveyFile.media_id.in_(files)))
        await media.forget(session, files)


def _title(survey: Survey) -> str:
    return str(survey.definition["title"])


def _asked(roll: SurveyRoll, survey: Survey, given: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "title": _title(survey),
        "anonymous": survey.anonymous,
        "asked_on": roll.asked_on.isoformat(),
        "answered_on": roll.answered_on.isoformat() if roll.answered_on else None,
        "answers": given,
        "not_handed_in": roll.draft,
        "not_again": roll.not_again,
    }


KEEPS = Keeps(
    erase=erase,
    about=about,
    join=one_person.join,
    broadcasts=(
        BroadcastKind(
            name=living.INVITATION,
            news=lambda survey_id, person_ids: SurveyInvited(survey_id, tuple(person_ids)),
            wanted=inviting.wanted,
            card=SurveyCard,
            asks=True,
        ),
        BroadcastKind(
            name=living.REMINDER,
            news=lambda survey_id, person_ids: SurveyReminded(survey_id, tuple(person_ids)),
            wanted=reminding.wanted,
            recipients=reminding.silent,
        ),
        outcomes.BROADCAST,
    ),
    jobs=(
        Job(
            name="surveys",
            due=living.due,
            act=living.act,
            every=timedelta(minutes=1),
            when="a survey's time has come: it begins; after the days that it says those who have "
            "not answered are reminded, in the evening or the next morning, twice at most, unless "
            "staff had them reminded that day; it ends",
            to="those whom it asks; its staff's card says how far it is",
            at_night=AtNight.PUT_OFF,
            late="until its end",
            judges_silence=True,
        ),
        Job(
            name="surveys that repeat",
            due=repeating.due,
            act=repeating.act,
            every=timedelta(minutes=5),
            when="the survey's next day has come, or the first working day after it",
            to="those whom it asks",
            at_night=AtNight.PUT_OFF,
            late="always: what was missed meanwhile is left out",
        ),
        Job(
            name="cards of surveys",
            due=showing.due,
            act=showing.act,
            every=showing.EVERY,
            when="while a survey takes answers",
            to="its staff's card, which says how many have answered",
            at_night=AtNight.ACTS,
            late="always",
        ),
        Job(
            name="order of anonymous answers",
            due=mixing.due,
            act=mixing.act,
            every=timedelta(minutes=10),
            when="every night while an anonymous survey goes on",
            to="nobody",
            at_night=AtNight.ACTS,
            late="always",
        ),
    ),
)
