"""People who are served from the first word to 问效, and what the books must say afterwards."""

import asyncio
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from storage.tables import FollowUp, OutboxMessage, OutboxState, Ticket
from tests.process.people import WORDS, Resident
from tests.process.staff import RESULT, Worker, number_shown
from tests.process.town import Town

CONVERSATIONS = 2
"""Of each resident; the last of them is resolved and followed up."""


@dataclass
class Books:
    """What people were told, beside what was kept."""

    confirmed: Counter[str]
    """Numbers that residents were given, and how often."""
    filed: Counter[str]
    """Numbers of requests in the database."""
    words: set[str]
    """What the requests say."""
    shown: Counter[str]
    """Cards in the staff groups, by number."""
    told: Counter[str]
    """Results and 问效 questions on residents' phones."""
    given_up: int
    """Messages that never left."""

    @property
    def doubles(self) -> int:
        """Messages that somebody has twice."""
        return sum(count - 1 for count in (*self.shown.values(), *self.told.values()))

    def check(self, residents: int) -> None:
        """Everything accepted is there once, and everything promised went out."""
        assert len(self.confirmed) == self.confirmed.total() == residents * CONVERSATIONS
        assert self.filed == self.confirmed
        assert self.words == {WORDS}
        assert self.given_up == 0
        assert self.shown.keys() == self.confirmed.keys()
        assert len(self.told) == 2 * residents


async def serve(residents: list[Resident], workers: list[Worker]) -> None:
    """Everybody files, and the last request of each is resolved."""
    await asyncio.gather(
        *(_is_served(resident, workers[at % len(workers)]) for at, resident in enumerate(residents))
    )


async def _is_served(resident: Resident, worker: Worker) -> None:
    for _conversation in range(CONVERSATIONS):
        number = await resident.files()
    await worker.resolves(number)


async def until_nothing_waits(town: Town, follow_ups: int, *, within: float = 90) -> None:
    """Until so many people were asked whether it helped, and everything has left."""
    asked = select(func.count()).select_from(FollowUp).where(FollowUp.asked_at.is_not(None))
    async with asyncio.timeout(within):
        while True:
            async with town.database.reading() as session:
                everybody = await session.scalar(asked) == follow_ups
                if everybody and not await session.scalar(_count(OutboxState.WAITING)):
                    return
            await asyncio.sleep(0.1)


async def books(town: Town, residents: list[Resident], workers: list[Worker]) -> Books:
    async with town.database.reading() as session:
        filed = Counter(await session.scalars(select(Ticket.number)))
        words = set(await session.scalars(select(Ticket.text)))
        given_up = await session.scalar(_count(OutboxState.GIVEN_UP))
    return Books(
        confirmed=Counter(number for resident in residents for number in resident.numbers),
        filed=filed,
        words=words,
        shown=Counter(number for worker in workers for number in cards_of(worker)),
        told=Counter(text for resident in residents for text in _told_of_results(resident)),
        given_up=given_up or 0,
    )


def cards_of(worker: Worker) -> list[str]:
    """The number on each message that shows a request."""
    return [number for message in worker.screen if (number := number_shown(message))]


def _count(state: OutboxState) -> Select[int]:
    return select(func.count(OutboxMessage.id)).where(OutboxMessage.state == state)


def _told_of_results(resident: Resident) -> list[str]:
    """What they were told and asked about requests that were resolved."""
    texts = [message.text or "" for message in resident.screen]
    return [text for text in texts if RESULT in text or text.startswith("前些天您反映的")]
