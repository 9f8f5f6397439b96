"""Pictures that came before the words they belong to: staff often send the album first."""

from collections.abc import Sequence

from handlers.common.i18n import _
from handlers.common.talk import Talk
from handlers.tickets.staff.buttons import Action
from services.tickets.recording import Attachment
from storage.tables import MediaKind

_KEY = "pictures"
"""Of the conversation's data: what they are for, and (kind, file id) each."""


def pictures_for(talk: Talk, action: Action, ticket_id: int) -> list[Attachment]:
    """Those that wait for the words of this step, and those that came now."""
    purpose, files = talk.data.get(_KEY, ("", ()))
    waiting = files if purpose == _purpose(action, ticket_id) else ()
    return [
        *(Attachment(MediaKind(kind), file_id) for kind, file_id in waiting),
        *talk.attachments,
    ]


async def keep_pictures(talk: Talk, action: Action, ticket_id: int) -> Sequence[Attachment]:
    """Have those of this step wait for its words; returns all that wait."""
    pictures = pictures_for(talk, action, ticket_id)
    files = [[picture.kind.value, picture.file_id] for picture in pictures]
    talk.data[_KEY] = [_purpose(action, ticket_id), files]
    await talk.keep()
    return pictures


async def drop_pictures(talk: Talk) -> None:
    """They were sent on, or the step was given up."""
    if talk.data.pop(_KEY, None) is not None:
        await talk.keep()


def pictures_kept(pictures: Sequence[Attachment]) -> str:
    return _("照片等 {count} 个收到了。请写几个字说明，回复这条消息，就一起发出去。").format(
        count=len(pictures)
    )


def _purpose(action: Action, ticket_id: int) -> str:
    return f"{action.value}:{ticket_id}"
