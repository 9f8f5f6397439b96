"""Everything accepted is there once, everything promised went out: under harm of every kind.

    python -m bench.faults [SCENARIO ...] [--people 24]

Each scenario starts the whole program as processes of its own against the sandbox over HTTP. People
file requests and staff resolve some, while the harm is done; then the books are compared: what
people were told, what the database holds, what the staff groups show. Some need root (a disk to
fill), PostgreSQL on its usual port, or Debian's libfaketime. Ends with 1 where a promise was
broken.
"""

import argparse
import asyncio
import sys

from bench.faults.scenarios import SCENARIOS
from bench.faults.stage import MissingError


async def main(names: list[str], people: int) -> int:
    broken = 0
    for name in names or SCENARIOS:
        try:
            outcome = await SCENARIOS[name](people)
        except (AssertionError, OSError) as error:
            broken += 1
            print(f"{name:<20} BROKEN: {str(error) or type(error).__name__}", flush=True)
        except MissingError as error:
            print(f"{name:<20} not tried, it lacks {error}", flush=True)
        else:
            print(
                f"{name:<20} kept, {outcome.seconds:5.1f} s, {outcome.doubles} doubled"
                f"{'; ' if outcome.note else ''}{outcome.note}",
                flush=True,
            )
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Break what the program stands on.")
    parser.add_argument("names", nargs="*", choices=[*SCENARIOS, []], metavar="SCENARIO")
    parser.add_argument("--people", type=int, default=24)
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.names, given.people)))
