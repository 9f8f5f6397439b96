"""What people say before we know what to make of it; kept until they have answered."""

from handlers.common.talk import Talk
from services.timeline import Attachment
from storage.tables import MediaKind

_KEY = "said"

Said = tuple[str, Attachment | None]


def remember(talk: Talk, attachment: Attachment | None) -> None:
    """Keep what the message that came says and brings."""
    file = [attachment.kind.value, attachment.file_id] if attachment else None
    talk.data[_KEY] = [*talk.data.get(_KEY, []), [talk.text, file]]


def recall(talk: Talk) -> list[Said]:
    """Everything remembered, in order; it is handed over once."""
    said = heard(talk)
    talk.data.pop(_KEY, None)
    return said


def heard(talk: Talk) -> list[Said]:
    """Everything remembered, in order, and remembered further."""
    kept: list[tuple[str, list[str] | None]] = talk.data.get(_KEY, [])
    return [
        (text, Attachment(MediaKind(file[0]), file[1]) if file else None) for text, file in kept
    ]


def together(said: list[Said]) -> tuple[str, list[Attachment]]:
    """The words, a line each, and the files."""
    words = "\n".join(text for text, _attachment in said if text)
    return words, [attachment for _text, attachment in said if attachment]
