"""SIGTERM: what runs is finished, what waits is kept, nothing is said twice."""

import asyncio
import time

from tests.process.program import Program
from tests.process.town import Town

PEOPLE = 60
"""Telegram takes 30 answers a second: half of them wait when it is stopped."""


async def test_a_stop_in_the_middle_of_work_is_quick_and_loses_nothing(
    town: Town, program: Program
) -> None:
    residents = await town.move_in(PEOPLE)
    await program.start()
    await program.is_up()
    for resident in residents:
        resident.says("楼下路灯不亮了")
    await asyncio.wait(
        [asyncio.ensure_future(resident.sees("请看一遍")) for resident in residents],
        return_when=asyncio.FIRST_COMPLETED,
    )
    began = time.monotonic()
    assert await program.stop() == 0
    assert time.monotonic() - began < 10

    await program.start()
    await program.is_up()
    await asyncio.gather(*(resident.sees("请看一遍") for resident in residents))
    assert await program.stop() == 0
    for resident in residents:
        assert len(resident.screen) == 1


async def test_it_stops_while_nobody_writes(program: Program) -> None:
    await program.start()
    await program.is_up()
    began = time.monotonic()
    assert await program.stop() == 0
    assert time.monotonic() - began < 10
