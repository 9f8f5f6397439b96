"""13,000 people are sent one message: how long it takes, and what it costs those who wait.

    python -m bench.broadcast [--people 13000]

In simulated time (`bench.simulated`), at round trips of 50 to 150 ms and of 20 to 30 ms,
against the sandbox's limits (`bot.sandbox.limits`): the usual loop that sleeps 50 ms after each
message, python-telegram-bot's AIORateLimiter with everything gathered, and ours, a broadcast from
the drawing of its recipients to the last of them, while somebody asks something every second or so.
"""

import argparse
import gc
import logging
from statistics import median, quantiles

from bench import simulated
from bench.broadcast_senders import ai_rate_limiter, ours, sleeping_loop
from bench.many_messages import Telegram

TRIPS = ((0.05, 0.15), (0.02, 0.03))
SENDERS = {
    "sleep(0.05) after each": sleeping_loop,
    "AIORateLimiter, gathered": ai_rate_limiter,
    "ours": ours,
}


def measure(people: int) -> None:
    for trips in TRIPS:
        print(
            f"{people:,} people, round trips of {trips[0] * 1000:.0f} to {trips[1] * 1000:.0f} ms"
        )
        print(f"{'':<26}{'of limit':>9}{'minutes':>9}{'429s':>8}{'lost':>6}{'doubled':>9}")
        for name, send in SENDERS.items():
            telegram = Telegram(trips, people)
            simulated.run(send(telegram))
            gc.collect()
            report(name, telegram)


def report(name: str, telegram: Telegram) -> None:
    print(
        f"{name:<26}{telegram.share:>9.1%}{telegram.lasted / 60:>9.1f}{telegram.refusals:>8,}"
        f"{telegram.lost:>6,}{telegram.doubled:>9,}"
    )
    if telegram.waits:
        at = quantiles(telegram.waits, n=100)
        print(
            f"    {len(telegram.waits)} answers in between waited {median(telegram.waits):.2f} s "
            f"(p99 {at[98]:.2f} s); from the first quarter to the end memory grew by "
            f"{telegram.grew_mb:.1f} MB"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure a message to many.")
    parser.add_argument("--people", type=int, default=13_000)
    given = parser.parse_args()
    logging.disable(logging.ERROR)
    measure(given.people)
