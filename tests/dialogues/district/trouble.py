"""A desk around which everything goes wrong, again and again, as a seed says."""

import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.app import App, make_bot
from bot.dispatch import EVENTS
from bot.sandbox.errors import BotApiError, too_many_requests
from bot.sandbox.files import Upload
from bot.sandbox.session import WorldSession
from bot.settings import Settings
from storage.engine import Database
from tests.dialogues.phones import Desk, MovableClock
from tests.dialogues.watched import WatchedWorld

AGAIN = 0.2
"""Of the updates, that arrive once more later."""
NO_COMMIT = 0.15
"""Of the batches, whose COMMIT fails."""
KILLED = 0.1
"""Of the batches, after which the process is gone before it could say that they are done."""
UNSENT = 0.15
"""Of the calls, that the Bot API refuses."""
ANSWERS = frozenset({"sendMessage", "editMessageText", "answerCallbackQuery", "sendPhoto"})


class MoodyWorld(WatchedWorld):
    """Refuses what the bot sends, as a busy or broken Telegram does."""

    def __init__(self, chance: random.Random, **options: Any) -> None:
        super().__init__(**options)
        self._chance = chance
        self.calm = True

    async def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload] | None = None,
    ) -> Any:
        if method in ANSWERS and not self.calm and self._chance.random() < UNSENT:
            raise self._chance.choice(
                [too_many_requests(1), BotApiError(500, "Internal Server Error")]
            )
        return await super().call(method, params, files)


class TroubledDesk(Desk):
    """Hands the bot what people do; what is not confirmed comes again, as from Telegram."""

    def __init__(
        self,
        world: MoodyWorld,
        database: Database,
        clock: MovableClock,
        chats: dict[str, int],
        chance: random.Random,
    ) -> None:
        self.mood = world
        self._database = database
        self._chance = chance
        self._again: list[dict[str, Any]] = []
        self.kills = self.failures = self.copies = 0
        super().__init__(world, self._process(world, clock), clock, chats)

    def _process(self, world: MoodyWorld, clock: MovableClock) -> App:
        """A new one: nothing is left of the former but the database."""
        bot = make_bot(world.token, WorldSession(world))
        return App(Settings(_env_file=None), self._database, bot, clock)

    async def work(self) -> None:
        """One round: what has arrived, and what is to be sent."""
        await self._take_what_came()
        await self.app.sender.work_off()

    async def _take_what_came(self) -> None:
        asked = {"offset": self._offset, "limit": 100, "allowed_updates": list(EVENTS)}
        fresh = await self.world.call("getUpdates", asked)
        if not (batch := [*self._copies(), *fresh]):
            return
        self._again += [each for each in fresh if self._happens(AGAIN)]
        taken = await self._taken(batch)
        if self._happens(KILLED):
            self.kills += 1
            self.app = self._process(self.mood, self.clock)
            await self.app.prepare()
        elif taken and fresh:
            self._offset = fresh[-1]["update_id"] + 1

    async def _taken(self, batch: list[dict[str, Any]]) -> bool:
        """Whether none of it has to come again."""
        if not self._happens(NO_COMMIT):
            await self.app.intake.take_in(batch)
            return True
        self.failures += 1
        with no_commit(self._database):
            try:
                await self.app.intake.take_in(batch)
            except OperationalError:
                return False
        return True

    def _copies(self) -> list[dict[str, Any]]:
        """Of what arrived before, in no order."""
        now = [each for each in self._again if self._happens(0.5)]
        self._again = [each for each in self._again if each not in now]
        self._chance.shuffle(now)
        self.copies += len(now)
        return now

    def _happens(self, share: float) -> bool:
        return not self.mood.calm and self._chance.random() < share


@contextmanager
def no_commit(database: Database) -> Iterator[None]:
    """The next COMMIT fails, once, as on a disk that gave out."""
    engine = database.writer.sync_engine
    left = [sqlite3.OperationalError("disk I/O error")]

    def fail(_connection: object) -> None:
        if left:
            error = left.pop()
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise OperationalError("COMMIT", None, error)

    event.listen(engine, "commit", fail)
    try:
        yield
    finally:
        event.remove(engine, "commit", fail)
