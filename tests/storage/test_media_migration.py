"""Files that Telegram's ids stood for, in requests and in drafts, are carried over to ours."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command
from sqlalchemy import URL, Connection, insert, select, text

from storage import media
from storage.engine import Database
from storage.migrate import migrate
from storage.tables import Channel, Conversation, Media, MediaKind, TicketMedia
from storage.upgrading import alembic_config, rebuilding
from tests.services.factories import a_ticket, build_neighbourhood

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
LONG_ID = "AgACAgIAAxkBAAIB" * 15
DRAFT = {
    "draft": {"category_id": 1, "texts": ["灯坏了"], "files": [["photo", LONG_ID], ["voice", "v"]]},
    "said so far": [["还有这里", [["photo", "said"]]], ["再说一句", []]],
    "pictures": ["resolve:12", [["document", "waiting"]]],
    "question": {"text": "photo", "options": [["photo", "said"]]},
}


@pytest.fixture
async def before(database: Database, database_url: URL) -> AsyncIterator[Database]:
    """As 0019 left it, with a request; up to date again afterwards."""
    async with database.transaction() as session:
        await a_ticket(session, await build_neighbourhood(session))
    async with rebuilding(database.writer) as connection:
        await connection.run_sync(_down)
    yield database
    await migrate(database_url)


async def test_files_of_requests_and_drafts_are_carried_over(
    before: Database, database_url: URL
) -> None:
    files = text(
        "INSERT INTO ticket_media (ticket_id, event_id, sender_id, kind, file_id)"
        " VALUES (1, NULL, 11, 'photo', :long), (1, 1, 11, 'video', 'same'),"
        " (1, NULL, NULL, 'video', 'same')"
    )
    async with before.writer.begin() as connection:
        await connection.execute(files, {"long": LONG_ID})
        for chat_id, data in ((7, DRAFT), (8, {})):
            place = {"channel": Channel.TELEGRAM, "chat_id": chat_id, "person_id": chat_id}
            conversation = place | {"data": data, "updated_at": NOW}
            await connection.execute(insert(Conversation), conversation)
    await migrate(database_url)
    async with before.reading() as session:
        held = list(
            await session.execute(
                select(Media.kind, TicketMedia.media_id, TicketMedia.event_id)
                .join(TicketMedia, TicketMedia.media_id == Media.id)
                .order_by(TicketMedia.id)
            )
        )
        draft: dict[str, Any] = (await session.get_one(Conversation, (Channel.TELEGRAM, 7, 7))).data
        ids = list(await session.scalars(select(Media.id)))
        called = await media.names_on(session, Channel.TELEGRAM, ids, NOW)
    assert [(kind, called[id_], line) for kind, id_, line in held] == [
        ("photo", LONG_ID, None),
        ("video", "same", 1),
        ("video", "same", None),
    ]
    assert _with_names(draft, called) == DRAFT
    assert draft["draft"]["files"][0][1] in called
    assert len(ids) == len(called) == 7


async def test_it_can_be_taken_back(before: Database, database_url: URL) -> None:
    await migrate(database_url)
    async with before.transaction() as session:
        photo = media.take_in(session, MediaKind.PHOTO, Channel.TELEGRAM, "p", now=NOW)
        await media.write(session)
        session.add(TicketMedia(ticket_id=1, media_id=photo.media_id))
        data = {"draft": {"files": [["photo", photo.media_id]]}}
        place = {"channel": Channel.TELEGRAM, "chat_id": 7, "person_id": 7}
        session.add(Conversation(**place, data=data, updated_at=NOW))
    async with rebuilding(before.writer) as connection:
        await connection.run_sync(_down)
        rows = await connection.execute(text("SELECT kind, file_id FROM ticket_media"))
        assert [tuple(row) for row in rows] == [("photo", "p")]
        drafts = await connection.execute(select(Conversation.data))
        assert drafts.scalar_one() == {"draft": {"files": [["photo", "p"]]}}


def _with_names(value: Any, called: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _with_names(part, called) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_names(part, called) for part in value]
    return called.get(value, value)


def _down(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.downgrade(config, "0019")
