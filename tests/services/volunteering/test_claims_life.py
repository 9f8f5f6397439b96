"""The whole life of tasks and claims: every deed in any order, on a database and on a model."""

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
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
from sqlalchemy import URL, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.news import take_news
from services.volunteering import claims, hand_over, reminders, tasks, volunteers
from storage.engine import Database
from storage.tables import Task, TaskClaim, TaskRole, TaskState
from tests.conftest import copy_of, empty
from tests.services.factories import NOW, bind_groups, build_neighbourhood
from tests.services.machines import live
from tests.services.volunteering.task_factories import a_post, new_task, volunteer
from tests.services.volunteering.task_model import HELD, HOUR, OPEN, RELEASED, Everybody, Expected

PEOPLE = (1, 2, 3, 4)
MOST_TASKS = 3
Deed = Callable[[AsyncSession], Awaitable[Any]]

people = st.sampled_from(PEOPLE)
which = st.integers(0, 9)


class ClaimLife(RuleBasedStateMachine):
    """Volunteers, organisers and the clock, in any order. Subclasses say which database."""

    @abstractmethod
    def open_database(self) -> Database:
        """A migrated, empty one."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = self.open_database()
        self.now = NOW
        self.everybody = Everybody()
        self.snapshot: dict[type, Sequence[Any]] = {}

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()

    @initialize()
    def neighbourhood(self) -> None:
        async def build(session: AsyncSession) -> Any:
            place = await build_neighbourhood(session)
            await bind_groups(session, place)
            await a_post(session)
            for person in PEOPLE:
                await volunteer(session, place, person)
            return place

        self.place = self.run(build)
        # Two at one time: whoever holds a place in one is passed over in the other.
        self.put_up(in_hours=72, places=[1], organiser=900, until_the_end=False)
        self.put_up(in_hours=73, places=[1], organiser=900, until_the_end=True)

    @rule(
        in_hours=st.sampled_from([73, 72, 72, 26, 2]),
        places=st.sampled_from([[1], [1], [2], [1, 1]]),
        organiser=st.sampled_from([4, 900, 900]),
        until_the_end=st.booleans(),
    )
    @precondition(lambda self: len(self.everybody.tasks) < MOST_TASKS)
    def put_up(self, in_hours: int, places: list[int], organiser: int, until_the_end: bool) -> None:
        starts_at = self.now + in_hours * HOUR
        ends_at = starts_at + 2 * HOUR
        claim_by = ends_at if until_the_end else starts_at - HOUR
        names = ["搬运", "拍照"] if len(places) > 1 else [""]
        new = new_task(
            self.place,
            starts_at=starts_at,
            ends_at=ends_at,
            claim_by=claim_by,
            organiser_id=organiser,
            roles=tuple(zip(names, places, strict=True)),
        )
        task = self.run(lambda session: tasks.create(session, new, now=self.now))
        self.everybody.tasks.append(
            Expected(
                id=task.id,
                organiser=organiser,
                starts=starts_at,
                ends=ends_at,
                claim_by=claim_by,
                places=places,
                everybody=self.everybody,
                made=self.now,
            )
        )

    @rule(number=which, person=people)
    def claim(self, number: int, person: int) -> None:
        task = self.task(number)
        self.both(
            lambda: task.claim(person, self.now),
            lambda session: claims.claim(session, task.id, person, now=self.now),
        )

    @rule(number=which, order=st.permutations(PEOPLE))
    def everybody_claims(self, number: int, order: list[int]) -> None:
        for person in order:
            self.claim(number, person)

    @rule(number=which, seat=which)
    def a_holder_lets_go(self, number: int, seat: int) -> None:
        holders = [one.person for one in self.task(number).claims if one.state is HELD]
        if holders:
            self.release(number, holders[seat % len(holders)])

    @rule(number=which, person=people)
    def release(self, number: int, person: int) -> None:
        task = self.task(number)
        self.both(
            lambda: task.release(person, self.now),
            lambda session: claims.release(session, task.id, person, now=self.now),
        )

    @rule(number=which, seat=which, to=people)
    def offer(self, number: int, seat: int, to: int) -> None:
        """By who holds a place, now and then by somebody else."""
        task = self.task(number)
        holders = [one.person for one in task.claims if one.state is HELD] or [*PEOPLE]
        person = holders[seat % len(holders)] if seat < 8 else PEOPLE[seat % len(PEOPLE)]
        self.both(
            lambda: task.offer(person, to, self.now),
            lambda session: hand_over.offer(session, task.id, person, to, now=self.now),
        )

    @rule(number=which, claim=which, accept=st.booleans(), right_person=st.booleans(), to=people)
    def answer_offer(
        self, number: int, claim: int, accept: bool, right_person: bool, to: int
    ) -> None:
        task = self.task(number)
        if not task.claims:
            return
        offered = [at for at, one in enumerate(task.claims) if one.offered_to]
        at = offered[-1] if offered and right_person else claim % len(task.claims)
        claim_id = self.of_task(TaskClaim, task)[at].id
        to = task.claims[at].offered_to or to if right_person else to
        if accept:
            self.both(
                lambda: task.accept(at, to, self.now),
                lambda session: hand_over.accept(session, claim_id, to, now=self.now),
            )
        else:
            self.both(
                lambda: task.decline(at, to),
                lambda session: hand_over.decline(session, claim_id, to),
            )

    @rule(number=which, chance=st.integers(0, 7))
    def end(self, number: int, chance: int) -> None:
        """Seldom called off; done once it is over."""
        task = self.task(number)
        if chance == 0:
            self.both(
                lambda: task.end(TaskState.CANCELLED),
                lambda session: tasks.cancel(
                    session, task.id, task.organiser, "下雨", now=self.now
                ),
            )
        elif self.now >= task.ends:
            self.both(
                lambda: task.end(TaskState.DONE),
                lambda session: tasks.finish(session, task.id, now=self.now),
            )

    @rule(person=people, willing=st.booleans())
    def take_a_break_or_come_back(self, person: int, willing: bool) -> None:
        if person in self.everybody.paused:
            self.everybody.paused.discard(person)
            self.run(lambda session: volunteers.resume(session, person))
        elif not willing:
            self.everybody.paused.add(person)
            self.run(lambda session: volunteers.pause(session, person, None, now=self.now))

    @rule(hours=st.sampled_from([1, 1, 3, 21, 24]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

        async def tick(session: AsyncSession) -> list[Any]:
            for task_id in await reminders.due(session, self.now):
                await reminders.act(session, task_id, now=self.now)
            return take_news(session)

        holder = {row.id: (row.task_id, row.person_id) for row in self.rows(TaskClaim)}
        reminded = [holder[news.claim_id] for news in self.run(tick)]
        assert sorted(reminded) == sorted(
            (task.id, person) for task in self.everybody.tasks for person in task.remind(self.now)
        )

    # --- what holds after each step

    @invariant()
    def tasks_and_claims_are_as_expected(self) -> None:
        for task in self.everybody.tasks:
            [row] = [row for row in self.rows(Task) if row.id == task.id]
            assert row.state is task.state
            roles = self.of_task(TaskRole, task)
            at = {role.id: position for position, role in enumerate(roles)}
            assert [
                (claim.person_id, at[claim.role_id], claim.state, claim.late)
                for claim in self.of_task(TaskClaim, task)
            ] == [(claim.person, claim.role, claim.state, claim.late) for claim in task.claims]

    @invariant()
    def places_are_counted_as_they_are_held(self) -> None:
        held = [row.role_id for row in self.rows(TaskClaim) if row.state is HELD]
        for role in self.rows(TaskRole):
            assert role.claimed == held.count(role.id) <= role.places

    @invariant()
    def everybody_has_one_living_claim_a_task(self) -> None:
        living = [
            (row.task_id, row.person_id)
            for row in self.rows(TaskClaim)
            if row.state is not RELEASED
        ]
        assert len(living) == len(set(living))

    @invariant()
    def nobody_holds_two_places_at_one_time(self) -> None:
        open_tasks = {row.id: row for row in self.rows(Task) if row.state is OPEN}
        held = [
            (row.person_id, open_tasks[row.task_id])
            for row in self.rows(TaskClaim)
            if row.state is HELD and row.task_id in open_tasks
        ]
        for person, task in held:
            assert not any(
                other_person == person
                and other is not task
                and other.starts_at < task.ends_at
                and other.ends_at > task.starts_at
                for other_person, other in held
            )

    # --- tools

    def run(self, deed: Deed) -> Any:
        """Do it in a transaction of its own, and commit."""

        async def transaction() -> Any:
            async with self.database.transaction() as session:
                return await deed(session)

        self.snapshot.clear()
        return self.runner.run(transaction())

    def both(self, expected: Callable[[], None], deed: Deed) -> None:
        """Do it on both sides and compare; commit even what was refused."""

        async def outcome(session: AsyncSession) -> type[Refusal] | None:
            try:
                await deed(session)
            except Refusal as refusal:
                return type(refusal)
            return None

        try:
            expected()
            refused = None
        except Refusal as refusal:
            refused = type(refusal)
        assert self.run(outcome) is refused

    def rows(self, table: type[Any]) -> Sequence[Any]:
        """By id; all tables are read at once after a step."""

        async def read() -> None:
            async with self.database.reading() as session:
                for kept in (Task, TaskRole, TaskClaim):
                    found = await session.scalars(select(kept).order_by(kept.id))
                    self.snapshot[kept] = found.all()

        if not self.snapshot:
            self.runner.run(read())
        return self.snapshot[table]

    def of_task(self, table: type[Any], task: Expected) -> list[Any]:
        return [row for row in self.rows(table) if row.task_id == task.id]

    def task(self, number: int) -> Expected:
        return self.everybody.tasks[number % len(self.everybody.tasks)]


def test_any_life_of_claims_follows_the_rules(sqlite_template: Path, tmp_path: Path) -> None:
    class OnSqlite(ClaimLife):
        def open_database(self) -> Database:
            return Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))

    live(OnSqlite, examples=60, steps=40)


@pytest.mark.postgresql
def test_any_life_of_claims_follows_the_rules_on_postgresql(postgresql_url: URL) -> None:
    class OnPostgresql(ClaimLife):
        def open_database(self) -> Database:
            self.runner.run(empty(postgresql_url))
            return Database(postgresql_url)

    live(OnPostgresql, examples=10, steps=40)
