"""Complete complaint conversations a second: ours beside a plain bot of the usual kind.

    python -m bench.conversation [--people 50] [--conversations 4] [--rounds 5] [--profile]

People file a street light that is out, in eight steps. With ours: what is the matter, a photo,
more words, another category, private or public, file. With the plain bot: what is the matter,
category, its own question, a photo, "that is all", where, private or public, file. All work
against a Telegram in this process that answers at once, and people go on when they see the answer:
ours has been committed, taken from the outbox and sent by then. A round is over when everything
was sent. Rounds alternate; all use SQLite with synchronous=FULL.

Ours is durable at every step, the plain bot at the end. The third is that plain bot made durable
step by step: its states are in the database, each committed when it is set.
"""

import argparse
import asyncio
import cProfile
import gc
import pstats
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from bench.contestant import Contestant
from bench.contestants import durable, ours, plain
from bench.many_conversations import measure as measure_many_conversations
from bench.visitors import STEPS


async def main(people: int, conversations: int, rounds: int, *, profile: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            all_three = [
                await stack.enter_async_context(make(Path(folder), people))
                for make in (ours, plain, durable)
            ]
            for contestant in all_three:
                await contestant.spread()
                await contestant.round(1)
                contestant.forget_rounds()
            # What is there by now stays to the end, with ours as `bot.quick_start` has it.
            gc.freeze()
            for _each in range(rounds):
                for contestant in all_three:
                    await contestant.round(conversations)
            report(all_three, people * conversations * rounds)
            await measure_many_conversations()
            if profile:
                with cProfile.Profile() as profiler:
                    await all_three[0].round(conversations)
                pstats.Stats(profiler).sort_stats("cumtime").print_stats(70)
                pstats.Stats(profiler).sort_stats("tottime").print_stats(50)


def report(contestants: Sequence[Contestant], filed: int) -> None:
    for contestant in contestants:
        rates = sorted(contestant.rates)
        print(
            f"{contestant.name:<12} {median(rates):6.1f} conversations/s "
            f"({rates[0]:.1f} to {rates[-1]:.1f}), "
            f"{median(contestant.costs):.1f} ms of processor each, "
            f"{contestant.statements.total() / filed / STEPS:.2f} statements an update"
        )
        for statement, count in contestant.statements.most_common(30):
            print(f"    {count / filed:6.2f}  {statement}")
    first, *others = contestants
    for other in others:
        ratio = median(first.rates) / median(other.rates)
        cpu = median(other.costs) / median(first.costs)
        by = f"{ratio:.2f} by the clock, {cpu:.2f} by processor time"
        print(f"{first.name} to the {other.name}: {by}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure whole conversations.")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--conversations", type=int, default=4, help="of each, in a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="show where our time goes")
    given = parser.parse_args()
    asyncio.run(main(given.people, given.conversations, given.rounds, profile=given.profile))
