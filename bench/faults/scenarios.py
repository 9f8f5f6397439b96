"""Each way in which things break: what the program runs on, and the harm beside the service."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.faults import harms
from bench.faults.relay import Relay, a_relay
from bench.faults.stage import SEED, MissingError, Stage, a_stage
from bot.roles import Role
from bot.sender.limits import TELEGRAM
from tests.process.program import free_port
from tests.process.served import books, serve, until_nothing_waits

DISK = "24m"
"""Of the file system that runs full; the database takes some ten."""
SECRET = "only-telegram-knows"  # noqa: S105 - of a messenger that is ours
ROLES = (Role.WORKER, Role.SENDER, Role.SCHEDULER, Role.WEB)
TURNS = 12
"""Of processes that end or hang while something is under way; pages send nothing."""
UPDATES = 10_000
"""Of the person who floods."""
WITHIN = 180.0
"""Seconds after the last answer for everything promised to leave."""

Harm = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Outcome:
    seconds: float
    """From the first word to the last promise kept."""
    doubles: int
    note: str = ""


async def beside(stage: Stage, harm: Harm, *, doubles: int) -> Outcome:
    """Serve everybody during the harm. Raises AssertionError where the books do not balance.

    `doubles` are the messages that may stand there twice: the Bot API knows no idempotency key, so
    what was under way when a process died is sent again.
    """
    began = time.monotonic()
    await asyncio.gather(serve(stage.residents, stage.workers), harm(stage))
    await until_nothing_waits(stage.town, len(stage.residents), within=WITHIN)
    seconds = time.monotonic() - began
    kept = await books(stage.town, stage.residents, stage.workers)
    kept.check(len(stage.residents))
    assert kept.doubles <= doubles, f"{kept.doubles} messages are there twice"
    return Outcome(seconds, kept.doubles)


async def undisturbed(people: int) -> Outcome:
    async with one_process(people) as stage:
        return await beside(stage, harms.nothing, doubles=0)


async def killed(people: int) -> Outcome:
    async with one_process(people) as stage:
        return await beside(stage, harms.kills, doubles=harms.KILLS * TELEGRAM.under_way)


async def database_gone(people: int) -> Outcome:
    async with one_process(people, postgresql=True) as stage:
        return await beside(stage, harms.lost_wire, doubles=TELEGRAM.under_way)


async def file_held(people: int) -> Outcome:
    async with one_process(people) as stage:
        return await beside(stage, harms.held_file, doubles=0)


async def disk_full(people: int) -> Outcome:
    """Needs the right to mount a file system in memory."""
    async with (
        a_small_disk() as disk,
        one_process(people, disk=disk) as stage,
    ):
        return await beside(stage, harms.full_disk, doubles=0)


async def telegram_bad(people: int) -> Outcome:
    """A call that was served too late for the sender's patience is one that is made again."""
    async with one_process(people) as stage:
        outcome = await beside(stage, harms.bad_telegram, doubles=0)
        return Outcome(outcome.seconds, outcome.doubles, f"{stage.telegram.harmed} calls harmed")


async def clock_jumping(people: int) -> Outcome:
    async with a_stage(people, postgresql=False) as stage:
        await stage.program(settings=harms.faketime(stage)).start()
        return await beside(stage, harms.jumping_clock, doubles=0)


async def thrice_in_no_order(people: int) -> Outcome:
    async with a_stage(people, postgresql=False) as stage:
        target = f"http://127.0.0.1:{stage.settings['WEB_PORT']}"
        relay = Relay([target], times=harms.TIMES, late=harms.LATE, seed=SEED)
        async with a_relay(relay) as address:
            by_relay = {"WEBHOOK_URL": address, "WEBHOOK_SECRET": SECRET}
            await stage.program(settings=by_relay).start()
            outcome = await beside(stage, harms.nothing, doubles=0)
            await relay.finish()
        kept = await books(stage.town, stage.residents, stage.workers)
        kept.check(len(stage.residents))
        return Outcome(outcome.seconds, kept.doubles, f"{relay.posted} posts")


async def roles_harmed(people: int) -> Outcome:
    """Each process is killed, and hangs."""
    async with two_of_each_role(people) as stage:
        return await beside(stage, harms.each_in_turn, doubles=TURNS * TELEGRAM.under_way)


async def database_gone_from_all(people: int) -> Outcome:
    """What a sender had under way is sent again; the other one may have taken over by then."""
    async with two_of_each_role(people) as stage:
        return await beside(stage, harms.lost_wire, doubles=2 * TELEGRAM.under_way)


async def flooded(people: int) -> Outcome:
    """One person writes, and the others begin right behind."""
    async with one_process(people) as stage:
        (program,) = stage.programs
        await program.is_up()
        flooder = stage.town.world.add_user("刷屏的人")
        for number in range(UPDATES):
            stage.town.world.say(flooder.id, flooder.id, f"路灯坏了 {number}")
        first = await asyncio.gather(*(_first_answer(stage, at) for at in range(people)))
        outcome = await beside(stage, harms.nothing, doubles=0)
        note = f"first answers behind the flood: p50 {median(first):.1f} s, last {max(first):.1f} s"
        return Outcome(outcome.seconds, outcome.doubles, note)


async def _first_answer(stage: Stage, at: int) -> float:
    began = time.monotonic()
    stage.residents[at].says("/help")
    await stage.residents[at].sees("")
    return time.monotonic() - began


@asynccontextmanager
async def a_small_disk() -> AsyncIterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            await _run("mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder)
        except OSError as error:
            raise MissingError("the right to mount a small disk") from error
        try:
            yield Path(folder)
        finally:
            await _run("umount", folder)


async def _run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command)
    if await process.wait():
        raise OSError(f"{command[0]} failed")


@asynccontextmanager
async def one_process(
    people: int, *, postgresql: bool = False, disk: Path | None = None
) -> AsyncIterator[Stage]:
    async with a_stage(people, postgresql=postgresql, disk=disk) as stage:
        await stage.program().start()
        yield stage


@asynccontextmanager
async def two_of_each_role(people: int) -> AsyncIterator[Stage]:
    """Processes on PostgreSQL, the workers behind a relay."""
    async with a_stage(people, postgresql=True) as stage:
        ports = {role: [free_port(), free_port()] for role in ROLES}
        relay = Relay([f"http://127.0.0.1:{port}" for port in ports[Role.WORKER]])
        async with a_relay(relay) as address:
            by_relay = {"WEBHOOK_URL": address, "WEBHOOK_SECRET": SECRET}
            for role in ROLES:
                for port in ports[role]:
                    settings = by_relay | {"WEB_PORT": str(port)}
                    await stage.program("--role", role, settings=settings).start()
            for program in stage.programs:
                await program.is_up()
            yield stage


SCENARIOS: dict[str, Callable[[int], Awaitable[Outcome]]] = {
    each.__name__: each
    for each in (
        undisturbed,
        killed,
        database_gone,
        file_held,
        disk_full,
        telegram_bad,
        clock_jumping,
        thrice_in_no_order,
        roles_harmed,
        database_gone_from_all,
        flooded,
    )
}
