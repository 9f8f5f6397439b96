"""Photos, albums and other files, both ways."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import (
    BufferedInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)
from telegram import Chat, User

from bot.sandbox import limits
from bot.sandbox.errors import PhoneError
from bot.sandbox.files import Upload
from bot.sandbox.images import SAMPLE_PNG, read_picture
from bot.sandbox.sharing import SAMPLE_PHOTO, SAMPLE_VIDEO
from bot.sandbox.world import World


def png(width: int, height: int) -> bytes:
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return SAMPLE_PNG[:16] + size + SAMPLE_PNG[24:]


async def test_a_photo_comes_in_sizes_the_last_the_largest(
    bot: Bot, world: World, resident: User
) -> None:
    world.send_photo(resident.id, resident.id, Upload(png(1280, 640)), caption="井盖")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.photo is not None
    sizes = [(size.width, size.height) for size in update.message.photo]
    assert sizes == [(320, 160), (1280, 640)]
    assert update.message.caption == "井盖"


async def test_what_a_person_sends_can_be_downloaded(
    bot: Bot, world: World, resident: User
) -> None:
    world.send_document(resident.id, resident.id, Upload(b"%PDF", "证明.pdf", "application/pdf"))
    (update,) = await bot.get_updates()
    assert update.message is not None
    document = update.message.document
    assert document is not None
    assert (document.file_name, document.mime_type) == ("证明.pdf", "application/pdf")
    content = await bot.download(document)
    assert content is not None
    assert content.read() == b"%PDF"


async def test_an_album_is_a_message_and_an_update_each_with_one_group_id(
    bot: Bot, world: World, resident: User
) -> None:
    world.send_album(resident.id, resident.id, [SAMPLE_PHOTO] * 3, "三张")
    messages = [update.message for update in await bot.get_updates()]
    assert [message.caption for message in messages if message] == ["三张", None, None]
    assert len({message.media_group_id for message in messages if message}) == 1


def test_more_than_ten_photos_go_as_several_albums(world: World, resident: User) -> None:
    sent = world.send_album(resident.id, resident.id, [SAMPLE_PHOTO] * 30)
    albums = [message.media_group_id for message in sent]
    assert [albums.count(group) for group in dict.fromkeys(albums)] == [10, 10, 10]


def test_a_video_among_photos_stays_a_video(world: World, resident: User) -> None:
    photo, video = world.send_album(resident.id, resident.id, [SAMPLE_PHOTO, SAMPLE_VIDEO])
    assert photo.photo
    assert video.video is not None


async def test_voice_video_sticker_place_and_contact_arrive(
    bot: Bot, world: World, resident: User
) -> None:
    me = resident.id
    world.send_voice(me, me, duration=7)
    world.send_video(me, me)
    world.send_sticker(me, me)
    world.send_location(me, me, 26.0789, 119.2965)
    world.send_venue(me, me, 26.0789, 119.2965, "长者食堂", "东街 1 号")
    world.send_contact(me, me)
    messages = [update.message for update in await bot.get_updates()]
    voice, video, sticker, place, venue, contact = (m for m in messages if m)
    assert voice.voice is not None
    assert voice.voice.duration == 7
    assert video.video is not None
    assert sticker.sticker is not None
    assert place.location is not None
    assert (place.location.latitude, place.location.longitude) == (26.0789, 119.2965)
    assert venue.venue is not None
    assert venue.venue.title == "长者食堂"
    assert contact.contact is not None
    assert contact.contact.user_id == me


async def test_the_bots_photo_can_be_sent_again_by_its_id(
    bot: Bot, world: World, resident: User
) -> None:
    first = await bot.send_photo(resident.id, BufferedInputFile(SAMPLE_PNG, "a.png"))
    assert first.photo is not None
    again = await bot.send_photo(resident.id, first.photo[-1].file_id, caption="再来")
    assert again.photo is not None
    assert again.photo[-1].file_unique_id == first.photo[-1].file_unique_id
    assert world.history(resident.id, resident.id)[-1].caption == "再来"


async def test_a_document_cannot_be_sent_again_as_a_photo(
    bot: Bot, world: World, resident: User
) -> None:
    sent = world.send_document(resident.id, resident.id, Upload(SAMPLE_PNG, "a.png"))
    assert sent.document is not None
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(resident.id, sent.document.file_id)


async def test_an_album_of_the_bots_shows_as_one(
    bot: Bot, world: World, resident: User, group: Chat
) -> None:
    sent = await bot.send_media_group(
        group.id,
        [
            InputMediaPhoto(media=BufferedInputFile(SAMPLE_PNG, "a.png"), caption="<b>现场</b>"),
            InputMediaVideo(media=BufferedInputFile(b"ftyp", "b.mp4")),
        ],
    )
    shown = world.history(group.id, resident.id)[-2:]
    assert [message.message_id for message in sent] == [message.message_id for message in shown]
    assert shown[0].media_group_id == shown[1].media_group_id
    assert shown[1].video is not None


@pytest.mark.parametrize(
    ("media", "description"),
    [
        (["photo"], "too few messages to send as an album"),
        (["photo"] * 11, "too many messages to send as an album"),
        (["photo", "document"], "document can't be mixed with other media types"),
        (["photo", "sticker"], 'type "sticker" can\'t be used in sendMediaGroup'),
    ],
)
async def test_an_album_telegram_would_refuse_is_refused(
    world: World, resident: User, media: list[str], description: str
) -> None:
    items = [{"type": kind, "media": "attach://a"} for kind in media]
    asked = {"chat_id": resident.id, "media": items}
    with pytest.raises(Exception, match=description):
        await world.call("sendMediaGroup", asked, {"a": SAMPLE_PHOTO})


async def test_a_caption_has_at_most_1024_characters(bot: Bot, resident: User) -> None:
    photo = BufferedInputFile(SAMPLE_PNG, "a.png")
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(resident.id, photo, caption="水" * 1025)


async def test_the_media_of_a_message_can_be_replaced(
    bot: Bot, world: World, resident: User
) -> None:
    sent = await bot.send_photo(resident.id, BufferedInputFile(SAMPLE_PNG, "a.png"), caption="旧")
    document = InputMediaDocument(media=BufferedInputFile(b"x", "b.txt"), caption="新")
    await bot.edit_message_media(document, chat_id=resident.id, message_id=sent.message_id)
    shown = world.history(resident.id, resident.id)[-1]
    assert (shown.photo, shown.caption) == ((), "新")
    assert shown.document is not None


async def test_a_caption_can_be_edited_and_a_text_has_none(bot: Bot, resident: User) -> None:
    photo = await bot.send_photo(resident.id, BufferedInputFile(SAMPLE_PNG, "a.png"))
    edited = await bot.edit_message_caption(
        chat_id=resident.id, message_id=photo.message_id, caption="现场"
    )
    assert not isinstance(edited, bool)
    assert edited.caption == "现场"
    text = await bot.send_message(resident.id, "x")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=resident.id, message_id=text.message_id, caption="y")
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("y", chat_id=resident.id, message_id=photo.message_id)


async def test_files_beyond_the_limits_are_refused(
    bot: Bot, world: World, resident: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UPLOAD", 10)
    monkeypatch.setattr(limits, "DOWNLOAD", 10)
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(resident.id, BufferedInputFile(b"x" * 11, "a"))
    sent = world.send_document(resident.id, resident.id, Upload(b"x" * 11))
    assert sent.document is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(sent.document.file_id)


async def test_what_is_no_picture_is_no_photo(bot: Bot, world: World, resident: User) -> None:
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(resident.id, BufferedInputFile(b"x", "a.png"))
    with pytest.raises(PhoneError, match="not a picture"):
        world.send_photo(resident.id, resident.id, Upload(b"x"))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (png(3, 5), ("image/png", 3, 5)),
        (b"GIF89a\x03\x00\x05\x00", ("image/gif", 3, 5)),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x05\x00\x03",
            ("image/jpeg", 3, 5),
        ),
        (
            b"RIFF____WEBPVP8X____\x00\x00\x00\x00\x02\x00\x00\x04\x00\x00",
            ("image/webp", 3, 5),
        ),
        (b"RIFF____WEBPVP8 " + b"_" * 10 + b"\x03\x00\x05\x00", ("image/webp", 3, 5)),
        (
            b"RIFF____WEBPVP8L_____" + (2 | 4 << 14).to_bytes(4, "little"),
            ("image/webp", 3, 5),
        ),
    ],
)
def test_a_pictures_size_is_read_from_its_header(data: bytes, expected: tuple[Any, ...]) -> None:
    picture = read_picture(data)
    assert (picture.mime_type, picture.width, picture.height) == expected
