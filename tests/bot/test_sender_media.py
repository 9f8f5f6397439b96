"""Files leave under the channel's ids, which the outbox does not know."""

from datetime import UTC, datetime

from sqlalchemy import event

from storage import media
from storage.engine import Database
from storage.media import Attachment
from storage.tables import Channel, MediaKind
from tests.bot.sender_fakes import Desk

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
GROUP = -5


async def arrive(database: Database, *called: str) -> list[Attachment]:
    async with database.transaction() as session:
        files = [
            media.take_in(session, MediaKind.PHOTO, Channel.TELEGRAM, each, now=NOW)
            for each in called
        ]
        await media.write(session)
    return files


async def test_photos_and_albums_leave_under_the_channels_ids(database: Database) -> None:
    desk = Desk(database)
    one, two = await arrive(database, "AgAC-1", "AgAC-2")
    album = [{"type": "photo", "media": each.media_id} for each in (one, two)]
    await desk.put(GROUP, "sendPhoto", photo=one.media_id, caption=two.media_id)
    await desk.put(GROUP, "sendMediaGroup", media=album)
    await desk.sender.work_off()
    photo, sent_album = (call.params for call in desk.telegram.calls)
    assert (photo["photo"], photo["caption"]) == ("AgAC-1", two.media_id)
    assert [each["media"] for each in sent_album["media"]] == ["AgAC-1", "AgAC-2"]


async def test_what_an_earlier_version_promised_still_leaves(database: Database) -> None:
    desk = Desk(database)
    await desk.put(GROUP, "sendVoice", voice="AwACAgIAAxkB")
    await desk.sender.work_off()
    assert [call.params["voice"] for call in desk.telegram.calls] == ["AwACAgIAAxkB"]


async def test_a_file_that_was_erased_holds_up_nothing(database: Database) -> None:
    desk = Desk(database)
    [photo] = await arrive(database, "AgAC")
    await desk.put(GROUP, "sendPhoto", photo=photo.media_id)
    await desk.say(GROUP, "编号 1")
    async with database.transaction() as session:
        await media.forget(session, [photo.media_id])
    await desk.sender.work_off()
    assert desk.telegram.texts() == ["编号 1"]
    assert await desk.states() == ["given_up", "sent"]


async def test_a_batch_asks_once_for_its_files_and_not_at_all_without(database: Database) -> None:
    desk = Desk(database)
    files = await arrive(database, "1", "2", "3")
    asked: list[str] = []
    async with database.reading() as session:
        event.listen(
            session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2])
        )
    for chat_id in (1, 2, 3):
        await desk.say(chat_id, "没有照片")
    await desk.sender.work_off()
    assert not [each for each in asked if "media_copies" in each]
    for chat_id, file in enumerate(files, start=1):
        await desk.put(chat_id, "sendPhoto", photo=file.media_id)
    await desk.sender.work_off()
    assert len([each for each in asked if "media_copies" in each]) == 1
