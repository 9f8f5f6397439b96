"""How soon another process takes over what one that ends or hangs was doing.

    python -m bench.takeover [--times 5] [--people 20]

A worker, two senders and two schedulers as processes on PostgreSQL, beside a relay of webhooks and
the sandbox, while people keep asking for help and are answered. The process that has a lease gets
SIGTERM, SIGKILL or SIGSTOP. Printed is after how many seconds the lease is the other one's, the
median and the longest, and how long nobody was answered meanwhile.
"""

import argparse
import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from itertools import pairwise
from statistics import median

from sqlalchemy import select

from bench.faults.relay import Relay, a_relay
from bench.faults.scenarios import SECRET
from bench.faults.stage import Stage, a_stage
from bot.roles import Role
from bot.sandbox.events import Event
from storage.lease import Duty
from storage.tables import Channel, LeaseRow
from tests.process.people import Resident
from tests.process.program import Program, free_port

DUTIES = {
    Role.SENDER: f"{Duty.SENDING}:{Channel.TELEGRAM}",
    Role.SCHEDULER: str(Duty.SCHEDULING),
}
LOOK_EVERY = 0.02
WITHIN = 60.0
PAUSE = 1.0
ASKS_AFTER = 2.0
"""Seconds, all of them. Who asks more often than once a second is not answered."""


async def main(times: int, people: int) -> None:
    async with a_stage(people, postgresql=True) as stage, deployed(stage) as pairs:
        heard = Answers(stage)
        crowd = asyncio.gather(*(_asks(resident) for resident in stage.residents))
        for role, pair in pairs.items():
            for name, harm in HARMS.items():
                moved, silent = [], []
                for _time in range(times):
                    await asyncio.sleep(PAUSE)
                    harmed, began = pair[0], time.monotonic()
                    before = await _holder(stage, role)
                    ending = asyncio.create_task(harm(harmed))
                    moved.append(await _moves(stage, role, before) - began)
                    await asyncio.sleep(PAUSE)
                    silent.append(heard.longest_silence(began))
                    await ending
                    await _back(harmed)
                    pair.reverse()
                print(
                    f"{role:<10}{name:<5} lease moves after {median(moved):4.1f} s, "
                    f"at most {max(moved):4.1f}; nobody is answered for {median(silent):4.1f} s, "
                    f"at most {max(silent):4.1f}",
                    flush=True,
                )
        crowd.cancel()
        with suppress(asyncio.CancelledError):
            await crowd


@asynccontextmanager
async def deployed(stage: Stage) -> AsyncIterator[dict[Role, list[Program]]]:
    """Pairs of which the first has the lease."""
    port = free_port()
    async with a_relay(Relay([f"http://127.0.0.1:{port}"])) as address:
        hook = {"WEBHOOK_URL": address, "WEBHOOK_SECRET": SECRET}

        async def start(role: Role, web_port: int) -> Program:
            settings = hook | {"WEB_PORT": str(web_port)}
            made = stage.program("--role", role, settings=settings)
            await made.start()
            await made.is_up()
            return made

        await start(Role.WORKER, port)
        pairs: dict[Role, list[Program]] = defaultdict(list)
        for role in DUTIES:
            pairs[role].append(await start(role, free_port()))
            await _moves(stage, role, None)
            pairs[role].append(await start(role, free_port()))
        yield pairs


class Answers:
    """When anybody was answered."""

    def __init__(self, stage: Stage) -> None:
        self._people = {resident.user_id for resident in stage.residents}
        self._bot = stage.town.world.bot
        self._at = [time.monotonic()]
        stage.town.world.listen(self._notice)

    def longest_silence(self, since: float) -> float:
        """Seconds between two answers, or until now."""
        last = max(at for at in self._at if at <= since)
        times = [last, *(at for at in self._at if at > since), time.monotonic()]
        return max(later - earlier for earlier, later in pairwise(times))

    def _notice(self, event: Event) -> None:
        ours = event.message and event.message.from_user == self._bot
        if ours and event.chat_id in self._people:
            self._at.append(time.monotonic())


async def _asks(resident: Resident) -> None:
    while True:
        resident.says("/help")
        await resident.sees("")
        await asyncio.sleep(ASKS_AFTER)


async def _terminate(program: Program) -> None:
    await program.stop()


async def _kill(program: Program) -> None:
    await program.kill()


async def _hang(program: Program) -> None:
    program.hang()


HARMS: dict[str, Callable[[Program], Coroutine[None, None, None]]] = {
    "TERM": _terminate,
    "KILL": _kill,
    "STOP": _hang,
}


async def _back(program: Program) -> None:
    """It stands by."""
    if program.running:
        program.go_on()
    else:
        await program.start()
    await program.is_up()


async def _moves(stage: Stage, role: Role, before: str | None) -> float:
    """Returns when somebody else than `before` has the lease; by the monotonic clock."""
    async with asyncio.timeout(WITHIN):
        while True:
            if await _holder(stage, role) not in (before, None):
                return time.monotonic()
            await asyncio.sleep(LOOK_EVERY)


async def _holder(stage: Stage, role: Role) -> str | None:
    async with stage.town.database.reading() as session:
        row = select(LeaseRow.holder).where(LeaseRow.name == DUTIES[role])
        found: str | None = await session.scalar(row)
        return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="End and hang processes that have a lease.")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--people", type=int, default=20)
    given = parser.parse_args()
    asyncio.run(main(given.times, given.people))
