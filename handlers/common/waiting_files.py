"""Pictures that came before the words they belong to: staff often send the album first."""

from collections.abc import Sequence

from handlers.common.i18n import _
from handlers.common.talk import Talk
from storage.media import Attachment
from storage.tables import MediaKind

_KEY = "pictures"
"""Of the conversation's data: the prompt they answer, and (kind, our id) each."""


def files_for(talk: Talk, prompt: str) -> list[Attachment]:
    """Those that wait for the words of this prompt, such as "resolve:12", and those just sent."""
    waits_for, files = talk.data.get(_KEY, ("", ()))
    waiting = files if waits_for == prompt else ()
    return [
        *(Attachment(MediaKind(kind), media_id) for kind, media_id in waiting),
        *talk.attachments,
    ]


async def keep_files(talk: Talk, prompt: str, files: Sequence[Attachment]) -> None:
    """Have all of `files` wait for the words of this prompt."""
    talk.data[_KEY] = [prompt, [[file.kind.value, file.media_id] for file in files]]
    await talk.keep()


async def drop_files(talk: Talk) -> None:
    """They were sent on, or the prompt was given up."""
    if talk.data.pop(_KEY, None) is not None:
        await talk.keep()


def files_kept(files: Sequence[Attachment]) -> str:
    return _("照片等 {count} 个收到了。请写几个字说明，回复这条消息，就一起发出去。").format(
        count=len(files)
    )
