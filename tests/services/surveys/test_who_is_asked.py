"""Surveys one after the other and several at once: nobody is asked twice, and nobody left out."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.audiences import Audience
from services.broadcasts import drawing, sending
from services.news import take_cards, take_news
from services.surveys import living
from services.surveys.news import SurveyInvited
from storage.engine import Database
from storage.tables import BroadcastRecipient, Person, RecipientState, SurveyState
from tests.conftest import copy_of, empty
from tests.services.broadcasts.broadcast_factories import live_at
from tests.services.factories import NOW, build_neighbourhood
from tests.services.surveys.survey_factories import a_survey

NEAR, NEXT = range(101, 109), range(201, 205)
"""In the building, and in the community beside it."""
UNSURVEYED = {104, 203}


@dataclass(frozen=True)
class Asking:
    days_later: int
    """After the one before; 0 while that one is still being sent."""
    street: bool
    """Everybody, or the community of those who live near."""
    sample: int | None
    rested_days: int

    @property
    def living_there(self) -> set[int]:
        return {*NEAR, *NEXT} if self.street else set(NEAR)


askings = st.lists(
    st.builds(
        Asking,
        days_later=st.sampled_from([0, 0, 10, 40]),
        street=st.booleans(),
        sample=st.none() | st.integers(1, 14),
        rested_days=st.sampled_from([0, 30]),
    ),
    min_size=1,
    max_size=4,
)


class Town:
    """The scheduler works in slices so small that two surveys go out beside one another."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self.told: list[tuple[int, int, datetime]] = []
        """Survey, person, moment."""

    async def build(self) -> None:
        async with self.database.transaction() as session:
            self.place = await build_neighbourhood(session)
            await live_at(session, self.place.building.id, NEAR)
            await live_at(session, self.place.next_community.id, NEXT)
            not_them = update(Person).where(Person.id.in_(UNSURVEYED))
            await session.execute(not_them.values(surveyed=False))

    async def ask(self, asking: Asking) -> int:
        area = self.place.street if asking.street else self.place.community
        audience = Audience(
            area_ids=(area.id,), sample=asking.sample, seed=1, rested_days=asking.rested_days
        )
        async with self.database.transaction() as session:
            survey = await a_survey(
                session,
                self.place,
                state=SurveyState.SCHEDULED,
                audience=audience.dump(),
                remind_after=[],
                starts_at=self.now,
                ends_at=self.now + timedelta(days=365),
                act_at=self.now,
            )
            await living.act(session, survey.id, now=self.now)
        return survey.id

    async def tick(self) -> bool:
        """Whether anything was due."""
        self.now += sending.EVERY
        async with self.database.reading() as session:
            due = await sending.due(session, self.now)
        for row_id in due:
            async with self.database.transaction() as session:
                await sending.act(session, row_id, now=self.now)
                self._note(session)
                await session.execute(
                    update(BroadcastRecipient)
                    .where(BroadcastRecipient.state == RecipientState.PROMISED)
                    .values(state=RecipientState.DELIVERED)
                )
        return bool(due)

    def _note(self, session: AsyncSession) -> None:
        take_cards(session)
        for news in take_news(session):
            assert isinstance(news, SurveyInvited)
            self.told += [(news.survey_id, person, self.now) for person in news.person_ids]

    def told_of(self, survey_id: int) -> set[int]:
        return {person for survey, person, _at in self.told if survey == survey_id}

    def resting(self, asking: Asking) -> set[int]:
        since = self.now - timedelta(days=asking.rested_days)
        return {person for _survey, person, moment in self.told if moment > since}


async def run(database: Database, plan: list[Asking]) -> None:
    town = Town(database)
    await town.build()
    for at, asking in enumerate(plan):
        alone = at == len(plan) - 1 or plan[at + 1].days_later > 0
        alone = alone and (at == 0 or asking.days_later > 0)
        if asking.days_later:
            while await town.tick():
                pass
            town.now += timedelta(days=asking.days_later)
        eligible = asking.living_there - (town.resting(asking) if asking.rested_days else set())
        survey_id = await town.ask(asking)
        await town.tick()
        if alone:
            while await town.tick():
                pass
            _is_right(asking, town.told_of(survey_id), eligible)
    while await town.tick():
        pass
    assert max(Counter((survey, who) for survey, who, _at in town.told).values(), default=1) == 1
    _nobody_is_asked_too_soon(town, plan)
    await database.close()


def _is_right(asking: Asking, told: set[int], eligible: set[int]) -> None:
    """Who wants no surveys may be drawn, and is not asked."""
    if asking.sample is None:
        assert told == eligible - UNSURVEYED
    else:
        drawn = min(asking.sample, len(eligible))
        assert told <= eligible - UNSURVEYED
        assert drawn - len(UNSURVEYED) <= len(told) <= drawn


def _nobody_is_asked_too_soon(town: Town, plan: list[Asking]) -> None:
    """Two that go out at once count for one another."""
    ids = sorted({survey for survey, _who, _at in town.told})
    moments = {(survey, who): moment for survey, who, moment in town.told}
    if any(each.rested_days == 0 for each in plan):
        return
    for (survey, who), moment in moments.items():
        for other in ids:
            if other != survey and (beside := moments.get((other, who))) is not None:
                assert abs(moment - beside) >= timedelta(days=30)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices and windows of a few people."""
    monkeypatch.setattr(drawing, "SLICE", 5)
    monkeypatch.setattr(sending, "WINDOW", 3)
    monkeypatch.setattr(sending, "REFILL", 1)


def test_whatever_is_asked_of_whom_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    files = iter(range(1_000_000))

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(askings)
    def check(plan: list[Asking]) -> None:
        url = copy_of(sqlite_template, tmp_path / f"{next(files)}.db")
        asyncio.run(run(Database(url), plan))

    check()


@pytest.mark.postgresql
def test_whatever_is_asked_of_whom_on_postgresql(postgresql_url: URL) -> None:
    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(askings)
    def check(plan: list[Asking]) -> None:
        asyncio.run(empty(postgresql_url))
        asyncio.run(run(Database(postgresql_url), plan))

    check()
