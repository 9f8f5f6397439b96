"""The whole life of needs: every deed in any order, done on a database and on a model."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import URL, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import needs
from services.errors import Refusal
from services.needs import groups, projects, sorting
from storage.engine import Database
from storage.tables import Need, NeedProject, Resource, ResourceMonth
from tests.conftest import copy_of, empty
from tests.services.conftest import Deed
from tests.services.factories import NOW, bind_groups, build_neighbourhood, member
from tests.services.machines import live
from tests.services.needs.need_factories import a_need, a_project, a_resource
from tests.services.needs.need_model import Expectations, Expected, ExpectedProject

DAYS = (date(2026, 3, 20), date(2026, 4, 10))
MOST_NEEDS = 5
people = st.integers(51, 54)
which = st.integers(0, 9)


class NeedLife(RuleBasedStateMachine):
    """Two offers, of which one a month and two a month are free; the rest is done by the rules."""

    @abstractmethod
    def open_database(self) -> Database:
        """A migrated, empty one."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = self.open_database()
        self.model = Expectations()

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()

    @initialize()
    def begin(self) -> None:
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        async with self.database.transaction() as session:
            self.place = await build_neighbourhood(session)
            bound = await bind_groups(session, self.place)
            self.who = member(bound.staff)
            for a_month in (1, 2):
                offer = await a_resource(session, self.place, bound.staff, a_month=a_month)
                self.model.capacity[offer.id] = a_month

    @rule(person=people)
    def say(self, person: int) -> None:
        if len(self.model.needs) < MOST_NEEDS:
            # Others said it: one person may not say five a day.
            need = self.run(partial(a_need, place=self.place, person_id=person))
            self.model.needs.append(Expected(need.id, {person}))

    @rule(number=which, person=people)
    def second(self, number: int, person: int) -> None:
        if need := self.need(number):
            self.both(
                lambda: self.model.second(need, person),
                partial(needs.second, need_id=need.id, person_id=person, now=NOW),
            )

    @rule(number=which, person=people)
    def take_back(self, number: int, person: int) -> None:
        if need := self.need(number):
            self.both(
                lambda: self.model.take_back(need, person),
                partial(needs.take_back, need_id=need.id, person_id=person, now=NOW),
            )

    @rule(number=which)
    def put_on_list(self, number: int) -> None:
        if need := self.need(number):
            self.both(
                lambda: self.model.put_on_list(need),
                partial(sorting.put_on_list, need_id=need.id, member=self.who, now=NOW),
            )

    @rule(number=which)
    def decline(self, number: int) -> None:
        if need := self.need(number):
            self.both(
                lambda: self.model.decline(need),
                partial(sorting.decline, need_id=need.id, member=self.who, reason="不", now=NOW),
            )

    @rule(number=which, other=which)
    def put_together(self, number: int, other: int) -> None:
        need, head = self.need(number), self.need(other)
        if need and head:
            self.both(
                lambda: self.model.put_together(need, head),
                partial(sorting.group, need_id=need.id, with_id=head.id, member=self.who),
            )

    @rule(number=which)
    def take_out(self, number: int) -> None:
        if need := self.need(number):
            self.both(
                lambda: self.model.take_out(need),
                partial(sorting.take_out, need_id=need.id, member=self.who, now=NOW),
            )

    @rule(number=which, offer=st.integers(0, 2), day=st.sampled_from(DAYS))
    def accept(self, number: int, offer: int, day: date) -> None:
        if (need := self.need(number)) is None:
            return
        resource = [None, *self.model.capacity][offer]
        month = day.replace(day=1)
        deed = partial(a_project, need_id=need.id, who=self.who, resource_id=resource, due_on=day)
        if project := self.both(lambda: self.model.accept(need, resource, month), deed):
            self.model.projects.append(ExpectedProject(project.id, need, resource, month))

    @rule(number=which)
    def start(self, number: int) -> None:
        if project := self.project(number):
            self.both(
                lambda: self.model.start(project),
                partial(projects.start, project_id=project.id, member=self.who),
            )

    @rule(number=which)
    def finish(self, number: int) -> None:
        if project := self.project(number):
            self.both(
                lambda: self.model.finish(project),
                partial(
                    projects.finish, project_id=project.id, member=self.who, said="好", now=NOW
                ),
            )

    @rule(number=which)
    def drop(self, number: int) -> None:
        if project := self.project(number):
            self.both(
                lambda: self.model.drop(project),
                partial(
                    projects.drop, project_id=project.id, member=self.who, reason="不", now=NOW
                ),
            )

    @rule(number=which, day=st.sampled_from(DAYS))
    def postpone(self, number: int, day: date) -> None:
        if project := self.project(number):
            self.both(
                lambda: self.model.postpone(project, day.replace(day=1)),
                partial(
                    projects.postpone,
                    project_id=project.id,
                    member=self.who,
                    words=f"{day.month}月{day.day}日",
                    now=NOW,
                ),
            )

    @invariant()
    def all_is_as_expected(self) -> None:
        self.runner.run(self._compare())

    async def _compare(self) -> None:
        async with self.database.reading() as session:
            stored = {each.id: each for each in await session.scalars(select(Need))}
            for need in self.model.needs:
                row = stored[need.id]
                assert row.state is need.state
                assert row.merged_into_id == (need.head.id if need.head else None)
                assert row.text, "everybody's words are kept"
                if need.head is None:
                    wanted = self.model.people(need)
                    assert row.people == len(wanted)
                    assert set(await groups.supporters(session, need.id)) == wanted
            for project in self.model.projects:
                there = await session.get_one(NeedProject, project.id)
                assert there.state is project.state
            await self._compare_promises(session)

    async def _compare_promises(self, session: AsyncSession) -> None:
        for month in await session.scalars(select(ResourceMonth)):
            resource = await session.get_one(Resource, month.resource_id)
            assert month.promised == self.model.promised[resource.id, month.month]
            assert month.promised <= resource.a_month

    def need(self, number: int) -> Expected | None:
        return self.model.needs[number % len(self.model.needs)] if self.model.needs else None

    def project(self, number: int) -> ExpectedProject | None:
        known = self.model.projects
        return known[number % len(known)] if known else None

    def run(self, deed: Deed) -> Any:
        """Do it in a transaction of its own, and commit."""

        async def done() -> Any:
            async with self.database.transaction() as session:
                return await deed(session)

        return self.runner.run(done())

    def both(self, expected: Callable[[], None], deed: Deed) -> Any:
        """Do it on both sides and compare; commit even what was refused. None for a refusal."""

        async def outcome(session: AsyncSession) -> Any:
            try:
                return await deed(session)
            except Refusal as refusal:
                return type(refusal)

        try:
            expected()
            refused = None
        except Refusal as refusal:
            refused = type(refusal)
        came = self.run(outcome)
        if refused is not None:
            assert came is refused
            return None
        assert not isinstance(came, type)
        return came


def test_any_life_of_needs_follows_the_rules(sqlite_template: Path, tmp_path: Path) -> None:
    class OnSqlite(NeedLife):
        def open_database(self) -> Database:
            return Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))

    live(OnSqlite, examples=40, steps=40)


@pytest.mark.postgresql
def test_any_life_of_needs_follows_the_rules_on_postgresql(postgresql_url: URL) -> None:
    class OnPostgresql(NeedLife):
        def open_database(self) -> Database:
            self.runner.run(empty(postgresql_url))
            return Database(postgresql_url)

    live(OnPostgresql, examples=8, steps=40)
