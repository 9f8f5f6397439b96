"""Two hundred volunteers tap one card with three places, through the whole bot."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Message

from bot.app import App, make_bot
from bot.sandbox.groups import FIRST_GROUP_ID
from bot.sandbox.session import WorldSession
from bot.sandbox.world import World
from bot.settings import Settings
from services.volunteering import looking, tasks
from services.volunteering.new_task import NewTask
from storage.engine import Database
from storage.importing import demo_groups, import_demo
from storage.tables import (
    Area,
    ClaimState,
    Person,
    Volunteer,
    VolunteerPost,
    VolunteerState,
)
from tests.chats import an_address
from tests.dialogues.phones import MovableClock

pytestmark = pytest.mark.parametrize(
    ("database_url", "workers"),
    [
        ("sqlite", 1),
        pytest.param("postgresql", 1, marks=pytest.mark.postgresql),
        pytest.param("postgresql", 2, marks=pytest.mark.postgresql),
    ],
    indirect=["database_url"],
)
TAPS, PLACES, STRANGERS = 200, 3, 10
GROUP = "军门社区志愿者群"
SECRET = "3号楼501，门铃坏了请敲门"


@dataclass
class Rush:
    """A world, and as many workers of the bot as are to run side by side."""

    world: World
    workers: list[App]
    chat_id: int
    task_id: int = 0
    people: list[int] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)

    async def tap_at_once(self) -> None:
        card = self.card()
        assert card.reply_markup is not None
        [[button]] = card.reply_markup.inline_keyboard
        assert isinstance(button.callback_data, str)
        for person in (*self.strangers, *self.people):
            self.world.tap(person, self.chat_id, card.message_id, button.callback_data)
        updates: list[dict[str, Any]] = []
        while batch := await self.world.call(
            "getUpdates",
            {"offset": updates[-1]["update_id"] + 1 if updates else 0, "limit": 100},
        ):
            updates += batch
        shares: list[list[dict[str, Any]]] = [[] for _worker in self.workers]
        for share, update in zip(cycle(shares), updates, strict=False):
            share.append(update)
        await asyncio.gather(
            *(
                worker.intake.take_in(share)
                for worker, share in zip(self.workers, shares, strict=True)
            )
        )
        await self.workers[0].sender.work_off()

    def card(self) -> Message:
        return self.seen(self.chat_id, self.people[0])[-1]

    def seen(self, chat_id: int, user_id: int) -> list[Message]:
        """What the bot has said there."""
        return [
            message
            for message in self.world.history(chat_id, user_id)
            if message.from_user and message.from_user.id == self.world.bot.id
        ]


@pytest.fixture
async def rush(database: Database, workers: int) -> AsyncIterator[Rush]:
    clock = MovableClock()
    world = World(clock=clock)
    settings = Settings(_env_file=None)
    databases = [database, *(Database(database.url) for _more in range(workers - 1))]
    at_work = [
        App(settings, each, make_bot(world.token, WorldSession(world)), clock) for each in databases
    ]
    titles = [group.title for group in await demo_groups()]
    chats = {title: FIRST_GROUP_ID - at for at, title in enumerate(titles)}
    made = Rush(world, at_work, chats[GROUP])
    async with database.transaction() as session:
        await import_demo(session, now=clock(), chats=chats)
    people = [world.add_user(f"志愿者{number}").id for number in range(TAPS + STRANGERS)]
    made.people, made.strangers = people[:TAPS], people[TAPS:]
    for title, chat_id in chats.items():
        world.add_group(title, people, chat_id=chat_id)
    await world.call("getUpdates", {"offset": -1})
    for person in people:
        world.start(person)
    waiting = await world.call("getUpdates", {"offset": 0, "limit": 100})
    while waiting:
        waiting = await world.call(
            "getUpdates", {"offset": waiting[-1]["update_id"] + 1, "limit": 100}
        )
    async with at_work[0].work.unit() as unit:
        made.task_id = await prepare(unit.session, made, clock)
    await at_work[0].sender.work_off()
    yield made
    for more in databases[1:]:
        await more.close()


async def prepare(session: Any, made: Rush, clock: MovableClock) -> int:
    """Volunteers who are ready, and the task."""
    community = (await session.scalars(select(Area).where(Area.name == "军门社区"))).one()
    post = (await session.scalars(select(VolunteerPost.key))).first()
    for number, person in enumerate(made.people):
        session.add(an_address(person))
        session.add(Person(id=person, language="zh", created_at=clock(), consented_at=clock()))
        session.add(
            Volunteer(
                person_id=person,
                name=f"志愿者{number}",
                area_id=community.id,
                state=VolunteerState.ACTIVE,
                posts=[post],
                times=[],
                honour=False,
                applied_at=clock(),
            )
        )
    await session.flush()
    starts_at = clock() + timedelta(days=2)
    task = await tasks.create(
        session,
        NewTask(
            area_id=community.id,
            post=post,
            title="陪老人去医院",
            private=SECRET,
            place="军门新村",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=3),
            claim_by=starts_at,
            roles=(("", PLACES),),
            organiser_id=1,
            organiser_name="社工甲",
        ),
        now=clock(),
    )
    return task.id


async def test_three_win_each_told_at_once_and_the_card_is_right(rush: Rush) -> None:
    assert "已认领 0/3" in (rush.card().text or "")
    await rush.tap_at_once()
    async with rush.workers[0].database.reading() as session:
        claims = await looking.claims_of(session, rush.task_id)
    assert Counter(claim.state for claim in claims) == {
        ClaimState.HELD: PLACES,
        ClaimState.WAITING: TAPS - PLACES,
    }
    winners = {claim.person_id for claim in claims if claim.state is ClaimState.HELD}
    for person in rush.people:
        toast = rush.world.toasts(person)[-1].text
        told = [message.text or "" for message in rush.seen(person, person)]
        if person in winners:
            assert "认领好了" in toast
            assert SECRET in told[-1]
        else:
            assert "排在第" in toast
            assert not any(SECRET in text for text in told)
    card = rush.card().text or ""
    assert "已认领 3/3" in card
    assert f"排队 {TAPS - PLACES} 人" in card
    assert SECRET not in card
    for claim in claims:
        assert (claim.state is ClaimState.HELD) == (f"{claim.person_name}" in names_on(card))


def names_on(card: str) -> list[str]:
    """The names on the card, one by one: 志愿者1 is not 志愿者11."""
    return [name.strip() for line in card.splitlines() for name in re.split("[、和]", line)]


async def test_each_waits_in_a_place_of_their_own(rush: Rush) -> None:
    await rush.tap_at_once()
    places = [
        rush.world.toasts(person)[-1].text.partition("第 ")[2].partition(" 位")[0]
        for person in rush.people
    ]
    assert sorted(int(place) for place in places if place) == list(range(1, TAPS - PLACES + 1))


async def test_who_is_not_known_is_led_to_register_for_this_task(rush: Rush) -> None:
    await rush.tap_at_once()
    for stranger in rush.strangers:
        [toast] = rush.world.toasts(stranger)
        assert toast.url == f"https://t.me/jinlin_bot?start=task_{rush.task_id}"
