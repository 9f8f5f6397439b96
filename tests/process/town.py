"""A town to serve: communities with their staff groups, and people who agreed and live there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time

from aiohttp import web
from aiohttp.test_utils import TestServer
from aiohttp.typedefs import Middleware
from sqlalchemy import func, select

from bot.sandbox.bot_api import add_bot_api
from bot.sandbox.world import World
from storage.engine import Database
from storage.importing import import_demo
from storage.tables import Area, Channel, Group, LeaseRow, Level, Person, Purpose, QuietHours
from tests.chats import an_address
from tests.process.people import PATIENCE, Resident
from tests.process.program import free_port
from tests.process.staff import Worker

COMMUNITIES = 12
"""With a staff group each: Telegram takes 20 messages a minute in one."""
TAPPING = 4
"""One in so many taps; a tap costs a call more than words, and Telegram takes 30 a second."""


@dataclass
class Town:
    """Communities with their staff groups, and people who agreed and live there."""

    world: World
    database: Database
    groups: list[int]
    """Chat ids of the staff groups."""
    homes: list[int]
    """Area ids of the communities, in the groups' order."""
    staff: list[int]
    """Who works in each of them: a person may send only so much in a minute."""

    def workers(self) -> list[Worker]:
        """In the groups' order."""
        return [
            Worker(self.world, user_id, chat_id)
            for user_id, chat_id in zip(self.staff, self.groups, strict=True)
        ]

    async def move_in(self, count: int) -> list[Resident]:
        now = datetime.now(UTC)
        people = [self.world.add_user(f"居民{number}") for number in range(count)]
        async with self.database.transaction() as session:
            session.add_all(an_address(user.id) for user in people)
            session.add_all(
                Person(
                    id=user.id,
                    language="zh",
                    consented_at=now,
                    created_at=now,
                    home_id=self.homes[at % len(self.homes)],
                )
                for at, user in enumerate(people)
            )
        return [
            Resident(self.world, user.id, taps=at % TAPPING == 0) for at, user in enumerate(people)
        ]


@asynccontextmanager
async def a_telegram(world: World, *faults: Middleware) -> AsyncIterator[str]:
    """Where the world's Bot API is; `faults` stand before it."""
    app = web.Application(middlewares=faults)
    add_bot_api(app, world)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/")).rstrip("/")


async def found(world: World, database: Database) -> Town:
    """The demo's communities in an empty, migrated database, their groups and staff in `world`."""
    now = datetime.now(UTC)
    async with database.transaction() as session:
        await import_demo(session, now=now)
        communities = list(
            await session.scalars(
                select(Area)
                .where(Area.level == Level.COMMUNITY)
                .order_by(Area.id)
                .limit(COMMUNITIES)
            )
        )
        staff = [world.add_user(f"社工{area.name}").id for area in communities]
        chats = [
            world.add_group(area.name, [user_id]).id
            for user_id, area in zip(staff, communities, strict=True)
        ]
        session.add_all(
            Group(
                channel=Channel.TELEGRAM,
                chat_id=chat_id,
                title=area.name,
                area_id=area.id,
                purpose=Purpose.STAFF,
                bound_at=now,
            )
            for chat_id, area in zip(chats, communities, strict=True)
        )
        # This town never sleeps: tests run at any hour, and wait for what people are told.
        session.add_all(
            QuietHours(area_id=area.id, begins=time(0), ends=time(0)) for area in communities
        )
    world.updates.pending.clear()
    return Town(world, database, chats, [area.id for area in communities], staff)


def settings_for(town: Town, telegram: str) -> dict[str, str]:
    return {
        "BOT_TOKEN": town.world.token,
        "BOT_API_URL": telegram,
        "DATABASE_URL": town.database.url.render_as_string(hide_password=False),
        "WEB_PORT": str(free_port()),
        "FOLLOW_UP_AFTER": "10s",
    }


async def has_leases(database: Database, count: int) -> None:
    """So many duties are somebody's."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with database.reading() as session:
                if await session.scalar(select(func.count(LeaseRow.name))) == count:
                    return
            await asyncio.sleep(0.1)
