"""Photos, videos, voice and files: taken in from messages, sent on to others."""

from collections.abc import Iterator, Sequence
from typing import Any

from aiogram.methods import (
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendPhoto,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, InputMediaPhoto, InputMediaVideo, Message

from storage.media import Attachment
from storage.tables import MediaKind

ALBUM_KINDS = (MediaKind.PHOTO, MediaKind.VIDEO)
ALBUM_LIMIT = 10
"""Items of one album (Bot API: 2 to 10)."""


def file_in(message: Message) -> tuple[MediaKind, str] | None:
    """The file a message brings, as the messenger calls it; none of a kind we cannot pass on."""
    if message.photo:
        return MediaKind.PHOTO, message.photo[-1].file_id
    if message.animation:
        return None
    for kind, file in (
        (MediaKind.VIDEO, message.video),
        (MediaKind.VIDEO_NOTE, message.video_note),
        (MediaKind.VOICE, message.voice),
        (MediaKind.AUDIO, message.audio),
        (MediaKind.DOCUMENT, message.document),
    ):
        if file is not None:
            return kind, file.file_id
    return None


def text_file(name: str, text: str) -> BufferedInputFile:
    return BufferedInputFile(text.encode(), filename=name)


def sent_on(
    chat_id: int, attachments: Sequence[Attachment], caption: str | None = None
) -> list[TelegramMethod[Any]]:
    """The calls that show `attachments` in a chat: albums first, then voice and files."""
    pictures = [attachment for attachment in attachments if attachment.kind in ALBUM_KINDS]
    calls = [_album(chat_id, album, caption) for album in _albums(pictures)]
    calls += [
        _alone(chat_id, other, caption) for other in attachments if other.kind not in ALBUM_KINDS
    ]
    return calls


def _albums(pictures: Sequence[Attachment]) -> Iterator[Sequence[Attachment]]:
    for first in range(0, len(pictures), ALBUM_LIMIT):
        yield pictures[first : first + ALBUM_LIMIT]


def _album(
    chat_id: int, pictures: Sequence[Attachment], caption: str | None
) -> TelegramMethod[Any]:
    if len(pictures) > 1:
        return SendMediaGroup(
            chat_id=chat_id,
            media=[
                (InputMediaPhoto if picture.kind is MediaKind.PHOTO else InputMediaVideo)(
                    media=picture.media_id, caption=caption if position == 0 else None
                )
                for position, picture in enumerate(pictures)
            ],
        )
    return _alone(chat_id, pictures[0], caption)


def _alone(chat_id: int, attachment: Attachment, caption: str | None) -> TelegramMethod[Any]:
    file_id = attachment.media_id
    match attachment.kind:
        case MediaKind.PHOTO:
            return SendPhoto(chat_id=chat_id, photo=file_id, caption=caption)
        case MediaKind.VIDEO:
            return SendVideo(chat_id=chat_id, video=file_id, caption=caption)
        case MediaKind.VIDEO_NOTE:
            return SendVideoNote(chat_id=chat_id, video_note=file_id)
        case MediaKind.VOICE:
            return SendVoice(chat_id=chat_id, voice=file_id, caption=caption)
        case MediaKind.AUDIO:
            return SendAudio(chat_id=chat_id, audio=file_id, caption=caption)
        case MediaKind.DOCUMENT:
            return SendDocument(chat_id=chat_id, document=file_id, caption=caption)
