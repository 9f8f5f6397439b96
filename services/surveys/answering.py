"""Answering a survey: one answer a person, from whatever device; it can be changed until the end.

Answers stand on the roll until the last question is answered; then they are handed in. Two who
write for one person, on two devices, wait for one another on the roll: each adds to what the other
has said, and what is handed in is handed in once.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.errors import NotFound
from services.surveys import fitting, flow, mixing
from services.surveys.errors import HandedIn, NoSuchKey, SurveyOver
from services.surveys.questions import Answers, Definition, Kind, Question, Value
from storage import media
from storage.tables import Survey, SurveyFile, SurveyResponse, SurveyRoll, SurveyState

OPEN = (SurveyState.RUNNING, SurveyState.PAUSED)
"""A survey in these states takes answers."""
GROUP_ASKED = 20
GROUP_ANSWERED = 4
"""The group stands with an anonymous answer where so many of it were asked, and so many others of
it answered before."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Somebody's survey, as far as they are with it."""

    survey: Survey
    definition: Definition
    answers: Answers
    question: Question | None
    """Which comes next; None once it is handed in."""
    key: str = ""
    """By which an anonymous answer can be changed: for the author's own message alone."""
    late: bool = False
    """It had ended: what was said is kept apart."""

    def position(self, question: Question, *, today: date) -> tuple[int, int]:
        """Which question it is, and of how many as far as is known by now."""
        before = self.definition.questions[: self.definition.questions.index(question)]
        after = self.definition.questions[len(before) + 1 :]
        counted = flow.kept(self.definition, self.answers, today=today)
        number = 1 + sum(each.name in counted for each in before)
        left = sum(_may_come(each, counted, today) for each in after)
        return number, number + left

    def before(self, question: Question, *, today: date) -> Question | None:
        """The question that was asked before this one."""
        asked = flow.asked(self.definition, self.answers, today=today)
        at = self.definition.questions.index(question)
        earlier = [each for each in asked if self.definition.questions.index(each) < at]
        return earlier[-1] if earlier else None


def _may_come(question: Question, counted: Answers, today: date) -> bool:
    return question.name in counted or flow.is_relevant(question, counted, today=today)


async def definition_of(session: AsyncSession, survey_id: int) -> Definition:
    """What it asks, whatever became of it. Raises NotFound."""
    return Definition.load((await rows.current(session, Survey, survey_id)).definition)


async def open_for(session: AsyncSession, person_id: int) -> list[tuple[Survey, SurveyRoll]]:
    """The surveys that wait for somebody's answer, those they have begun first, then by their end;
    after them those under their name that they can still change."""
    found = await session.execute(
        select(Survey, SurveyRoll)
        .join(SurveyRoll, SurveyRoll.survey_id == Survey.id)
        .where(
            SurveyRoll.person_id == person_id,
            Survey.state.in_(OPEN),
            or_(SurveyRoll.answered_on.is_(None), Survey.anonymous.is_(False)),
        )
    )
    return sorted(((survey, roll) for survey, roll in found), key=_turn)


def left(survey: Survey, roll: SurveyRoll) -> int:
    """How many questions a draft lacks, as far as is known by now."""
    today = roll.asked_on
    found = _sheet(survey, roll, today)
    if found.question is None:
        return 0
    number, count = found.position(found.question, today=today)
    return count - number + 1


def _turn(of: tuple[Survey, SurveyRoll]) -> tuple[bool, bool, datetime | None]:
    survey, roll = of
    return roll.answered_on is not None, roll.draft is None, survey.ends_at


async def sheet(
    session: AsyncSession,
    survey_id: int,
    person_id: int,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Sheet:
    """Where they are with it. Raises NotFound, HandedIn and SurveyOver."""
    survey = await rows.current(session, Survey, survey_id)
    roll = await rows.current(session, SurveyRoll, (survey_id, person_id))
    _check_not_handed_in(survey, roll)
    if survey.state not in OPEN:
        raise SurveyOver
    return _sheet(survey, roll, _today(now, zone))


async def take(
    session: AsyncSession,
    survey_id: int,
    person_id: int,
    name: str,
    value: Value,
    *,
    other: str = "",
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Sheet:
    """Take the answer to the question `name`; None passes it over, `other` are the words of 其他.

    With the last one the survey is handed in. What comes after its end is thanked for and kept
    apart. Raises NotFound, HandedIn, SurveyOver where it was dropped, and as `fitting.check`.
    """
    survey = await _shared(session, survey_id)
    roll = await rows.held(session, SurveyRoll, (survey_id, person_id))
    _check_not_handed_in(survey, roll)
    definition, today = Definition.load(survey.definition), _today(now, zone)
    question = _named(definition, name)
    answers = flow.kept(definition, roll.draft or {}, today=today)
    fitting.check(question, value, answers, today=today)
    fitting.check_words(other)
    await _keep_files(session, survey, question, answers.get(name), value)
    answers = {**answers, name: value}
    if question.other:
        answers.pop(question.other_name, None)
    if other:
        answers[question.other_name] = other
    if survey.state not in OPEN:
        return await _late(session, survey, roll, {name: value}, today)
    roll.draft = flow.kept(definition, answers, today=today)
    found = _sheet(survey, roll, today)
    if found.question is not None:
        return found
    key = await _hand_in(session, survey, roll, complete=True, today=today)
    return Sheet(survey, definition, answers, None, key)


async def reopen(
    session: AsyncSession,
    survey_id: int,
    person_id: int,
    key: str,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Sheet:
    """Take back what was handed in, so that it can be changed and handed in again.

    Meanwhile it is a draft, known to be theirs like any other. Raises NotFound, SurveyOver, and
    NoSuchKey where `key` does not open an anonymous answer.
    """
    survey = await _shared(session, survey_id)
    roll = await rows.held(session, SurveyRoll, (survey_id, person_id))
    if survey.state not in OPEN:
        raise SurveyOver
    if roll.answered_on is not None:
        mine = (
            SurveyResponse.key_hash == hash_of(key)
            if survey.anonymous
            else SurveyResponse.person_id == person_id
        )
        taken = await session.execute(
            delete(SurveyResponse)
            .where(SurveyResponse.survey_id == survey_id, mine)
            .returning(SurveyResponse.answers)
        )
        answers = taken.scalar_one_or_none()
        if answers is None:
            raise NoSuchKey
        roll.draft, roll.answered_on, roll.response_id = answers, None, None
    return _sheet(survey, roll, _today(now, zone))


async def confirm(
    session: AsyncSession,
    survey_id: int,
    person_id: int,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Sheet:
    """Hand in what was taken back, or stands whole. Raises NotFound, HandedIn and SurveyOver."""
    survey = await _shared(session, survey_id)
    roll = await rows.held(session, SurveyRoll, (survey_id, person_id))
    _check_not_handed_in(survey, roll)
    if survey.state not in OPEN:
        raise SurveyOver
    today = _today(now, zone)
    found = _sheet(survey, roll, today)
    if found.question is not None:
        return found
    key = await _hand_in(session, survey, roll, complete=True, today=today)
    return Sheet(survey, found.definition, found.answers, None, key)


async def hand_in_as_it_is(
    session: AsyncSession, survey: Survey, roll: SurveyRoll, *, today: date
) -> None:
    """At the end, what somebody had begun: the first answer counts though the rest never came."""
    found = _sheet(survey, roll, today)
    await _hand_in(session, survey, roll, complete=found.question is None, today=today)


def hash_of(key: str) -> str:
    return sha256(key.encode()).hexdigest()


async def _shared(session: AsyncSession, survey_id: int) -> Survey:
    """The survey, kept from ending or being changed until this is committed. Raises NotFound."""
    found = rows.settled(session, Survey, survey_id) or await session.get(
        Survey, survey_id, populate_existing=True, with_for_update={"read": True}
    )
    if found is None or found.state is SurveyState.DRAFT:
        raise NotFound
    return found


def _check_not_handed_in(survey: Survey, roll: SurveyRoll) -> None:
    if survey.state is SurveyState.DROPPED:
        raise SurveyOver
    if roll.answered_on is not None:
        if survey.state not in OPEN:
            raise SurveyOver
        assert survey.ends_at is not None
        raise HandedIn(survey.ends_at, anonymous=survey.anonymous)


def _sheet(survey: Survey, roll: SurveyRoll, today: date) -> Sheet:
    definition = Definition.load(survey.definition)
    answers = flow.kept(definition, roll.draft or {}, today=today)
    return Sheet(survey, definition, answers, flow.next_question(definition, answers, today=today))


def _named(definition: Definition, name: str) -> Question:
    try:
        return definition.named(name)
    except KeyError:
        raise NotFound from None


def _today(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


async def _hand_in(
    session: AsyncSession, survey: Survey, roll: SurveyRoll, *, complete: bool, today: date
) -> str:
    """Make an answer of the draft; returns the key of an anonymous one."""
    answers, roll.draft, roll.answered_on = roll.draft or {}, None, today
    return await _write(session, survey, roll, answers, complete=complete, late=False)


async def _late(
    session: AsyncSession, survey: Survey, roll: SurveyRoll, answers: Answers, today: date
) -> Sheet:
    """What was begun in time counts as it is; of who had not, this is kept apart.

    Of an anonymous one the roll says no more than of those who were in time.
    """
    ended = survey.ended_at.astimezone(calendar.ZONE).date() if survey.ended_at else today
    if roll.draft is not None:
        await hand_in_as_it_is(session, survey, roll, today=ended)
    else:
        roll.answered_on = ended if survey.anonymous else today
        await _write(session, survey, roll, answers, complete=False, late=True)
    return Sheet(survey, Definition.load(survey.definition), answers, None, late=True)


async def _write(
    session: AsyncSession,
    survey: Survey,
    roll: SurveyRoll,
    answers: dict[str, Any],
    *,
    complete: bool,
    late: bool,
) -> str:
    key = secrets.token_urlsafe(12) if survey.anonymous else ""
    response: dict[str, Any] = {
        "id": mixing.new_id(),
        "survey_id": survey.id,
        "person_id": None if survey.anonymous else roll.person_id,
        "answers": answers,
        "version": survey.version,
        "complete": complete,
        "late": late,
        "answered_on": None if survey.anonymous else roll.answered_on,
        "group_key": await _group(session, survey, roll),
        "key_hash": hash_of(key) if key else None,
    }
    if survey.anonymous:
        await mixing.put(session, response)
    else:
        roll.response_id = response["id"]
        await session.execute(insert(SurveyResponse), [response])
    return key


async def _group(session: AsyncSession, survey: Survey, roll: SurveyRoll) -> int | None:
    """Which group they belong to, if that does not tell who they are."""
    if roll.group_key is None or not survey.anonymous:
        return roll.group_key
    there = (
        SurveyRoll.survey_id == survey.id,
        SurveyRoll.group_key == roll.group_key,
        SurveyRoll.person_id != roll.person_id,
    )
    for least, where in ((GROUP_ASKED - 1, ()), (GROUP_ANSWERED, (_ANSWERED,))):
        some = select(SurveyRoll.person_id).where(*there, *where).limit(least).subquery()
        if (await session.scalar(select(func.count()).select_from(some)) or 0) < least:
            return None
    return roll.group_key


_ANSWERED = SurveyRoll.answered_on.is_not(None)


async def _keep_files(
    session: AsyncSession, survey: Survey, question: Question, before: Value, value: Value
) -> None:
    """The files of a picture's question, so that they stay; those that they replace go."""
    if question.kind is not Kind.PHOTO:
        return
    if isinstance(before, list):
        await session.execute(delete(SurveyFile).where(SurveyFile.media_id.in_(before)))
    await media.write(session)
    for each in value if isinstance(value, list) else ():
        session.add(SurveyFile(media_id=each, survey_id=survey.id))
