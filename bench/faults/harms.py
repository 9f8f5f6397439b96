"""What is done to the program while it serves people; each returns when all is well again."""

import asyncio
import random
import sqlite3
from contextlib import suppress
from pathlib import Path

from bench.faults.stage import SEED, MissingError, Stage

GONE = 30.0
"""Seconds for which a database is out of reach."""
FULL = 15.0
HUNG = 12.0
"""Longer than a lease lasts."""
KILLS = 5
WITHIN = 6.0
"""Seconds from when it is up to the next kill, at most."""
JUMPS = ("+2h", "-1h", "+0", "+3h")
"""Of the program's clock, from the true time. It ends ahead: all that was put off is due."""
BETWEEN_JUMPS = 6.0
FAKETIME = "libfaketimeMT.so.1"
BAD = 0.3
"""Of the calls that a bad Telegram does not serve."""
BAD_FOR = 30.0
TIMES = 3
"""That an update is posted."""
LATE = 2.0
"""Seconds by which a second and third copy come after the first, at most."""


async def _at_work(stage: Stage) -> None:
    for program in stage.programs:
        await program.is_up()
    await asyncio.sleep(WITHIN / 2)


async def nothing(_stage: Stage) -> None:
    """What it is without harm, to compare with."""


async def kills(stage: Stage) -> None:
    """kill -9 of the only process."""
    (program,) = stage.programs
    chance = random.Random(SEED)
    for _kill in range(KILLS):
        await program.is_up()
        await asyncio.sleep(chance.uniform(0, WITHIN))
        await program.kill()
        await program.start()


async def each_in_turn(stage: Stage) -> None:
    """kill -9 of one process after another; then each hangs for a while."""
    await _at_work(stage)
    for program in stage.programs:
        await program.kill()
        await asyncio.sleep(WITHIN / 2)
        await program.start()
        await program.is_up()
    for program in stage.programs:
        program.hang()
        await asyncio.sleep(HUNG)
        program.go_on()


async def lost_wire(stage: Stage) -> None:
    """PostgreSQL is out of reach, and every open connection with it."""
    assert stage.wire is not None
    await _at_work(stage)
    stage.wire.cut()
    await asyncio.sleep(GONE)
    stage.wire.mend()


async def held_file(stage: Stage) -> None:
    """Somebody else writes to SQLite's file, and does not let go."""
    await _at_work(stage)
    holder = sqlite3.connect(stage.database_file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    await asyncio.sleep(GONE)
    holder.close()


async def full_disk(stage: Stage) -> None:
    await _at_work(stage)
    ballast = stage.database_file.with_name("ballast")
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    await asyncio.sleep(FULL)
    ballast.unlink()


async def bad_telegram(stage: Stage) -> None:
    """429, 500, garbage and slow answers to a share of the calls."""
    await _at_work(stage)
    stage.telegram.share = BAD
    await asyncio.sleep(BAD_FOR)
    stage.telegram.share = 0.0
    assert stage.telegram.harmed


async def jumping_clock(stage: Stage) -> None:
    await _at_work(stage)
    for jump in JUMPS:
        await asyncio.sleep(BETWEEN_JUMPS)
        clock_file(stage).write_text(jump)


def clock_file(stage: Stage) -> Path:
    return stage.folder / "clock"


def faketime(stage: Stage) -> dict[str, str]:
    """Settings of a process whose clock is what `clock_file` says, and monotonic time the true one.

    Raises MissingError without Debian's libfaketime.
    """
    found = next(Path("/usr/lib").glob(f"*/faketime/{FAKETIME}"), None)
    if found is None:
        raise MissingError(f"{FAKETIME} (apt-get install libfaketime)")
    clock_file(stage).write_text("+0")
    return {
        "LD_PRELOAD": str(found),
        "FAKETIME_TIMESTAMP_FILE": str(clock_file(stage)),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
