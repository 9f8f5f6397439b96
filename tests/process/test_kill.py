"""kill -9 at random moments: who was told a number has it, who was promised a message gets it."""

import asyncio
import random

from sqlalchemy import select

from bot.sender.limits import TELEGRAM
from storage.tables import Card
from tests.process.program import Program
from tests.process.served import books, cards_of, serve, until_nothing_waits
from tests.process.staff import Worker, has_buttons
from tests.process.town import Town

SEED = 20261122
RESIDENTS = 24
KILLS = 6
WITHIN = 6.0
"""Seconds from when it is up to the next kill, at most; one kill in three hits it starting."""


async def test_nothing_confirmed_is_lost_or_doubled_and_every_promise_is_kept(
    town: Town, program: Program
) -> None:
    residents = await town.move_in(RESIDENTS)
    workers = town.workers()
    await program.start()
    await asyncio.gather(serve(residents, workers), _killed_again_and_again(program))
    await until_nothing_waits(town, RESIDENTS)

    kept = await books(town, residents, workers)
    kept.check(RESIDENTS)
    assert kept.doubles <= KILLS * TELEGRAM.under_way

    await _taps_on_copies_take_them_away(town, workers)
    assert await program.stop() == 0
    assert town.world.token not in program.log


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


async def _taps_on_copies_take_them_away(town: Town, workers: list[Worker]) -> None:
    async with town.database.reading() as session:
        living = set(await session.execute(select(Card.chat_id, Card.message_id)))
    copies = [
        (worker, message)
        for worker in workers
        for number in set(cards_of(worker))
        for message in worker.cards(number)
        if (worker.chat_id, message.message_id) not in living and has_buttons(message)
    ]
    for worker, message in copies:
        worker.taps_any(message)
    for worker, message in copies:
        await worker.sees_gone(message)
