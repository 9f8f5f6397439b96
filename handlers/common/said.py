"""What people say or send before we know what it belongs to; kept until that is known."""

from collections.abc import Sequence
from typing import Any

from handlers.common.i18n import _
from handlers.common.talk import Talk
from storage.media import Attachment
from storage.tables import MediaKind

_KEY = "said so far"
_PICTURES = "pictures"
"""Of the conversation's data: the prompt they answer, and (kind, our id) each."""

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


def set_aside(talk: Talk, key: str) -> None:
    """Keep what was remembered under `key`, after what is there: it has found where it belongs."""
    talk.data[key] = [*talk.data.get(key, []), *talk.data.pop(_KEY, [])]


def take_up(talk: Talk, key: str) -> None:
    """Remember again what was set aside: it belonged elsewhere."""
    talk.data[_KEY] = [*talk.data.pop(key, []), *talk.data.get(_KEY, [])]


def together(said: list[Said]) -> tuple[str, list[Attachment]]:
    """The words, a line each, and the files."""
    words = "\n".join(text for text, _files in said if text)
    return words, [file for _text, files in said for file in files]


def files_for(talk: Talk, prompt: str) -> list[Attachment]:
    """Pictures that wait for the words of this prompt, such as "resolve:12", and those just sent.

    Staff often send the album first.
    """
    waits_for, files = talk.data.get(_PICTURES, ("", ()))
    waiting = files if waits_for == prompt else ()
    return [
        *(Attachment(MediaKind(kind), media_id) for kind, media_id in waiting),
        *talk.attachments,
    ]


def hold_files(data: dict[str, Any], prompt: str, files: Sequence[Attachment]) -> int:
    """Have `files` wait, besides those that do, for the words of this prompt; how many they are.

    data: of the conversation in which it was put.
    """
    waits_for, before = data.get(_PICTURES, ("", ()))
    new = [[file.kind.value, file.media_id] for file in files]
    data[_PICTURES] = [prompt, [*(before if waits_for == prompt else ()), *new]]
    return len(data[_PICTURES][1])


async def keep_files(talk: Talk, prompt: str) -> None:
    """Have those just sent wait for the words of this prompt, too."""
    hold_files(talk.data, prompt, talk.attachments)
    await talk.keep()


async def drop_files(talk: Talk) -> None:
    """They were sent on, or the prompt was given up."""
    if talk.data.pop(_PICTURES, None) is not None:
        await talk.keep()


def files_kept(files: Sequence[Attachment]) -> str:
    return _("照片等 {count} 个收到了。请写几个字说明，回复这条消息，就一起发出去。").format(
        count=len(files)
    )
