"""Telling by a subject of its own: who hears it, in which language, and how it leaves."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, current_language
from handlers.common.saying import Button, Buttons, Files, Say
from handlers.common.telling import Tell, filled
from storage.engine import Database
from storage.media import Attachment
from storage.outbox import Night, Urgency
from storage.tables import Channel, Group, MediaKind, Person
from tests.chats import an_address
from tests.conftest import copy_of
from tests.services.factories import STAFF_CHAT, Neighbourhood, bind_groups, build_neighbourhood

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TAIWANESE, STOPPED, ADMINS = 31, 32, frozenset({8, 9})
BUTTON = Buttons([[Button("好", "x")]])


@pytest.fixture
async def session(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[AsyncSession]:
    database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
    async with database.transaction() as session:
        for person_id, blocked_at in ((TAIWANESE, None), (STOPPED, NOW)):
            person = Person(id=person_id, language="zh_Hant", big_print=False, created_at=NOW)
            session.add_all([person, an_address(person_id, blocked_at=blocked_at)])
        yield session
    await database.close()


@pytest.fixture
async def place(session: AsyncSession) -> Neighbourhood:
    return await build_neighbourhood(session)


@pytest.fixture
def tell(session: AsyncSession) -> Tell:
    config = Config(
        zone=ZoneInfo("Asia/Shanghai"),
        follow_up_after=timedelta(days=1),
        admin_ids=ADMINS,
        public_url="",
        suggest=lambda _text, _count: [],
        clear=lambda _text: None,
    )
    return Tell(session, config, NOW)


def heard(tell: Tell) -> list[tuple[int, Any]]:
    return [(each.chat_id, each.params.get("text")) for each in tell.promised]


async def test_a_person_hears_it_in_their_language(tell: Tell) -> None:
    await tell.person(TAIWANESE, current_language)
    assert heard(tell) == [(TAIWANESE, "zh_Hant")]
    assert tell.promised[0].urgency is Urgency.NOTICE


async def test_a_text_with_facts_is_said_as_they_speak(tell: Tell) -> None:
    await tell.person(TAIWANESE, filled("{minutes} 分钟", minutes=9))
    assert heard(tell) == [(TAIWANESE, "9 分鐘")]


async def test_what_is_soon_too_late_says_until_when(tell: Tell) -> None:
    begins = NOW + timedelta(hours=2)
    await tell.person(TAIWANESE, lambda: "两小时后开始", until=begins)
    tell.group(
        Group(channel=Channel.TELEGRAM, chat_id=STAFF_CHAT), lambda: "还差一位", until=begins
    )
    assert [each.useful_until for each in tell.promised] == [begins, begins]


@pytest.mark.parametrize("person_id", [None, STOPPED, 404])
async def test_nobody_hears_it_who_cannot(tell: Tell, person_id: int | None) -> None:
    await tell.person(person_id, lambda: "…")
    assert tell.promised == []


async def test_one_may_be_woken_by_it_and_another_not(
    session: AsyncSession, place: Neighbourhood, tell: Tell
) -> None:
    staff = (await bind_groups(session, place)).staff
    rings = Tell(session, tell.config, NOW, Night.RINGS)
    await rings.person(TAIWANESE, lambda: "着火了")
    await rings.person(TAIWANESE, lambda: "明天再看", night=Night.WAITS)
    rings.group(staff, lambda: "着火了")
    assert [each.night for each in rings.promised] == [Night.RINGS, Night.WAITS, Night.RINGS]
    tell.group(staff, lambda: "着火了", night=Night.RINGS)
    assert [each.night for each in tell.promised] == [Night.RINGS]


async def test_files_follow_with_what_they_are_about(
    session: AsyncSession, place: Neighbourhood, tell: Tell
) -> None:
    staff = (await bind_groups(session, place)).staff
    voice = Attachment(MediaKind.VOICE, "file-1")
    below = Files([voice], "编号 5", under_card="boat:5", about="boat:5")
    tell.group(staff, lambda: [Say("说了什么"), below])
    _said, sent = tell.promised
    assert sent.params == {"chat_id": STAFF_CHAT, "voice": "file-1", "caption": "编号 5"}
    assert (sent.under_card, sent.about) == ("boat:5", "boat:5")


async def test_the_office_hears_it_in_chinese(
    tell: Tell, session: AsyncSession, place: Neighbourhood
) -> None:
    await bind_groups(session, place)
    await tell.office(place.building.id, current_language)
    assert heard(tell) == [(STAFF_CHAT, SOURCE)]


async def test_without_an_office_the_admins_hear_the_words_of_a_card(
    tell: Tell, place: Neighbourhood
) -> None:
    await tell.office(place.building.id, lambda: Say("一条船", BUTTON, card="boat:5"))
    assert [chat for chat, _text in heard(tell)] == [8, 9]
    for each in tell.promised:
        assert each.params["text"].endswith("\n\n一条船")
        assert "reply_markup" not in each.params
        assert each.card is None


async def test_a_group_that_is_gone_hears_nothing(
    tell: Tell, session: AsyncSession, place: Neighbourhood
) -> None:
    staff = (await bind_groups(session, place)).staff
    staff.lost_at = NOW
    tell.group(staff, lambda: "…")
    tell.group(None, lambda: "…")
    assert tell.promised == []


async def test_a_look_leaves_as_a_card(
    tell: Tell, session: AsyncSession, place: Neighbourhood
) -> None:
    staff = (await bind_groups(session, place)).staff
    tell.group(staff, lambda: Say("一条船", BUTTON, card="boat:5", to_the_end=True, about="boat:5"))
    [card] = tell.promised
    assert (card.card, card.to_the_end, card.about, card.urgency) == (
        "boat:5",
        True,
        "boat:5",
        Urgency.CARD,
    )
    assert card.params["reply_markup"]["inline_keyboard"][0][0]["text"] == "好"


async def test_several_things_are_said_in_order_each_in_its_way(tell: Tell) -> None:
    await tell.person(
        TAIWANESE, lambda: ["一", Say("二", BUTTON, under_card="boat:5", about="boat:5")]
    )
    first, second = tell.promised
    assert first.params == {"chat_id": TAIWANESE, "text": "一"}
    assert (second.params["text"], second.under_card, second.about) == ("二", "boat:5", "boat:5")
