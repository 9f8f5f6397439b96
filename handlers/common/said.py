"""What people say before we know what to make of it; kept until they have answered."""

from handlers.common.talk import Talk
from storage.media import Attachment
from storage.tables import MediaKind

_KEY = "said so far"

Said = tuple[str, list[Attachment]]


def remember(talk: Talk) -> None:
    """Keep what the message that came says and brings."""
    files = [[file.kind.value, file.media_id] for file in talk.attachments]
    talk.data[_KEY] = [*talk.data.get(_KEY, []), [talk.words, files]]


def recall(talk: Talk) -> list[Said]:
    """Everything remembered, in order; it is handed over once."""
    said = heard(talk)
    talk.data.pop(_KEY, None)
    return said


def heard(talk: Talk) -> list[Said]:
    """Everything remembered, in order, and remembered further."""
    kept: list[tuple[str, list[list[str]]]] = talk.data.get(_KEY, [])
    return [
        (text, [Attachment(MediaKind(kind), media_id) for kind, media_id in files])
        for text, files in kept
    ]


def together(said: list[Said]) -> tuple[str, list[Attachment]]:
    """The words, a line each, and the files."""
    words = "\n".join(text for text, _files in said if text)
    return words, [file for _text, files in said for file in files]
