"""Photos, videos, voice and files: taken in from messages."""

from aiogram.types import Message

from storage.tables import MediaKind


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
