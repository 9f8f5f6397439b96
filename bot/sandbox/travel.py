"""Moving the sandbox's clock: whatever falls due on the way happens, each at its time."""

import asyncio
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.app import App
from bot.sandbox import deadlines
from bot.sandbox.deadlines import Deadline
from bot.sandbox.errors import PhoneError
from bot.sandbox.world import World
from services.meals import demo_menus
from services.subjects import JOBS
from storage.outbox_rows import IS_WAITING
from storage.tables import OutboxMessage

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FAR = timedelta(weeks=4)
MORNING, EVENING = time(9), time(21)
"""Between these it is day: what waits for the morning has come, and nobody sleeps yet."""

LOOK_AGAIN = 0.02
"""Real seconds between looks whether all has left."""
SENDS_FOR = 120
"""Seconds of the sandbox's time that what fell due is given to leave, a chat's pace being one a
second; what is longer in coming comes on the way."""


class Travel:
    """Moves the clock of `world` for the program `app` in it, which `begin` hands in.

    `waiting`: whether another messenger has something that the program has not taken in yet.
    """

    def __init__(
        self, world: World, zone: ZoneInfo, waiting: Callable[[], bool] = lambda: False
    ) -> None:
        self.world = world
        self.zone = zone
        self._waiting = waiting
        self.moving = False
        self._app: App | None = None

    def begin(self, app: App) -> None:
        self._app = app
        self._ticks = app.due_ticks()

    @property
    def app(self) -> App:
        """Raises PhoneError while the program is still starting."""
        if self._app is None:
            raise PhoneError("The program is still starting.")
        return self._app

    async def next_deadline(self) -> Deadline | None:
        async with self.app.database.reading() as session:
            return await deadlines.upcoming(session, self.world.clock())

    async def aim(self, goal: str) -> datetime:
        """The time that `goal` ("hour", "deadline", "tomorrow", "four_weeks") means now.

        Raises PhoneError for another, and for "deadline" where there is none.
        """
        now = self.world.clock()
        if goal == "deadline":
            if (found := await self.next_deadline()) is None:
                raise PhoneError("Nothing has a deadline now.")
            return found.at
        if goal == "tomorrow":
            return tomorrow(now, self.zone)
        if goal not in ("hour", "four_weeks"):
            raise PhoneError(f"The clock knows no way to “{goal}”.")
        return now + (HOUR if goal == "hour" else FAR)

    async def to(self, goal: str) -> None:
        """Returns when it is there, and all that fell due on the way has happened.

        Raises PhoneError as `aim` does, and while the clock is moving already.
        """
        if self.moving:
            raise PhoneError("The clock is moving already.")
        app = self.app
        self.moving = True
        try:
            target = await self.aim(goal)
            await self._heard()
            await self._all_sent()
            while (now := self.world.clock()) < target:
                await self._stop_at(await self._next_stop(now, target))
            for line in app.lines:
                line.backlog.note_read()
        finally:
            self.moving = False
            self.world.move_clock(self.world.ahead)

    async def _next_stop(self, now: datetime, target: datetime) -> datetime:
        """Every deadline on the way is one, and every full hour, or every third on a far way."""
        hours = 1 if target - now <= 2 * DAY else 3
        stops = [target, now.replace(minute=0, second=0, microsecond=0) + hours * HOUR]
        deadline = await self.next_deadline()
        return min([*stops, deadline.at] if deadline else stops)

    async def _stop_at(self, when: datetime) -> None:
        await self._heard()
        before = self.world.clock()
        self.world.move_clock(self.world.ahead + (when - before))
        if when.astimezone(self.zone).date() != before.astimezone(self.zone).date():
            await self._new_day(when)
        due = await self._due(when)
        for tick in self._ticks:
            if tick.name in due:
                await tick.job()
        await self._all_sent()

    async def _due(self, now: datetime) -> set[str]:
        """Names of the jobs that have something to do: most of the way none has."""
        async with self.app.database.reading() as session:
            return {job.name for job in JOBS if await job.due(session, now)}

    async def _new_day(self, now: datetime) -> None:
        """What else a day brings: a menu for the coming week, and the forgetting of traces."""
        async with self.app.database.transaction() as session:
            await demo_menus.load(session, now=now, zone=self.zone)
        await self.app.tidy()

    async def _heard(self) -> None:
        """What people said before is taken in before their silence is judged."""
        for _attempt in range(SENDS_FOR):
            if not self.world.updates.pending and not self._waiting():
                return
            await asyncio.sleep(LOOK_AGAIN)

    async def _all_sent(self) -> None:
        """Limits hold in the sandbox's time: seconds go by in it instead of being waited for."""
        for _second in range(SENDS_FOR):
            if not await self._unsent():
                return
            for line in self.app.lines:
                line.sender.wake()
            await asyncio.sleep(LOOK_AGAIN)
            self.world.ahead += timedelta(seconds=1)

    async def _unsent(self) -> int:
        now = self.world.clock()
        async with self.app.database.reading() as session:
            waiting = select(func.count()).where(
                IS_WAITING,
                OutboxMessage.not_before <= now,
                (OutboxMessage.useful_until.is_(None)) | (OutboxMessage.useful_until > now),
            )
            return await session.scalar(waiting) or 0


def tomorrow(now: datetime, zone: ZoneInfo) -> datetime:
    """This time tomorrow in `zone`; where people sleep then, the MORNING after it.

    A whole day on, so that what comes a day later has come.
    """
    there = (now + DAY).astimezone(zone)
    if MORNING <= there.time() < EVENING:
        return there
    day = there.date() + (DAY if there.time() >= EVENING else timedelta(0))
    return datetime.combine(day, MORNING, zone)
