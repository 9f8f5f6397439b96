"""A day in a district that has some history, and how its statements looked their rows up."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, select

from bench import district
from bot.app import App, make_bot
from bot.sandbox.session import WorldSession
from bot.sandbox.world import World
from bot.settings import Settings
from services.meals import demo_menus
from storage.engine import Database
from storage.importing import import_demo
from storage.tables import (
    ActionLink,
    Area,
    Channel,
    Matter,
    Media,
    MediaKind,
    NamedChat,
    SharedFile,
    Untold,
)
from tests.conftest import copy_of, postgresql_database
from tests.dialogues.conftest import ADMIN, group_chats
from tests.dialogues.phones import Desk, MovableClock
from tests.dialogues.rights import people, things
from tests.growth.a_day import live_through
from tests.growth.statements import OnPostgresql, Run, Step, listening

REQUESTS = 1_000
LATER, MORE = 50_000_000, 4_000
"""From which id on further history begins, and how much of it."""

Looked = Mapping[str, Sequence[Step]]
"""How each statement finds its rows."""


@dataclass(frozen=True, slots=True)
class Lived:
    """What a day left in a SQLite file, and what was run meanwhile."""

    path: Path
    run: Run
    tidying: Run
    """What housekeeping ran afterwards: it reads as much as there is to be forgotten, in slices."""

    async def grow(self, path: Path) -> "Lived":
        """The same with five times as much history, in a file of its own."""
        database = Database(copy_of(self.path, path))
        await district.fill(database, MORE, MovableClock()(), first=LATER)
        await database.close()
        return Lived(path, self.run, self.tidying)


@pytest.fixture(scope="session")
def lived(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    path = tmp_path_factory.mktemp("growth") / "lived.db"
    return Lived(path, *asyncio.run(a_day(copy_of(sqlite_template, path))))


@pytest.fixture(scope="session")
def looked_on_postgresql() -> Looked:
    """In a database of its own: no other test should meet what is exaggerated here."""

    async def look(url: URL) -> Looked:
        run, tidying = await a_day(url)
        database = Database(url)
        async with database.writer.connect() as connection:
            asked = OnPostgresql(connection)
            await asked.exaggerate()
            looked = {
                text: await asked.steps(text, values) for text, values in (run | tidying).items()
            }
        await database.close()
        return looked

    with postgresql_database("growth") as url:
        return asyncio.run(look(url))


def on_wechat(now: datetime) -> list[NamedChat]:
    """People who are there beside those of the history."""
    return [
        NamedChat(channel=Channel.WECHAT, chat_id=number, name=f"o{number}", met_at=now)
        for number in range(1, REQUESTS)
    ]


def links(now: datetime) -> list[Media | SharedFile]:
    """Files that people on WeChat may load."""
    made: list[Media | SharedFile] = []
    for number in range(1, REQUESTS):
        file = Media(id=f"media:{number:016}", kind=MediaKind.DOCUMENT, created_at=now)
        link = SharedFile(
            token=str(number),
            media_id=file.id,
            made_for_it=True,
            channel=Channel.WECHAT,
            chat_id=number,
            until=now + timedelta(days=7),
        )
        made += [file, link]
    return made


def pages(now: datetime) -> list[ActionLink]:
    """Where members of a group with a webhook may act."""
    group = {"channel": Channel.WECOM_WEBHOOK, "chat_id": -1, "until": now + timedelta(days=3)}
    return [
        ActionLink(token_hash=f"{number:064}", message_id=number, **group)
        for number in range(1, REQUESTS)
    ]


def told_by_staff(area_id: int, now: datetime) -> list[Untold]:
    """What no message told people, in those years."""
    return [
        Untold(
            person_id=number,
            area_id=area_id,
            message_id=number,
            matter=Matter.NOTICE,
            text="",
            since=now - timedelta(hours=number),
            ended_at=now - timedelta(hours=number - 1),
            told_by=number,
        )
        for number in range(1, REQUESTS)
    ]


async def a_day(url: URL) -> tuple[Run, Run]:
    """What is run from morning to morning on a database with the history of three years."""
    clock = MovableClock()
    database = Database(url)
    world = World(clock=clock)
    settings = Settings(_env_file=None, admin_ids=frozenset({ADMIN}))
    app = App(settings, database, make_bot(world.token, WorldSession(world)), clock)
    try:
        chats = await group_chats()
        async with database.transaction() as session:
            await import_demo(session, now=clock(), chats=chats)
            await demo_menus.load(session, now=clock())
            session.add_all([*on_wechat(clock()), *links(clock()), *pages(clock())])
            area_id = (await session.scalars(select(Area.id).limit(1))).one()
            session.add_all(told_by_staff(area_id, clock()))
        await district.fill(database, REQUESTS, clock())
        await app.prepare()
        world.add_user("管理员", user_id=ADMIN)
        for title, chat_id in chats.items():
            world.add_group(title, [ADMIN], chat_id=chat_id)
        desk = Desk(world, app, clock, chats)
        await desk.settle()
        gathered = await people.gathered(desk)
        made = await things.put_in_place(desk, gathered)
        with listening() as run:
            await live_through(desk, gathered, made)
        with listening() as tidying:
            await app.tidy()
    finally:
        await database.close()
    return run, tidying
