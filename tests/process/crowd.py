"""A message that goes to many on the phones of a World, by programs that may be killed."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.sender.limits import TELEGRAM
from services import broadcasts
from services.audiences import Audience
from services.broadcasts import NewBroadcast, Progress
from storage.tables import BroadcastState, OutboxMessage
from tests.process.people import PATIENCE, Resident
from tests.process.sends_to_many import WORDS
from tests.process.town import Town
from tests.services.broadcasts.broadcast_factories import KIND, SUBJECT, Kind, handing_in


class Crowd:
    """Those it goes to, each with a chat; see `sends_to_many` for the program that sends it."""

    def __init__(self, town: Town, residents: list[Resident]) -> None:
        self._town = town
        self._residents = residents
        self._broadcast_id = 0

    async def are_to_be_told(self) -> None:
        """It begins as soon as a program runs."""
        with handing_in(Kind()):
            async with self._town.database.transaction() as session:
                new = NewBroadcast(
                    kind=KIND,
                    subject_id=SUBJECT,
                    area_id=self._town.homes[0],
                    audience=Audience(area_ids=tuple(self._town.homes)),
                )
                broadcast = await broadcasts.start(session, new, now=datetime.now(UTC))
        self._broadcast_id = broadcast.id

    @property
    def got(self) -> Counter[int]:
        """By person, how often it is on their phone."""
        return Counter(
            {
                each.user_id: sum(message.text == WORDS for message in each.screen)
                for each in self._residents
            }
        )

    async def have_it(self, further: int) -> None:
        """Until so many further messages have arrived."""
        enough = self.got.total() + further
        async with asyncio.timeout(PATIENCE):
            while self.got.total() < enough:  # noqa: ASYNC110 - at whatever moment it is noticed
                await asyncio.sleep(0.05)

    async def check(self, kills: int) -> None:
        """Once it has ended: everybody has it, and each was promised it once."""
        everybody = len(self._residents)
        seen = await self._ended()
        assert (seen.total, seen.sent) == (everybody, everybody)
        assert min(self.got.values()) == 1
        # What the messenger had taken, and nobody had written down, when it was killed.
        assert self.got.total() - everybody <= kills * TELEGRAM.under_way
        assert await self._promised() == everybody

    async def _ended(self) -> Progress:
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self._town.database.reading() as session:
                    seen = await broadcasts.progress(
                        session, self._broadcast_id, now=datetime.now(UTC)
                    )
                if seen.state is BroadcastState.DONE:
                    return seen
                await asyncio.sleep(0.5)

    async def _promised(self) -> int:
        """Rows of the outbox that were ever written for it."""
        async with self._town.database.reading() as session:
            of_it = OutboxMessage.broadcast_id.is_not(None)
            return await session.scalar(select(func.count()).where(of_it)) or 0


async def gather(town: Town, people: int) -> Crowd:
    residents = await town.move_in(people)
    for each in residents:
        each.says("/start")
    town.world.updates.pending.clear()
    return Crowd(town, residents)
