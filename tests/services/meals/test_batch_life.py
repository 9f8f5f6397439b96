"""The same life in batches, as updates come: many deeds share a transaction, and some of them fail.

What is counted in memory until the commit, and what was read ahead, must never show.
"""

import asyncio
import copy
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from hypothesis.stateful import precondition, rule
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.meals import ahead, news
from services.meals.ahead import Booker
from services.news import take_news
from tests.conftest import copy_of
from tests.services.machines import live
from tests.services.meals.test_life import PEOPLE, Deed, MealLife, lay


class FailedError(Exception):
    """Something in a batch went wrong that nobody had thought of."""


def is_under_way(life: Any) -> bool:
    return life.session is not None


class BatchLife(MealLife):
    """Everything since the last commit is one transaction, which knows who is about to book."""

    def __init__(self) -> None:
        super().__init__()
        self.session: AsyncSession | None = None
        self.stack = AsyncExitStack()
        self.before = self._as_it_stands()

    def teardown(self) -> None:
        try:
            if self.session is not None:
                self.commit()
                self.the_tables_say_what_the_model_says()
        finally:
            super().teardown()

    @rule()
    @precondition(is_under_way)
    def commit(self) -> None:
        self.session = None
        self.runner.run(self.stack.aclose())
        self.before = self._as_it_stands()

    @rule()
    @precondition(is_under_way)
    def fail(self) -> None:
        """Nothing of the batch was ever done."""
        self.session = None
        self.canteen, self.eaters = self.before
        self.before = self._as_it_stands()
        self.runner.run(self.stack.__aexit__(FailedError, FailedError(), None))

    def both(self, expected: Callable[[], Any], deed: Deed) -> tuple[Any, Any]:
        if self.session is None:
            self.session = self.runner.run(self._begin())
        return super().both(expected, deed)

    def _as_it_stands(self) -> Any:
        return copy.deepcopy((self.canteen, self.eaters))

    async def _begin(self) -> AsyncSession:
        session = await self.stack.enter_async_context(self.database.transaction())
        lunches = [lunch.id for lunch in self.canteen.lunches]
        everybody = [Booker(person, self.diner_ids[person], lunches) for person in PEOPLE]
        await ahead.read(session, everybody)
        return session

    async def _do(self, deed: Deed) -> tuple[Any, list[int]]:
        assert self.session is not None
        try:
            done = await deed(self.session)
        except Refusal as refusal:
            done = refusal
        told = take_news(self.session)
        return done, [each.booking_id for each in told if isinstance(each, news.Promoted)]

    async def _compare(self) -> None:
        if self.session is None:
            await super()._compare()


def test_a_batch_is_as_if_each_had_come_alone(sqlite_template: Path, tmp_path: Path) -> None:
    found_by_each = asyncio.run(lay(copy_of(sqlite_template, tmp_path / "laid.db")))

    class Life(BatchLife):
        laid = found_by_each
        folder = tmp_path

    live(Life, examples=40, steps=40)
