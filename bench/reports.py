"""How long reports take with three years of a district behind them, on SQLite.

    python -m bench.reports [--tickets 300000]

Of last week and last month; of a community, its street, and the district. Reading and counting,
then drawing, and writing the ledger, each once after a first time that is not measured.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from bench import district
from handlers.common.i18n import SOURCE, speaking
from handlers.numbers import picture, sheet
from services.numbers import report
from services.numbers.counting import What
from services.numbers.periods import Period, last_month, last_week
from services.subjects import FIGURES
from storage.engine import Database
from storage.importing import COMMUNITY_CODE, import_demo
from storage.migrate import migrate
from storage.tables import Area

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
PERIODS: Mapping[str, Callable[[date], Period]] = {"week": last_week, "month": last_month}


async def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--tickets", type=int, default=300_000)
    tickets = arguments.parse_args().tickets
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'district.db'}"
        await migrate(url)
        database = Database(url)
        async with database.transaction() as session:
            await import_demo(session, now=NOW)
        await district.fill(database, tickets, NOW)
        async with database.reading() as session:
            community = (
                await session.scalars(select(Area).where(Area.code == COMMUNITY_CODE))
            ).one()
            lineage = select(Area).where(Area.id.in_(community.lineage)).order_by(Area.path.desc())
            areas = (await session.scalars(lineage)).all()
        for area in areas:
            for name, period in PERIODS.items():
                await measure(database, area, name, period(NOW.date()))
        await database.close()


async def measure(database: Database, area: Area, name: str, period: Period) -> None:
    took: list[float] = []
    for _ in range(2):
        took = [time.perf_counter()]
        async with database.reading() as session:
            found = await report.of_period(session, area, period, FIGURES, detailed=True)
        took.append(time.perf_counter())
        with speaking(SOURCE):
            picture.draw(found)
            took.append(time.perf_counter())
            sheet.excel(found)
        took.append(time.perf_counter())
    read, drawn, written = (1000 * (end - begin) for begin, end in pairwise(took))
    print(
        f"{area.level.value:10} {name:6} {found.total[What.FILED]:6} filed, "
        f"{found.total.open:6} open: "
        f"counted in {read:.0f} ms, drawn in {drawn:.0f} ms, ledger in {written:.0f} ms"
    )


if __name__ == "__main__":
    asyncio.run(main())
