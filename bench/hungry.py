"""A crowd before a canteen that opens its menu: everybody is one tap from a meal.

All stand at the summary of their booking, as the conversation of one who went there step by step
left it; the tap on “就这样订” is the only update each of them sends.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.telegram import Telegram
from bench.visitors import RawUpdate, Visitor
from bot.app import App, make_bot
from bot.sandbox.core import DEMO_TOKEN
from bot.settings import Settings
from services.calendar import ZONE
from services.meals import sessions
from storage import folding
from storage.engine import Database
from storage.importing import demo_groups, import_demo
from storage.tables import (
    Address,
    Area,
    Canteen,
    Channel,
    Conversation,
    Diner,
    Level,
    Meal,
    MealBooking,
    MealSession,
    MealSet,
    OutboxMessage,
    Person,
)

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, 9 o'clock in Fuzhou."""
TOMORROW = date(2026, 11, 24)
FIRST = 1_000_000
"""The first of the crowd; the others count on."""
SET = "家常套餐"
BOOK = "✅ 就这样订"
BATCH = 1000
"""Rows of a statement: PostgreSQL takes 32,767 values."""


def a_worker(database: Database) -> App:
    """The whole bot in a process of its own, as good as."""
    bot = make_bot(DEMO_TOKEN, Telegram({}))
    return App(Settings(_env_file=None), database, bot, lambda: NOW)


class Crowd:
    """So many people who want tomorrow's lunch, and the whole bot between them and it."""

    def __init__(self, database: Database, people: int) -> None:
        self.database = database
        self.ids = range(FIRST, FIRST + people)
        self.session_id = 0
        self.app = a_worker(database)
        self._visitors = {FIRST: Visitor(FIRST)}

    async def gather(self, portions: int) -> None:
        """Register everybody, open a lunch of so many portions, and lead them to its summary."""
        async with self.database.transaction() as session:
            titles = [group.title for group in await demo_groups()]
            chats = {title: -1000 - number for number, title in enumerate(titles)}
            await import_demo(session, now=NOW, chats=chats)
            self.session_id = await _open_lunch(session, portions)
            await _register(session, self.ids)
        await self._lead_the_first()
        await self._let_the_others_follow()

    def taps(self) -> list[RawUpdate]:
        """What Telegram tells of everybody's tap, in the order in which they came."""
        first = self._visitors[FIRST]
        return [self._visitor(person_id, first).taps(BOOK) for person_id in self.ids]

    async def rush(self, updates: Sequence[RawUpdate], app: App | None = None) -> None:
        """All of them through the intake, a hundred per transaction, as they came."""
        for batch in _in_batches(updates, 100):
            await (app or self.app).intake.take_in(batch)

    async def bookings(self) -> list[MealBooking]:
        async with self.database.reading() as session:
            found = await session.scalars(
                select(MealBooking)
                .where(MealBooking.session_id == self.session_id)
                .order_by(MealBooking.id)
            )
            return list(found)

    async def lunch(self) -> MealSession:
        async with self.database.reading() as session:
            return await session.get_one(MealSession, self.session_id)

    async def answers(self) -> Counter[int]:
        """How many messages were promised to each since they stood at the summary."""
        async with self.database.reading() as session:
            found = await session.scalars(
                select(OutboxMessage.chat_id).where(
                    OutboxMessage.method == "sendMessage", OutboxMessage.chat_id >= FIRST
                )
            )
            return Counter(found)

    async def words_to(self, person_id: int) -> str:
        """The last that was promised to them."""
        async with self.database.reading() as session:
            return str((await _last_to(session, person_id)).params["text"])

    def _visitor(self, person_id: int, first: Visitor) -> Visitor:
        visitor = self._visitors.setdefault(person_id, Visitor(person_id))
        visitor.buttons = first.buttons
        return visitor

    async def _lead_the_first(self) -> None:
        first = self._visitors[FIRST]
        await self.app.intake.take_in([first.writes("明天午饭")])
        await self._look(first)
        assert BOOK in first.buttons, first.buttons

    async def _look(self, visitor: Visitor) -> None:
        async with self.database.reading() as session:
            keyboard = (await _last_to(session, visitor.user_id)).params["reply_markup"]
        visitor.buttons = {
            button["text"]: button["callback_data"]
            for row in keyboard["inline_keyboard"]
            for button in row
        }

    async def _let_the_others_follow(self) -> None:
        """Their conversations stand where the first one's does, about themselves."""
        async with self.database.transaction() as session:
            stands = await session.get_one(Conversation, (Channel.TELEGRAM, FIRST, FIRST))
            found = await session.scalars(select(Diner).where(Diner.person_id >= FIRST))
            diners = {diner.person_id: diner.id for diner in found}
            rows = []
            for person_id in self.ids[1:]:
                order = stands.data["meal order"] | {"diner_id": diners[person_id]}
                rows.append(
                    {
                        "channel": Channel.TELEGRAM,
                        "chat_id": person_id,
                        "person_id": person_id,
                        "state": stands.state,
                        "data": stands.data | {"meal order": order},
                        "updated_at": NOW,
                    }
                )
            for batch in _in_batches(rows, BATCH):
                await session.execute(insert(Conversation), batch)
            await session.execute(OutboxMessage.__table__.delete())  # type: ignore[attr-defined]


async def _last_to(session: AsyncSession, person_id: int) -> OutboxMessage:
    found = await session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.chat_id == person_id, OutboxMessage.method == "sendMessage")
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    return found.one()


async def _open_lunch(session: AsyncSession, portions: int) -> int:
    canteen = (await session.scalars(select(Canteen).order_by(Canteen.id).limit(1))).one()
    lunch = await sessions.open_session(session, canteen.id, Meal.LUNCH, TOMORROW, zone=ZONE)
    lunch.portions = portions
    session.add(
        MealSet(session_id=lunch.id, position=0, name=SET, dishes=["米饭"], price_fen=1000, tags=[])
    )
    return lunch.id


async def _register(session: AsyncSession, people: range) -> None:
    home = (
        await session.scalars(
            select(Area).where(Area.level == Level.BUILDING).order_by(Area.id).limit(1)
        )
    ).one()
    for batch in _in_batches(people, BATCH):
        known: list[dict[str, Any]] = [
            {
                "id": person_id,
                "name": f"居民{person_id}",
                "name_form": folding.person(f"居民{person_id}"),
                "language": "zh",
                "home_id": home.id,
                "consented_at": NOW,
                "created_at": NOW,
            }
            for person_id in batch
        ]
        await session.execute(insert(Person), known)
        at = [
            {
                "channel": Channel.TELEGRAM,
                "external_id": str(person_id),
                "person_id": person_id,
                "chat_id": person_id,
                "seen_at": NOW,
            }
            for person_id in batch
        ]
        await session.execute(insert(Address), at)
        eating = [
            {
                "person_id": person_id,
                "name": f"居民{person_id}",
                "name_form": folding.person(f"居民{person_id}"),
                "born_on": date(1943, 3, 5),
                "area_id": home.id,
                "door": "2单元501",
                "verified_at": NOW,
                "verified_by": 1,
                "created_by": person_id,
                "created_at": NOW,
            }
            for person_id in batch
        ]
        await session.execute(insert(Diner), eating)


def _in_batches(items: Iterable[Any], size: int) -> Iterable[list[Any]]:
    left = iter(items)
    while batch := list(itertools.islice(left, size)):
        yield batch
