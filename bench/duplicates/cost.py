"""How long the search for likely duplicates takes with 20,000 requests in work.

    python -m bench.duplicates.cost [residents-messages.csv] [--open 20000] [--postgresql URL]

They lie in 345 compounds (five to each of Gulou's 69 communities) and say what real messages say.
Either every community's group has its own, as usual, or one group has them all.
"""

import argparse
import asyncio
import csv
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import URL, insert, make_url, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bench.databases import on_postgresql
from bench.duplicates.__main__ import MESSAGES
from services.groups import binding as groups
from services.tickets.alike import alike
from storage.engine import Database
from storage.migrate import migrate
from storage.tables import Area, Category, Level, Purpose, Ticket, TicketState
from tests.chats import telegram
from tests.services.factories import LATITUDE, LONGITUDE, NOW, a_ticket, build_neighbourhood

COMMUNITIES = 69
COMPOUNDS = 5
APART = 0.0023
"""Degrees between two compounds: 250 m."""
SEARCHES = 200


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the search for likely duplicates.")
    parser.add_argument("messages", type=Path, nargs="?", default=MESSAGES)
    parser.add_argument("--open", type=int, default=20_000)
    parser.add_argument("--postgresql", default="postgresql+asyncpg://", help="a server's URL")
    arguments = parser.parse_args()
    with arguments.messages.open(encoding="utf-8-sig", newline="") as file:
        said = [f"{row['title'].strip()}\n{row['text'].strip()}" for row in csv.DictReader(file)]
    asyncio.run(on_both(said, arguments.open, make_url(arguments.postgresql)))


async def on_both(said: Sequence[str], count: int, server: URL) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = URL.create("sqlite+aiosqlite", database=str(Path(folder) / "bench.db"))
        await measure("SQLite", url, said, count)
    async with on_postgresql(server) as url:
        await measure("PostgreSQL", url, said, count)


async def measure(name: str, url: URL, said: Sequence[str], count: int) -> None:
    await migrate(url)
    database = Database(url)
    async with database.transaction() as session:
        group_ids = await fill(session, said, count)
    await report(f"{name}, a group for each community", database)
    async with database.transaction() as session:
        await session.execute(update(Ticket).values(group_id=group_ids[0]))
    await report(f"{name}, one group for all", database)
    await database.close()


async def fill(session: AsyncSession, said: Sequence[str], count: int) -> list[int]:
    """`count` requests in work; the ids of the groups that have them."""
    chance = random.Random(1)
    place = await build_neighbourhood(session)
    model = await a_ticket(session, place)
    await session.flush()
    row = {column.key: getattr(model, column.key) for column in Ticket.__table__.columns}
    group_ids, compounds = [], []
    for number in range(COMMUNITIES):
        community = await below(session, place.street, Level.COMMUNITY, f"社区{number}")
        group = await groups.bind(
            session,
            chat=telegram(-2000 - number),
            title=community.name,
            area_id=community.id,
            purpose=Purpose.STAFF,
            by=1,
            now=NOW,
        )
        group_ids.append(group.id)
        for each in range(COMPOUNDS):
            compound = await below(session, community, Level.COMPOUND, f"小区{number}-{each}")
            where = (LATITUDE + number * APART, LONGITUDE + each * APART)
            compounds.append((community.id, compound.id, group.id, *where))
    category_ids = (await session.scalars(select(Category.id))).all()
    rows = []
    for at in range(count):
        community_id, compound_id, group_id, latitude, longitude = chance.choice(compounds)
        rows.append(
            row
            | {
                "id": model.id + 1 + at,
                "number": f"b-{at}",
                "state": TicketState.OPEN,
                "text": chance.choice(said),
                "category_id": chance.choice(category_ids),
                "community_id": community_id,
                "compound_id": compound_id,
                "area_id": compound_id,
                "group_id": group_id,
                "latitude": latitude + chance.uniform(-APART, APART) / 2,
                "longitude": longitude + chance.uniform(-APART, APART) / 2,
            }
        )
    await session.execute(insert(Ticket), rows)
    await session.execute(text("ANALYZE"))
    return group_ids


async def below(session: AsyncSession, parent: Area, level: Level, name: str) -> Area:
    area = Area(level=level, name=name, code=name, path="", parent_id=parent.id)
    session.add(area)
    await session.flush()
    area.path = f"{parent.path}{area.id}/"
    return area


async def report(name: str, database: Database) -> None:
    async with database.reading() as session:
        ids = (await session.scalars(select(Ticket.id).order_by(Ticket.id))).all()
    took, busy, found = [], [], 0
    for ticket_id in random.Random(2).sample(ids, SEARCHES):
        async with database.reading() as session:
            ticket = await session.get_one(Ticket, ticket_id)
            began, worked = time.perf_counter(), time.process_time()
            found += len(await alike(session, ticket))
            took.append(1000 * (time.perf_counter() - began))
            busy.append(1000 * (time.process_time() - worked))
    print(
        f"{name}: p50 {median(took):.1f} ms, p95 {quantiles(took, n=20)[18]:.1f} ms; "
        f"of this process's time p50 {median(busy):.1f} ms; "
        f"{found / SEARCHES:.1f} found"
    )


if __name__ == "__main__":
    main()
