"""The whole life of points: every deed in any order, done on a database and on a model.

Balances are never below nothing and always the sum of their ledger, every point comes from one
approved record, reversals are exact, and stock is neither lost nor oversold.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import URL, delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.groups import binding as groups
from services.tickets import Member
from services.volunteering import attendance, checking, counter, feedback, ledger, records, rewards
from storage.engine import Database
from storage.tables import (
    CheckHow,
    PointsBalance,
    PointsEntry,
    PointsKind,
    RecordState,
    RedemptionState,
    Reward,
    ServiceRecord,
    TaskClaim,
)
from tests.conftest import copy_of, empty
from tests.services.factories import NOW, RESIDENT, bind_groups, build_neighbourhood
from tests.services.machines import live
from tests.services.volunteering.points_model import Points, Served, Taken
from tests.services.volunteering.volunteer_factories import (
    ORGANISER,
    SECOND,
    START,
    VOLUNTEER,
    a_claim,
    a_points_rule,
    a_reward,
)

Deed = Callable[[AsyncSession], Awaitable[Any]]
PRICES = {"towel": 1, "rice": 3}
STOCK = {"towel": 2, "rice": 1}
MOST_RECORDS = 6

people = st.sampled_from([VOLUNTEER, VOLUNTEER, SECOND])
judges = st.sampled_from([ORGANISER, ORGANISER, ORGANISER, SECOND, VOLUNTEER])
"""SECOND is in the office too, VOLUNTEER is not; neither judges their own."""
which = st.integers(0, 9)


class PointsLife(RuleBasedStateMachine):
    """Volunteers, organisers, people helped and the counter, in any order."""

    @abstractmethod
    def open_database(self) -> Database:
        """A migrated, empty one."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = self.open_database()
        self.now = START + timedelta(days=30)

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()

    def run(self, deed: Deed) -> Any:
        """Do it in a transaction that is committed even where it is refused."""

        async def transaction() -> Any:
            async with self.database.transaction() as session:
                try:
                    return await deed(session)
                except Refusal as refusal:
                    return refusal

        return self.runner.run(transaction())

    def both(self, model: Callable[[], object], deed: Deed) -> Any:
        """Both do it, or both refuse it for the same reason."""
        try:
            model()
            expected: object = None
        except Refusal as refusal:
            expected = refusal
        done = self.run(deed)
        if isinstance(done, Refusal) or expected is not None:
            assert type(done) is type(expected)
            assert vars(done) == vars(expected)
            return None
        return done

    @initialize()
    def neighbourhood(self) -> None:
        async def build(session: AsyncSession) -> dict[str, int]:
            self.place = await build_neighbourhood(session)
            self.groups = await bind_groups(session, self.place)
            for person in (ORGANISER, SECOND):
                await groups.saw(session, self.groups.staff, person, "社工", now=NOW)
            await a_points_rule(session, self.place)
            return {
                code: (
                    await a_reward(
                        session, self.place, code=code, points=PRICES[code], stock=STOCK[code]
                    )
                ).id
                for code in PRICES
            }

        self.rewards: dict[str, int] = self.run(build)
        self.model = Points(
            judges={ORGANISER, SECOND},
            stock={self.rewards[code]: STOCK[code] for code in STOCK},
            prices={self.rewards[code]: PRICES[code] for code in PRICES},
        )
        # Something to spend and to quarrel about from the beginning.
        for number, person in enumerate((VOLUNTEER, VOLUNTEER, SECOND)):
            self.serve(person, 120)
            self.approve(number, ORGANISER, 120)

    @rule(person=people, minutes=st.sampled_from([0, 59, 60, 119, 120]))
    @precondition(lambda self: len(self.model.served) < MOST_RECORDS)
    def serve(self, person: int, minutes: int) -> None:
        begins = START + timedelta(hours=3 * len(self.model.served))

        async def deed(session: AsyncSession) -> ServiceRecord:
            claim = await a_claim(
                session,
                self.place,
                person_id=person,
                helped_id=RESIDENT,
                starts_at=begins,
                ends_at=begins + timedelta(hours=2),
                claim_by=begins,
            )
            how = CheckHow.ORGANISER
            await checking.check_in(session, claim.id, how, by=ORGANISER, now=begins)
            ended = begins + timedelta(minutes=minutes)
            return await checking.check_out(session, claim.id, how, by=ORGANISER, now=ended)

        record = self.run(deed)
        self.model.served.append(Served(record.id, record.claim_id, person, minutes))

    @rule(number=which, by=judges, minutes=st.sampled_from([0, 30, 60, 120, 240, 241]))
    @precondition(lambda self: self.model.served)
    def approve(self, number: int, by: int, minutes: int) -> None:
        record = self.record(number)
        self.both(
            lambda: self.model.approve(record, by, minutes),
            lambda s: records.approve(s, record.id, by, "社工", minutes, now=self.now),
        )

    @rule(number=which, by=judges)
    @precondition(lambda self: self.model.served)
    def refuse(self, number: int, by: int) -> None:
        record = self.record(number)
        self.both(
            lambda: self.model.refuse(record, by),
            lambda session: attendance.absent(session, record.claim_id, by, now=self.now),
        )

    @rule(number=which)
    @precondition(lambda self: self.model.served)
    def complain(self, number: int) -> None:
        record = self.record(number)
        said = self.both(
            lambda: self.model.complain(record),
            lambda s: feedback.complain(s, record.claim_id, RESIDENT, "没来", now=self.now),
        )
        if said is not None:
            record.feedback = said.id

    @rule(number=which, upheld=st.booleans())
    @precondition(lambda self: any(each.feedback for each in self.model.served))
    def settle(self, number: int, upheld: bool) -> None:
        said = [each for each in self.model.served if each.feedback]
        record = said[number % len(said)]
        staff = Member(ORGANISER, "社工", self.groups.staff.id)
        feedback_id = record.feedback
        assert feedback_id is not None
        self.both(
            lambda: self.model.settle(record, upheld=upheld),
            lambda s: feedback.settle(s, feedback_id, staff, upheld=upheld, now=self.now),
        )

    @rule(person=people, code=st.sampled_from(list(PRICES)))
    def redeem(self, person: int, code: str) -> None:
        reward = self.rewards[code]
        taken = self.both(
            lambda: self.model.redeem(person, reward),
            lambda session: rewards.redeem(session, reward, person, now=self.now),
        )
        if taken is not None:
            self.model.taken.append(
                Taken(taken.id, taken.code, person, reward, taken.points, taken.until)
            )

    @rule(number=which)
    @precondition(lambda self: self.model.taken)
    def give_back(self, number: int) -> None:
        taken = self.taken(number)
        self.both(
            lambda: self.model.give_back(taken),
            lambda session: rewards.give_back(session, taken.id, taken.person, now=self.now),
        )

    @rule(number=which, by=st.sampled_from([ORGANISER, SECOND]))
    @precondition(lambda self: self.model.taken)
    def hand_out(self, number: int, by: int) -> None:
        taken = self.taken(number)
        staff = Member(by, "社工", self.groups.staff.id)
        self.both(
            lambda: self.model.hand_out(taken, by),
            lambda session: counter.hand_out(session, taken.code, staff, now=self.now),
        )

    @rule(days=st.sampled_from([1, 10, 14]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        due = self.run(lambda session: rewards.due(session, self.now))
        for taken in self.model.taken:
            late = taken.state is RedemptionState.RESERVED and taken.until <= self.now
            assert (taken.id in due) == late
        for taken_id in due:
            self.model.give_back(next(each for each in self.model.taken if each.id == taken_id))
            self.run(partial(rewards.act, redemption_id=taken_id, now=self.now))

    @invariant()
    def everything_is_as_expected(self) -> None:
        if not hasattr(self, "model"):
            return
        for person in (VOLUNTEER, SECOND):
            balance, spendable, minutes = self.run(partial(self.of, person=person))
            assert balance == self.model.balance(person) >= 0
            assert spendable == self.model.spendable(person)
            assert minutes == self.model.hours(person)

    @invariant()
    def every_point_comes_from_one_approved_record_and_reversals_are_exact(self) -> None:
        if not hasattr(self, "model"):
            return
        entries, served, balances, stock = self.run(self.read)
        assert stock == self.model.stock
        for person, points in balances.items():
            assert points == sum(each.points for each in entries if each.person_id == person)
        by_id = {entry.id: entry for entry in entries}
        reversed_ids = [entry.reverses_id for entry in entries if entry.reverses_id]
        assert len(reversed_ids) == len(set(reversed_ids))
        for entry in entries:
            if entry.reverses_id:
                undone = by_id[entry.reverses_id]
                assert (entry.points, entry.person_id) == (-undone.points, undone.person_id)
        standing = [
            entry
            for entry in entries
            if entry.kind is PointsKind.EARNED and entry.id not in reversed_ids
        ]
        assert len({entry.record_id for entry in standing}) == len(standing)
        for entry in standing:
            record = served[entry.record_id]
            assert entry.person_id == record.person_id
            assert record.approved_by not in (None, record.person_id)
            if record.state is not RecordState.APPROVED:
                left = sum(each.points for each in entries if each.person_id == entry.person_id)
                assert left < entry.points, "it could have been taken back"

    async def of(self, session: AsyncSession, person: int) -> tuple[int, int, int]:
        minutes, _count = await records.hours_of(session, person)
        points = await ledger.balance(session, person)
        return points, await ledger.spendable(session, person), minutes

    async def read(self, session: AsyncSession) -> tuple[Any, ...]:
        entries = await session.scalars(select(PointsEntry).order_by(PointsEntry.id))
        served = await session.scalars(select(ServiceRecord))
        balances = await session.scalars(select(PointsBalance))
        stock = await session.scalars(select(Reward))
        return (
            list(entries),
            {record.id: record for record in served},
            {balance.person_id: balance.points for balance in balances},
            {reward.id: reward.stock for reward in stock},
        )

    def record(self, number: int) -> Served:
        return self.model.served[number % len(self.model.served)]

    def taken(self, number: int) -> Taken:
        return self.model.taken[number % len(self.model.taken)]


def test_any_life_of_points_follows_the_rules(sqlite_template: Path, tmp_path: Path) -> None:
    class OnSqlite(PointsLife):
        def open_database(self) -> Database:
            return Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))

    live(OnSqlite, examples=40, steps=30)


@pytest.mark.postgresql
def test_any_life_of_points_follows_the_rules_on_postgresql(postgresql_url: URL) -> None:
    class OnPostgresql(PointsLife):
        def open_database(self) -> Database:
            self.runner.run(empty(postgresql_url))
            return Database(postgresql_url)

    live(OnPostgresql, examples=10, steps=30)


async def test_the_ledger_can_neither_be_rewritten_nor_emptied(database: Database) -> None:
    async def earn(session: AsyncSession) -> None:
        place = await build_neighbourhood(session)
        await a_points_rule(session, place)
        claim: TaskClaim = await a_claim(session, place)
        how = CheckHow.ORGANISER
        await checking.check_in(session, claim.id, how, by=ORGANISER, now=START)
        ended = START + timedelta(hours=2)
        record = await checking.check_out(session, claim.id, how, by=ORGANISER, now=ended)
        await records.approve(session, record.id, ORGANISER, "社工甲", 120, now=ended)

    async with database.transaction() as session:
        await earn(session)
    for deed in (
        update(PointsEntry).values(points=100),
        update(PointsEntry).values(person_id=SECOND),
        delete(PointsEntry),
        update(PointsBalance).values(points=-1),
    ):
        with pytest.raises(DBAPIError):
            async with database.transaction() as session:
                await session.execute(deed)
