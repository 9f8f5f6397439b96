"""Bytes that we keep, what is still to be fetched, and links, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from bot import housekeeping
from storage import media, media_bytes, shared_files
from storage.engine import Database
from storage.media_bytes import Content
from storage.shared_files import NoFile
from storage.tables import (
    Channel,
    Chat,
    Media,
    MediaBlob,
    MediaCopy,
    MediaFetch,
    MediaKind,
    SharedFile,
)

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WECOM = Channel("wecom")
PHOTO = Content("photo.png", "image/png", b"\x89PNG\x00\xff")
CHAT, OTHER = Chat(Channel.WECHAT, 5), Chat(Channel.WECHAT, 6)


async def arrives(database: Database, channel: Channel, called: str = "name") -> str:
    async with database.transaction() as session:
        file = media.take_in(session, MediaKind.PHOTO, channel, called, now=NOW)
        await media.write(session)
    return file.media_id


async def keep(database: Database, media_id: str, content: Content = PHOTO) -> None:
    async with database.transaction() as session:
        await media_bytes.keep(session, media_id, content)


async def rows(database: Database, table: type[Media] | type[MediaBlob] | type[MediaFetch]) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(
    ("channel", "names", "fetches"),
    [(Channel.TELEGRAM, 1, 0), (Channel.WECHAT, 1, 1), (WECOM, 0, 1)],
    ids=str,
)
async def test_what_its_messenger_forgets_is_to_be_fetched(
    database: Database, channel: Channel, names: int, fetches: int
) -> None:
    """On WeCom nothing can be sent by the name of what came."""
    media_id = await arrives(database, channel)
    async with database.reading() as session:
        called = await media.names_on(session, channel, [media_id], NOW)
    assert (len(called), await rows(database, MediaFetch)) == (names, fetches)


async def test_the_bytes_are_kept_once_and_not_fetched_again(database: Database) -> None:
    media_id = await arrives(database, Channel.WECHAT)
    await keep(database, media_id)
    await keep(database, media_id, Content("other", "image/png", b"other"))
    async with database.reading() as session:
        found = await media_bytes.find(session, media_id, NOW)
    assert found is not None
    assert (found.content, await rows(database, MediaFetch)) == (PHOTO, 0)


async def test_what_was_erased_meanwhile_is_not_kept(database: Database) -> None:
    media_id = await arrives(database, Channel.WECHAT)
    async with database.transaction() as session:
        await media.forget(session, [media_id])
    await keep(database, media_id)
    async with database.transaction() as session:
        await media_bytes.name(session, Channel.TELEGRAM, {media_id: "AgAC"}, None)
        assert await media_bytes.find(session, media_id, NOW) is None
    assert [await rows(database, each) for each in (Media, MediaBlob, MediaFetch)] == [0, 0, 0]


async def test_the_bytes_go_with_their_file(database: Database) -> None:
    media_id = await arrives(database, Channel.WECHAT)
    await keep(database, media_id)
    await housekeeping.tidy(database, NOW + 8 * DAY)
    assert [await rows(database, each) for each in (Media, MediaBlob)] == [0, 0]


async def test_a_newer_name_takes_the_place_of_the_one_before(database: Database) -> None:
    media_id = await arrives(database, Channel.WECHAT, "old")
    async with database.transaction() as session:
        await media_bytes.name(session, Channel.WECHAT, {media_id: "new"}, NOW + 9 * DAY)
    async with database.reading() as session:
        called = await media.names_on(session, Channel.WECHAT, [media_id], NOW + 8 * DAY)
    assert called == {media_id: "new"}


async def test_what_is_forgotten_first_is_fetched_first(database: Database) -> None:
    late, early = await arrives(database, WECOM), await arrives(database, WECOM)
    async with database.transaction() as session:
        (await session.get_one(MediaFetch, early)).until = NOW + timedelta(minutes=1)
    async with database.transaction() as session:
        due = await media_bytes.due(session, WECOM, NOW, 5)
        assert [each.media_id for each in due] == [early, late]
        await media_bytes.try_again(session, early, NOW + timedelta(seconds=5))
        assert [each.media_id for each in await media_bytes.due(session, WECOM, NOW, 5)] == [late]


async def test_a_chat_has_one_link_to_a_file_while_it_is_good(database: Database) -> None:
    media_id = await arrives(database, Channel.WECHAT)
    await keep(database, media_id)
    async with database.transaction() as session:
        first = await shared_files.share(session, CHAT, media_id, NOW)
        again = await shared_files.share(session, CHAT, media_id, NOW + DAY)
        theirs = await shared_files.share(session, OTHER, media_id, NOW)
        later = await shared_files.share(session, CHAT, media_id, NOW + 6 * DAY)
        assert await shared_files.opened(session, first.token, NOW + 6 * DAY) == PHOTO
        assert await shared_files.opened(session, first.token, NOW + 7 * DAY) is NoFile.OVER
    assert first == again
    assert len({first.token, theirs.token, later.token}) == 3


async def test_what_a_row_holds_is_kept_once_however_often_it_is_tried(database: Database) -> None:
    for _try in range(3):
        async with database.transaction() as session:
            media_id = await shared_files.keep_document(session, 7, PHOTO, NOW)
            link = await shared_files.share(session, CHAT, media_id, NOW, made_for_it=True)
    async with database.reading() as session:
        assert await shared_files.opened(session, link.token, NOW) == PHOTO
    assert await rows(database, MediaBlob) == 1


async def test_what_is_shared_outlives_a_week_as_an_unused_file(database: Database) -> None:
    media_id = await arrives(database, Channel.WECHAT)
    await keep(database, media_id)
    async with database.transaction() as session:
        link = await shared_files.share(session, CHAT, media_id, NOW + 5 * DAY)
    await housekeeping.tidy(database, NOW + 8 * DAY)
    async with database.reading() as session:
        assert await shared_files.opened(session, link.token, NOW + 8 * DAY) == PHOTO
    await housekeeping.tidy(database, NOW + 14 * DAY)
    assert await rows(database, MediaBlob) == 0


async def test_a_chat_that_is_forgotten_takes_along_what_was_made_for_it(
    database: Database,
) -> None:
    sent = await arrives(database, Channel.WECHAT)
    await keep(database, sent)
    async with database.transaction() as session:
        made = await shared_files.keep_document(session, 7, PHOTO, NOW)
        await shared_files.share(session, CHAT, made, NOW, made_for_it=True)
        await shared_files.share(session, CHAT, sent, NOW)
        theirs = await shared_files.share(session, OTHER, sent, NOW)
    async with database.transaction() as session:
        await shared_files.forget_in(session, CHAT)
    async with database.reading() as session:
        assert list(await session.scalars(select(SharedFile.token))) == [theirs.token]
        assert list(await session.scalars(select(Media.id))) == [sent]


@pytest.mark.parametrize(
    "token", ["", "0", "1799999999", "1799999999-", "99999999999-x", "９" * 10 + "-" + "x" * 32]
)
async def test_what_is_no_link_leads_nowhere(database: Database, token: str) -> None:
    async with database.reading() as session:
        assert await shared_files.opened(session, token, NOW) is NoFile.UNKNOWN


async def test_who_erases_their_photo_ends_the_links_to_it(database: Database) -> None:
    media_id = await arrives(database, Channel.WECHAT)
    await keep(database, media_id)
    async with database.transaction() as session:
        link = await shared_files.share(session, CHAT, media_id, NOW)
        await session.execute(delete(MediaCopy))
        await media.forget(session, [media_id])
    async with database.reading() as session:
        assert await shared_files.opened(session, link.token, NOW) is NoFile.UNKNOWN
