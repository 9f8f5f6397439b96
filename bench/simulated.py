"""An event loop whose time passes only while nothing is to be done: hours take seconds.

`loop.time()` stands still while a callback runs and while a database's thread is at work; when all
wait for a time to come, it is that time. So computing costs next to nothing, and what is
measured is pacing alone.
"""

import asyncio
import selectors
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import aiosqlite

T = TypeVar("T")


AN_ITERATION = 1e-7
"""Seconds. Time that stood quite still would hold up who looks at the clock until it has moved."""


class _Selector(selectors.SelectSelector):
    """Does not wait for a time: it lets it come."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.busy = 0
        """What databases do in threads of their own, which tell the loop when it is done."""

    def select(self, timeout: float | None = None) -> Any:
        if timeout is not None and not self.busy:
            self.now += max(timeout, AN_ITERATION)
            timeout = 0
        return super().select(None if timeout else timeout)


class Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.clock = _Selector()
        super().__init__(self.clock)

    def time(self) -> float:
        return self.clock.now


@contextmanager
def _waiting_for_databases() -> Iterator[None]:
    """All the driver's work passes through one method."""
    kind: Any = aiosqlite.Connection
    execute = kind._execute

    async def counted(*args: Any, **kwargs: Any) -> Any:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, Loop)
        loop.clock.busy += 1
        try:
            return await execute(*args, **kwargs)
        finally:
            loop.clock.busy -= 1

    kind._execute = counted
    try:
        yield
    finally:
        kind._execute = execute


def run(work: Coroutine[Any, Any, T]) -> T:
    """As `asyncio.run`, in simulated time."""
    with _waiting_for_databases(), asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(work)
