"""Whatever people do on two devices, in any order: one answer each, asked once, reminded once."""

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import URL, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.audiences import Audience
from services.broadcasts import sending
from services.calendar import ZONE
from services.errors import NotFound
from services.news import take_cards, take_news
from services.people import addresses, people
from services.surveys import answering, living, reminding
from services.surveys.errors import HandedIn, SurveyOver
from services.surveys.news import SurveyInvited, SurveyReminded
from services.surveys.questions import Definition, Kind, Question
from storage.engine import Database
from storage.tables import (
    Address,
    BroadcastRecipient,
    Channel,
    Handle,
    RecipientState,
    SurveyResponse,
    SurveyRoll,
    SurveyState,
)
from tests.conftest import copy_of, empty
from tests.services.broadcasts.broadcast_factories import live_at
from tests.services.factories import NOW, build_neighbourhood
from tests.services.machines import live
from tests.services.surveys.survey_factories import WEEK, a_survey

PEOPLE = range(101, 107)
EAST = Channel("telegram:east")
NAMES = ("one", "two", "three")
THREE = Definition(
    title="三个如何",
    questions=tuple(Question(name=name, kind=Kind.YES_NO, label="好吗？") for name in NAMES),
)
REMIND_AFTER = [2, 5]

DAY = timedelta(days=1)

who = st.sampled_from(PEOPLE)
Answers = dict[str, bool]


class CrashError(Exception):
    """The process was killed before its commit."""


class SurveyLife(RuleBasedStateMachine):
    """A survey of everybody for a week; each of them has an address with two bots of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = self.open_database()
        self.now = NOW
        self.ended: datetime | None = None
        self.used_last = dict.fromkeys(PEOPLE, Channel.TELEGRAM)
        self.invited: Counter[int] = Counter()
        self.reminded: Counter[tuple[int, date]] = Counter()
        """By person and day there: an outage lasted until the next one is no reason for two."""
        self.drafts: dict[int, Answers] = {}
        self.given: dict[int, Answers] = {}
        self.late: set[int] = set()
        self.keys: dict[int, str] = {}
        self.annoyed: set[int] = set()

    def open_database(self) -> Database:
        raise NotImplementedError

    def run(self, act: Any, *, crash: bool = False) -> Any:
        """What it returns; None where it is refused or undone."""

        async def work() -> Any:
            async with self.database.transaction() as session:
                result = await act(session)
                if crash:
                    raise CrashError
                return result

        with suppress(CrashError, HandedIn, SurveyOver, NotFound):
            return self.runner.run(work())
        return None

    @initialize(anonymous=st.booleans())
    def is_published(self, anonymous: bool) -> None:
        async def publish(session: AsyncSession) -> int:
            place = await build_neighbourhood(session)
            await live_at(session, place.building.id, PEOPLE)
            session.add_all(
                Address(
                    channel=EAST,
                    external_id=str(each),
                    person_id=each,
                    chat_id=each,
                    seen_at=NOW - 2 * DAY,
                )
                for each in PEOPLE
            )
            on_telegram = update(Address).where(Address.channel == Channel.TELEGRAM)
            await session.execute(on_telegram.values(seen_at=NOW - DAY))
            survey = await a_survey(
                session,
                place,
                definition=THREE,
                anonymous=anonymous,
                state=SurveyState.SCHEDULED,
                audience=Audience(area_ids=(place.community.id,)).dump(),
                remind_after=REMIND_AFTER,
                act_at=NOW,
            )
            return survey.id

        self.anonymous = anonymous
        self.id: int = self.run(publish)
        self.tick()

    # --- the scheduler

    @rule(hours=st.sampled_from([1, 12, 24, 100]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.tick()

    @rule(crash=st.booleans())
    def tick(self, crash: bool = False) -> None:
        """Each job in turn; a crash undoes what one row of it did, and it is done again."""
        for _round in range(2):
            for job in (living, sending):
                due: list[int] = self.run(partial(job.due, now=self.now))
                for row_id in due:
                    act = partial(self._acts, job=job, row_id=row_id)
                    if crash:
                        self.run(act, crash=True)
                    self._have_heard(self.run(act))
            self.now += sending.EVERY
        if self.ended is None and self.now >= NOW + WEEK:
            self.ended = self.now
        if self.ended is not None:
            self.given |= self.drafts
            self.drafts.clear()

    async def _acts(self, session: AsyncSession, job: Any, row_id: int) -> list[tuple[Any, ...]]:
        await job.act(session, row_id, now=self.now)
        take_cards(session)
        told: list[tuple[Any, ...]] = []
        for news in take_news(session):
            if isinstance(news, SurveyInvited | SurveyReminded):
                for person_id in news.person_ids:
                    reached = await people.reachable(session, person_id)
                    assert reached is not None
                    roll = await session.get_one(SurveyRoll, (self.id, person_id))
                    number = roll.reminded if isinstance(news, SurveyReminded) else 0
                    told.append((person_id, number, reached.chat.channel))
        # The messenger has delivered what was promised.
        await session.execute(
            update(BroadcastRecipient)
            .where(BroadcastRecipient.state == RecipientState.PROMISED)
            .values(state=RecipientState.DELIVERED)
        )
        return told

    def _have_heard(self, told: list[tuple[Any, ...]]) -> None:
        for person_id, number, channel in told:
            assert channel == self.used_last[person_id]
            if number:
                self.reminded[person_id, self.now.astimezone(ZONE).date()] += 1
                assert person_id not in self.given
                assert person_id not in self.annoyed
            else:
                self.invited[person_id] += 1
        for number in {number for _person, number, _channel in told if number}:
            silent = set(PEOPLE) - self.given.keys() - self.late - self.annoyed
            assert {person for person, at, _channel in told if at == number} == silent

    # --- people

    @rule(person_id=who, channel=st.sampled_from([Channel.TELEGRAM, EAST]))
    def writes(self, person_id: int, channel: Channel) -> None:
        self.now += timedelta(seconds=1)
        handle = Handle(channel, str(person_id))
        self.run(lambda session: addresses.wrote(session, handle, person_id, "zh", now=self.now))
        self.used_last[person_id] = channel

    @rule(person_id=who, name=st.sampled_from(NAMES), value=st.booleans(), crash=st.booleans())
    def answers(self, person_id: int, name: str, value: bool, crash: bool) -> None:
        """In whatever order, as on two devices that show different questions."""
        sheet = self.run(
            lambda session: answering.take(session, self.id, person_id, name, value, now=self.now),
            crash=crash,
        )
        if person_id in self.given or person_id in self.late:
            assert sheet is None
        elif not crash:
            self._has_answered(person_id, name, value, sheet)

    def _has_answered(self, person_id: int, name: str, value: bool, sheet: Any) -> None:
        draft = self.drafts.setdefault(person_id, {})
        if self.ended is not None:
            assert sheet.late
            if draft:
                self.given[person_id] = draft
            else:
                self.late.add(person_id)
            del self.drafts[person_id]
            return
        draft[name] = value
        if len(draft) == len(NAMES):
            self.given[person_id] = self.drafts.pop(person_id)
            self.keys[person_id] = sheet.key
            assert sheet.question is None

    @rule(person_id=who)
    def takes_back(self, person_id: int) -> None:
        if person_id not in self.keys:
            return
        key = self.keys[person_id]
        sheet = self.run(
            lambda session: answering.reopen(session, self.id, person_id, key, now=self.now)
        )
        if self.ended is not None:
            assert sheet is None
        else:
            assert sheet.answers == self.given[person_id]
            self.drafts[person_id] = self.given.pop(person_id)
            del self.keys[person_id]

    @rule(person_id=who)
    def hands_in_again(self, person_id: int) -> None:
        sheet = self.run(
            lambda session: answering.confirm(session, self.id, person_id, now=self.now)
        )
        if self.ended is None and len(self.drafts.get(person_id, ())) == len(NAMES):
            self.given[person_id] = self.drafts.pop(person_id)
            self.keys[person_id] = sheet.key

    @rule(person_id=who)
    def wants_no_reminder(self, person_id: int) -> None:
        self.run(lambda session: reminding.not_again(session, self.id, person_id))
        self.annoyed.add(person_id)

    @rule(sure=st.integers(0, 9))
    def is_ended(self, sure: int) -> None:
        if sure == 0 and self.ended is None:
            self.run(lambda session: living.end_now(session, self.id, now=self.now))
            self.ended = self.now

    # --- what has to hold

    @invariant()
    def nobody_is_asked_or_reminded_twice(self) -> None:
        assert max(self.invited.values(), default=0) <= 1
        assert max(self.reminded.values(), default=0) <= 1

    @invariant()
    def there_is_one_answer_of_each(self) -> None:
        if not hasattr(self, "id"):
            return
        found = self.run(self._responses)
        expected = [(dict(sorted(answers.items())), False) for answers in self.given.values()]
        assert sorted(map(str, (each for each in found if not each[1]))) == sorted(
            map(str, expected)
        )
        assert sum(late for _answers, late in found) == len(self.late)

    async def _responses(self, session: AsyncSession) -> list[tuple[Answers, bool]]:
        found = await session.execute(select(SurveyResponse.answers, SurveyResponse.late))
        return [({name: kept[name] for name in sorted(kept)}, late) for kept, late in found]

    def teardown(self) -> None:
        try:
            if hasattr(self, "id"):
                self._goes_on_to_its_end()
        finally:
            self.runner.run(self.database.close())
            self.runner.close()

    def _goes_on_to_its_end(self) -> None:
        for _each in range(4):
            self.time_passes(60)
        assert set(self.invited) == set(PEOPLE)
        assert self.run(_drafts) == [None] * len(PEOPLE)
        self.there_is_one_answer_of_each()


async def _drafts(session: AsyncSession) -> list[Answers | None]:
    return list(await session.scalars(select(SurveyRoll.draft)))


def test_any_life_of_a_survey_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    files = iter(range(1_000_000))

    class OnSqlite(SurveyLife):
        def open_database(self) -> Database:
            return Database(copy_of(sqlite_template, tmp_path / f"{next(files)}.db"))

    live(OnSqlite, examples=10, steps=25)


@pytest.mark.postgresql
def test_any_life_of_a_survey_on_postgresql(postgresql_url: URL) -> None:
    class OnPostgresql(SurveyLife):
        def open_database(self) -> Database:
            self.runner.run(empty(postgresql_url))
            return Database(postgresql_url)

    live(OnPostgresql, examples=3, steps=20)
