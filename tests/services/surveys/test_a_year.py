"""A year of surveys with the clock moved, beside a plain model that says what has to happen.

One asks everybody on the fifteenth of each month, one asks ten by lot every fortnight and leaves
out who was asked in the last thirty days, and one begins before the longest holiday.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar
from services.audiences import Audience
from services.broadcasts import sending
from services.news import take_cards, take_news
from services.public_holidays import china
from services.surveys import answering, living, mixing, reminding, repeating
from services.surveys.news import SurveyInvited, SurveyReminded
from services.surveys.questions import Definition, Kind, Question
from storage.tables import (
    Broadcast,
    BroadcastRecipient,
    Person,
    RecipientState,
    Survey,
    SurveyResponse,
    SurveyRoll,
    SurveyState,
)
from tests.services.broadcasts.broadcast_factories import live_at
from tests.services.conftest import Desk
from tests.services.surveys.survey_factories import a_survey

FUZHOU = ZoneInfo("Asia/Shanghai")
PEOPLE = range(1, 61)
UNSURVEYED = {each for each in PEOPLE if each % 20 == 0}
RESTED, SAMPLE = 30, 10
END = datetime(2027, 1, 1, tzinfo=UTC)
JOBS: tuple[Any, ...] = (repeating, living, sending, mixing)
TWO = Definition(
    title="如何",
    questions=tuple(Question(name=name, kind=Kind.YES_NO, label="好吗？") for name in ("a", "b")),
)


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), FUZHOU).astimezone(UTC)


@dataclass
class Year:
    """What happened, as the news said it."""

    desk: Desk
    now: datetime = datetime(2026, 1, 5, 1, tzinfo=UTC)
    invited: list[tuple[int, int, datetime]] = field(default_factory=list)
    reminded: list[tuple[int, int, datetime]] = field(default_factory=list)
    answered: dict[tuple[int, int], datetime] = field(default_factory=dict)
    annoyed: dict[tuple[int, int], datetime] = field(default_factory=dict)

    async def pass_by(self) -> None:
        while (following := await self._next()) is not None and following < END:
            self.now = max(self.now, following)
            for job in JOBS:
                async with self.desk.database.reading() as session:
                    due = await job.due(session, self.now)
                for row_id in due:
                    await self._act(job, row_id)

    async def _next(self) -> datetime | None:
        async with self.desk.database.reading() as session:
            columns = (Survey.act_at, Survey.repeat_at, Survey.mix_at, Broadcast.act_at)
            found = [await session.scalar(select(func.min(each))) for each in columns]
        return min((each for each in found if each is not None), default=None)

    async def _act(self, job: Any, row_id: int) -> None:
        async with self.desk.database.transaction() as session:
            await job.act(session, row_id, now=self.now)
            take_cards(session)
            news = take_news(session)
            # The messenger has delivered what was promised.
            await session.execute(
                update(BroadcastRecipient)
                .where(BroadcastRecipient.state == RecipientState.PROMISED)
                .values(state=RecipientState.DELIVERED)
            )
        for each in news:
            if isinstance(each, SurveyInvited | SurveyReminded):
                await self._heard(each)

    async def _heard(self, news: SurveyInvited | SurveyReminded) -> None:
        first = isinstance(news, SurveyInvited)
        for person_id in news.person_ids:
            (self.invited if first else self.reminded).append((news.survey_id, person_id, self.now))
            async with self.desk.database.transaction() as session:
                await self._reacts(session, news.survey_id, person_id, first=first)

    async def _reacts(
        self, session: AsyncSession, survey_id: int, person_id: int, *, first: bool
    ) -> None:
        """By their number: some answer at once, some when reminded, some half, some never."""
        key = survey_id, person_id
        habit = person_id % 5
        if (habit == 0 and first) or (habit == 1 and not first):
            for name in "ab":
                await answering.take(session, survey_id, person_id, name, True, now=self.now)
            self.answered[key] = self.now
        elif habit == 2 and first:
            await answering.take(session, survey_id, person_id, "a", False, now=self.now)
        elif habit == 3 and not first:
            await reminding.not_again(session, survey_id, person_id)
            self.annoyed[key] = self.now


async def a_year(desk: Desk) -> Year:
    year = Year(desk)
    everybody = Audience(area_ids=(desk.place.community.id,))
    some = Audience(area_ids=everybody.area_ids, sample=SAMPLE, seed=7, rested_days=RESTED)
    async with desk.database.transaction() as session:
        await live_at(session, desk.place.building.id, PEOPLE)
        await session.execute(
            update(Person).where(Person.id.in_(UNSURVEYED)).values(surveyed=False)
        )
        for audience, first, days, rrule in (
            (everybody, date(2026, 1, 15), 10, "FREQ=MONTHLY;BYMONTHDAY=15"),
            (some, date(2026, 1, 7), 12, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
            (everybody, date(2026, 9, 29), 8, None),
        ):
            starts_at = at(first, 9)
            survey = await a_survey(
                session,
                desk.place,
                definition=TWO,
                anonymous=audience is some,
                state=SurveyState.SCHEDULED,
                audience=audience.dump(),
                rested_days=audience.rested_days,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(days=days),
                act_at=starts_at,
                rrule=rrule,
            )
            if rrule:
                following = first + (timedelta(14) if audience is some else timedelta(31))
                survey.repeat_on = following
                survey.repeat_at = await calendar.first_opening(
                    session, following, desk.place.community.id
                )
    await year.pass_by()
    return year


def works(day: date) -> bool:
    """The State Council's calendar, read without ours: weekends but those that are worked on."""
    holidays = china(day.year)
    return holidays.is_working_day(day)


def working_from(day: date) -> date:
    while not works(day):
        day += timedelta(1)
    return day


def expected_days(first: date, nominal: list[date]) -> list[date]:
    return [first, *(working_from(day) for day in nominal)]


async def test_a_year_of_surveys(desk: Desk) -> None:
    year = await a_year(desk)
    async with desk.database.reading() as session:
        surveys = {each.id: each for each in await session.scalars(select(Survey))}
        rolls = list(await session.scalars(select(SurveyRoll)))
        responses = list(await session.scalars(select(SurveyResponse)))
    monthly = [each for each in surveys.values() if (each.series_id or each.id) == 1]
    fortnightly = [each for each in surveys.values() if (each.series_id or each.id) == 2]
    _on_working_days(monthly, fortnightly)
    _nobody_twice(year, responses)
    _who_was_asked(year, monthly, fortnightly, surveys)
    _reminders(year, surveys)
    _what_counts(year, surveys, rolls, responses)


def _day(moment: datetime | None) -> date:
    assert moment is not None
    return moment.astimezone(FUZHOU).date()


def _on_working_days(monthly: list[Survey], fortnightly: list[Survey]) -> None:
    months = [date(2026, month, 15) for month in range(2, 13)]
    days = sorted(_day(each.starts_at) for each in monthly)
    assert days == expected_days(date(2026, 1, 15), months)
    weeks = [date(2026, 1, 21) + timedelta(14 * each) for each in range(25)]
    days = sorted(_day(each.starts_at) for each in fortnightly)
    assert days[: len(weeks)] == expected_days(date(2026, 1, 7), weeks)[: len(weeks)]


def _nobody_twice(year: Year, responses: list[SurveyResponse]) -> None:
    asked = Counter((survey, person) for survey, person, _at in year.invited)
    assert set(asked.values()) == {1}
    given = Counter((each.survey_id, each.person_id) for each in responses if each.person_id)
    assert set(given.values()) == {1}
    reminded = Counter((survey, person) for survey, person, _at in year.reminded)
    assert max(reminded.values()) <= reminding.AT_MOST


def _who_was_asked(
    year: Year,
    monthly: list[Survey],
    fortnightly: list[Survey],
    surveys: dict[int, Survey],
) -> None:
    asked: dict[int, set[int]] = defaultdict(set)
    last_asked: dict[int, datetime] = {}
    for survey_id, person_id, moment in year.invited:
        if surveys[survey_id].rested_days and person_id in last_asked:
            assert moment - last_asked[person_id] >= timedelta(days=RESTED)
        asked[survey_id].add(person_id)
        last_asked[person_id] = moment
    assert all(UNSURVEYED.isdisjoint(each) for each in asked.values())
    assert all(asked[each.id] == set(PEOPLE) - UNSURVEYED for each in monthly)
    assert all(len(asked[each.id]) <= SAMPLE for each in fortnightly)
    assert len(asked[fortnightly[0].id]) > SAMPLE - len(UNSURVEYED)


def _reminders(year: Year, surveys: dict[int, Survey]) -> None:
    for survey_id, person_id, moment in year.reminded:
        key = survey_id, person_id
        survey = surveys[survey_id]
        assert survey.ends_at is not None
        assert moment < survey.ends_at
        # They began at nine in the morning: never before the evening, never in quiet hours.
        assert 19 <= moment.astimezone(FUZHOU).hour < 21
        assert (_day(moment) - _day(survey.starts_at)).days in (2, 5)
        assert key not in year.answered or year.answered[key] >= moment
        assert key not in year.annoyed or year.annoyed[key] >= moment


def _what_counts(
    year: Year,
    surveys: dict[int, Survey],
    rolls: list[SurveyRoll],
    responses: list[SurveyResponse],
) -> None:
    invited: dict[int, set[int]] = defaultdict(set)
    for survey_id, person_id, _at in year.invited:
        invited[survey_id].add(person_id)
    for survey_id, survey in surveys.items():
        if survey.state is not SurveyState.ENDED or survey.act_at is not None:
            continue
        mine = [each for each in rolls if each.survey_id == survey_id]
        given = [each for each in responses if each.survey_id == survey_id]
        assert {each.person_id for each in mine} == invited[survey_id]
        whole = {person for at_survey, person in year.answered if at_survey == survey_id}
        half = {each for each in invited[survey_id] if each % 5 == 2}
        assert {each.person_id for each in mine if each.answered_on} == whole | half
        assert Counter(each.complete for each in given) == Counter(
            {True: len(whole), False: len(half)}
        )
        assert all(each.draft is None for each in mine)
        assert all((each.person_id is None) == survey.anonymous for each in given)
