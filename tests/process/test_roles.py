"""Processes that share the work on PostgreSQL: any of them may die, hang or be restarted.

Each update is posted three times and in no order, to any of the workers, as by a messenger that
does not hear that it was accepted.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from bench.faults.relay import Relay, a_relay
from bot.roles import Role
from bot.sandbox.world import World
from bot.sender.limits import TELEGRAM
from storage.engine import Database
from tests.process.people import Resident
from tests.process.program import Program, command, free_port
from tests.process.served import books, serve, until_nothing_waits
from tests.process.town import Town, found, has_leases, settings_for

RESIDENTS = 8
SECRET = "only-telegram-knows"
WITHIN = 120.0
"""Seconds; five processes start on a machine that may have other things to do."""
TIMES, LATE = 3, 0.3
"""How often an update is posted, and seconds by which a copy may be late."""
SEED = 20261126
HALTS = 3
"""Of a sender: each may double what was under way."""


class Deployment:
    """One process or two of each role."""

    def __init__(
        self, folder: Path, settings: dict[str, str], ports: Sequence[int], relay: Relay
    ) -> None:
        self.relay = relay
        self.workers = [
            self._program(folder / f"worker{port}", settings | {"WEB_PORT": str(port)}, Role.WORKER)
            for port in ports
        ]
        self.senders = [
            self._program(folder / name, settings, Role.SENDER) for name in ("first", "second")
        ]
        self.scheduler = self._program(folder / "scheduler", settings, Role.SCHEDULER)

    @property
    def all(self) -> list[Program]:
        return [*self.workers, *self.senders, self.scheduler]

    def _program(self, folder: Path, settings: dict[str, str], role: Role) -> Program:
        folder.mkdir()
        own_port = {"WEB_PORT": str(free_port())} if role is not Role.WORKER else {}
        return Program(folder, settings | own_port, ("--role", role))


@pytest.fixture
async def town(world: World, postgresql: Database) -> Town:
    return await found(world, postgresql)


@pytest.fixture
async def deployment(town: Town, telegram: str, tmp_path: Path) -> AsyncIterator[Deployment]:
    ports = [free_port(), free_port()]
    workers = [f"http://127.0.0.1:{port}" for port in ports]
    relay = Relay(workers, times=TIMES, late=LATE, seed=SEED)
    async with a_relay(relay) as address:
        hook = {"WEBHOOK_URL": address, "WEBHOOK_SECRET": SECRET}
        made = Deployment(tmp_path, settings_for(town, telegram) | hook, ports, relay)
        yield made
        for program in made.all:
            if program.running:
                await program.kill()
            print(program.log)  # noqa: T201 - pytest shows it when the test failed


@pytest.mark.postgresql
async def test_any_of_them_may_die_or_hang_or_be_restarted(
    town: Town, deployment: Deployment
) -> None:
    residents = await town.move_in(RESIDENTS)
    staff = town.workers()
    first, second = deployment.senders
    for program in (*deployment.workers, first, deployment.scheduler):
        await program.start()
    await has_leases(town.database, 2)
    await second.start()
    await second.is_up()
    serving = asyncio.create_task(serve(residents, staff))
    await _told_their_numbers(residents, 1)

    first.hang()
    await deployment.workers[0].kill()
    await deployment.workers[0].start()
    await _told_their_numbers(residents, RESIDENTS // 2)
    first.go_on()
    await second.kill()
    await deployment.scheduler.kill()
    await deployment.scheduler.start()
    await deployment.workers[0].is_up()
    assert await deployment.workers[1].stop() == 0
    await deployment.workers[1].start()
    await serving
    await deployment.relay.finish()
    await until_nothing_waits(town, RESIDENTS)

    kept = await books(town, residents, staff)
    kept.check(RESIDENTS)
    assert kept.doubles <= HALTS * TELEGRAM.under_way
    assert "another process does the sending:telegram now" in first.log
    for program in deployment.all:
        if program.running:
            assert await program.stop() == 0


async def _told_their_numbers(residents: list[Resident], count: int) -> None:
    """So many further requests were confirmed."""

    before = sum(len(resident.numbers) for resident in residents)

    async def are_told() -> bool:
        return sum(len(resident.numbers) for resident in residents) >= before + count

    await _until(are_told)


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(WITHIN):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.1)


async def test_a_role_on_sqlite_is_refused_in_a_sentence(tmp_path: Path) -> None:
    code, said = await command(tmp_path, "run", "--role", "worker")
    assert code == 1
    assert (
        said == "--role worker needs PostgreSQL as DATABASE_URL: on SQLite one process does all.\n"
    )
