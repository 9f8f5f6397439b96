"""Files under ids of our own: known from when they come until nothing refers to them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import housekeeping
from storage import media
from storage.engine import Database
from storage.media import Attachment
from storage.outbox import Outgoing, Urgency, put
from storage.tables import Channel, Conversation, Media, MediaCopy, MediaKind
from tests.services.factories import a_ticket, build_neighbourhood

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def takes_in(session: AsyncSession, called: str, **differently: Any) -> Attachment:
    given: dict[str, Any] = {"kind": MediaKind.PHOTO, "now": NOW} | differently
    return media.take_in(session, given["kind"], Channel.TELEGRAM, called, now=given["now"])


async def names(database: Database, *files: Attachment, now: datetime = NOW) -> dict[str, str]:
    async with database.reading() as session:
        ids = [file.media_id for file in files]
        return await media.names_on(session, Channel.TELEGRAM, ids, now)


async def left(database: Database) -> set[str]:
    async with database.reading() as session:
        ids = set(await session.scalars(select(Media.id)))
        assert set(await session.scalars(select(MediaCopy.media_id))) == ids
        return ids


async def test_the_channel_is_told_what_it_calls_a_file(database: Database) -> None:
    async with database.transaction() as session:
        photo, voice = takes_in(session, "AgAC"), takes_in(session, "AwAC", kind=MediaKind.VOICE)
        await media.write(session)
    assert await names(database, photo, voice) == {photo.media_id: "AgAC", voice.media_id: "AwAC"}


async def test_the_same_file_sent_twice_is_two_files(database: Database) -> None:
    """Who erases theirs takes nothing from the other."""
    async with database.transaction() as session:
        one, other = takes_in(session, "AgAC"), takes_in(session, "AgAC")
        await media.write(session)
        await media.forget(session, [one.media_id])
    assert await names(database, one, other) == {other.media_id: "AgAC"}


async def test_an_album_is_written_in_two_statements(database: Database) -> None:
    statements: list[str] = []
    async with database.transaction() as session:
        for number in range(10):
            takes_in(session, f"photo-{number}")
        event.listen(
            database.writer.sync_engine,
            "before_cursor_execute",
            lambda *told: statements.append(told[2]),
        )
        await media.write(session)
        await media.write(session)
    assert len([each for each in statements if each.startswith("INSERT")]) == 2


async def test_a_copy_that_the_channel_has_forgotten_is_none(database: Database) -> None:
    async with database.transaction() as session:
        photo = takes_in(session, "three days")
        await media.write(session)
        copy = await session.get_one(MediaCopy, (photo.media_id, Channel.TELEGRAM))
        copy.expires_at = NOW + 3 * DAY
    assert await names(database, photo)
    assert await names(database, photo, now=NOW + 3 * DAY) == {}


ID, OTHER = "media:AAAAAAAAAAAAAAAA", "media:BBBBBBBBBBBBBBBB"
ALBUM = [{"type": "photo", "media": ID, "caption": OTHER}, {"type": "video", "media": OTHER}]


@pytest.mark.parametrize(
    ("params", "sends"),
    [
        ({"chat_id": 1, "photo": ID, "caption": "编号 1"}, {ID}),
        ({"chat_id": 1, "video_note": ID}, {ID}),
        ({"chat_id": 1, "media": ALBUM}, {ID, OTHER}),
        ({"chat_id": 1, "text": ID}, set()),
        ({"chat_id": 1, "photo": "AgACAgIAAxk", "caption": ID}, set()),
        ({"chat_id": 1, "document": {"file_name": ID, "file_base64": ""}}, set()),
    ],
)
def test_only_what_names_a_file_is_one(params: dict[str, Any], sends: set[str]) -> None:
    assert media.ids_in(params) == sends


def test_names_stand_in_for_ids_and_leave_words_alone() -> None:
    filled = media.filled_in({"chat_id": 1, "media": ALBUM}, {ID: "x", OTHER: "y"})
    assert filled["media"] == [
        {"type": "photo", "media": "x", "caption": OTHER},
        {"type": "video", "media": "y"},
    ]
    assert media.filled_in({"text": ID, "photo": ID}, {ID: "x"}) == {"text": ID, "photo": "x"}


async def test_what_was_given_up_is_forgotten_and_what_is_used_is_not(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        given_up, filed, drafted, on_its_way, sent_on = (
            takes_in(session, each) for each in ("1", "2", "3", "4", "5")
        )
        young = takes_in(session, "6", now=NOW + 2 * DAY)
        await a_ticket(session, place, attachments=[filed])
        draft = {"draft": {"files": [["photo", drafted.media_id]]}}
        session.add(
            Conversation(
                channel=Channel.TELEGRAM, chat_id=7, person_id=7, data=draft, updated_at=NOW
            )
        )
        await put(session, [passes_on(on_its_way)], NOW)
        await session.flush()
    await housekeeping.tidy(database, NOW + 8 * DAY)
    kept = (filed, drafted, on_its_way, young)
    assert await left(database) == {each.media_id for each in kept}
    assert await names(database, given_up, sent_on) == {}


async def test_what_a_ticket_holds_cannot_be_forgotten(database: Database) -> None:
    async with database.transaction() as session:
        photo = takes_in(session, "1")
        await a_ticket(session, await build_neighbourhood(session), attachments=[photo])
        await session.flush()
        await media.forget(session, [photo.media_id])
    assert await left(database) == {photo.media_id}


def passes_on(file: Attachment) -> Outgoing:
    return Outgoing(
        channel=Channel.TELEGRAM,
        chat_id=9,
        method="sendPhoto",
        params={"chat_id": 9, "photo": file.media_id},
        urgency=Urgency.NOTICE,
    )
