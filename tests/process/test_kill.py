"""kill -9 at random moments: who was told a number has it, who was promised a message gets it."""

import asyncio
import random
from collections import Counter

from sqlalchemy import Select, func, select

from bot.sender.limits import TELEGRAM
from storage.tables import Card, FollowUp, OutboxMessage, OutboxState, Ticket
from tests.process.conftest import Town
from tests.process.people import Resident
from tests.process.program import Program
from tests.process.staff import RESULT, Worker, has_buttons, number_shown

SEED = 20261122
RESIDENTS = 24
CONVERSATIONS = 2
"""Of each resident; the last of them is resolved and followed up."""
KILLS = 6
WITHIN = 6.0
"""Seconds from when it is up to the next kill, at most; one kill in three hits it starting."""


async def test_nothing_confirmed_is_lost_or_doubled_and_every_promise_is_kept(
    town: Town, program: Program
) -> None:
    residents = await town.move_in(RESIDENTS)
    workers = town.workers()
    await program.start()
    served = asyncio.gather(
        *(_is_served(resident, workers[at % len(workers)]) for at, resident in enumerate(residents))
    )
    await asyncio.gather(served, _killed_again_and_again(program))
    await _until_nothing_waits(town, RESIDENTS)

    confirmed = Counter(number for resident in residents for number in resident.numbers)
    assert len(confirmed) == confirmed.total() == RESIDENTS * CONVERSATIONS
    async with town.database.reading() as session:
        filed = Counter(await session.scalars(select(Ticket.number)))
        given_up = await session.scalar(_count(OutboxState.GIVEN_UP))
    assert filed == confirmed
    assert given_up == 0
    shown = Counter(number for worker in workers for number in _cards_of(worker))
    assert shown.keys() == confirmed.keys()
    told = Counter(text for resident in residents for text in _told_of_results(resident))
    assert len(told) == 2 * RESIDENTS
    doubles = sum(count - 1 for count in (*shown.values(), *told.values()))
    assert doubles <= KILLS * TELEGRAM.under_way

    await _taps_on_copies_take_them_away(town, workers)
    assert await program.stop() == 0
    assert town.world.token not in program.log


async def _is_served(resident: Resident, worker: Worker) -> None:
    for _conversation in range(CONVERSATIONS):
        number = await resident.files()
    await worker.resolves(number)


async def _killed_again_and_again(program: Program) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a test that can be repeated, not a secret
    moments = [chance.uniform(0, WITHIN) for _kill in range(KILLS)]
    print(f"seed {SEED}: killed after", *(f"{moment:.2f}" for moment in moments))  # noqa: T201
    for number, moment in enumerate(moments):
        if number % 3 != 2:
            await program.is_up()
        await asyncio.sleep(moment)
        await program.kill()
        await program.start()


def _count(state: OutboxState) -> Select[int]:
    return select(func.count(OutboxMessage.id)).where(OutboxMessage.state == state)


async def _until_nothing_waits(town: Town, follow_ups: int) -> None:
    """Until so many people were asked whether it helped, and everything has left."""
    asked = select(func.count()).select_from(FollowUp).where(FollowUp.asked_at.is_not(None))
    async with asyncio.timeout(90):
        while True:
            async with town.database.reading() as session:
                everybody = await session.scalar(asked) == follow_ups
                if everybody and not await session.scalar(_count(OutboxState.WAITING)):
                    return
            await asyncio.sleep(0.1)


def _cards_of(worker: Worker) -> list[str]:
    """The number on each message that shows a request."""
    return [number for message in worker.screen if (number := number_shown(message))]


def _told_of_results(resident: Resident) -> list[str]:
    """What they were told and asked about requests that were resolved."""
    texts = [message.text or "" for message in resident.screen]
    return [text for text in texts if RESULT in text or text.startswith("前些天您反映的")]


async def _taps_on_copies_take_them_away(town: Town, workers: list[Worker]) -> None:
    async with town.database.reading() as session:
        living = set(await session.execute(select(Card.chat_id, Card.message_id)))
    copies = [
        (worker, message)
        for worker in workers
        for number in set(_cards_of(worker))
        for message in worker.cards(number)
        if (worker.chat_id, message.message_id) not in living and has_buttons(message)
    ]
    for worker, message in copies:
        worker.taps_any(message)
    for worker, message in copies:
        await worker.sees_gone(message)
