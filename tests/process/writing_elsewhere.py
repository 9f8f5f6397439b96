"""A program that knows nothing of ours: `python -m tests.process.writing_elsewhere URL TIMES`.

Writes 1, 2, 3 … into the note of every declared day, a transaction each, and says so when it is
committed.
"""

import asyncio
import sys

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def main(url: str, times: int) -> None:
    engine = create_async_engine(url)
    for time in range(1, times + 1):
        async with engine.begin() as connection:
            await connection.execute(
                text("UPDATE calendar_days SET note = :note"), {"note": str(time)}
            )
        print(time, flush=True)  # noqa: T201 - what the test listens to
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
