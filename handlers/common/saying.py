"""What handlers return: plain data that belongs to no messenger; `sending` makes calls of it.

return talk.say(_("取消了。"), under_card=card.key(task.id))
return [Toast(_("记下了。")), Picture(File("menu.jpg", drawn), caption)]
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiogram.filters.callback_data import CallbackData

from handlers.common.scan_codes import ScanCode
from storage.media import Attachment
from storage.tables import Chat


@dataclass(frozen=True, slots=True)
class Button:
    """Below a message: what comes back when it is pressed, or the page that it opens."""

    label: str
    press: CallbackData | str = ""
    url: str = ""

    @property
    def data(self) -> str:
        return self.press if isinstance(self.press, str) else self.press.pack()


@dataclass(frozen=True, slots=True)
class Buttons:
    """The buttons below a message, row by row; empty rows are left out."""

    rows: Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Key:
    """Under the input field: pressing it says its label, or sends the person's location."""

    label: str
    asks_location: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys under the input field, row by row, until others take their place.

    `stay`: they are shown even where people could fold them away.
    """

    rows: Sequence[Sequence[Key]]
    stay: bool = False


@dataclass(frozen=True, slots=True)
class NoKeys:
    """Takes the keys under the input field away."""


Keyboard = Buttons | Keys | NoKeys


def columns(items: Sequence[Any], count: int) -> list[Sequence[Any]]:
    """`items` in rows of `count`."""
    return [items[first : first + count] for first in range(0, len(items), count)]


@dataclass(frozen=True, slots=True)
class File:
    """A small file that we made."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Something said; see `Outgoing` for the other fields.

    `chat`: where it is said, if not in the chat that is answered or told.
    """

    chat: Chat | None = None
    card: str | None = None
    to_the_end: bool = False
    under_card: str | None = None
    about: str | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Say(Post):
    """Words (HTML)."""

    text: str
    keyboard: Keyboard | None = None
    awaits_reply: bool = field(default=False, kw_only=True)
    """Words of the person it is put to are wanted, and only as an answer to this message."""
    takes_files: bool = field(default=False, kw_only=True)
    """Of such a message: files may come with them."""


@dataclass(frozen=True, slots=True)
class Picture(Post):
    """A photo with a caption (HTML)."""

    file: File | ScanCode
    caption: str | None = None
    keyboard: Buttons | None = None


@dataclass(frozen=True, slots=True)
class Document(Post):
    """A file to keep, with a caption (HTML)."""

    file: File
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Files(Post):
    """What people sent, passed on: pictures as albums, then the rest one by one."""

    attachments: Sequence[Attachment]
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Venue(Post):
    """A place on the map (WGS-84 degrees)."""

    latitude: float
    longitude: float
    title: str
    address: str
    keyboard: Buttons | None = None


@dataclass(frozen=True, slots=True)
class Edit(Post):
    """New words (HTML) and buttons for an earlier message that is no card."""

    message_id: int
    text: str
    keyboard: Buttons | None = None


@dataclass(frozen=True, slots=True)
class NoButtons(Post):
    """Takes the buttons off an earlier message."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Answered(Post):
    """An earlier question as it reads (HTML) once it is answered: without its buttons."""

    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Delete(Post):
    """Takes an earlier message away."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Membership(Post):
    """Asks the messenger whether somebody is in the chat."""

    user_id: str
    """What the channel calls them."""


@dataclass(frozen=True, slots=True)
class Commands(Post):
    """What the messenger offers in this chat behind "/": names, and what they do."""

    offered: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Toast:
    """A short note (no HTML) over the screen of the person who tapped, or a page that opens there.

    `alert`: it stays until they close it. Without words the button stops looking busy.
    """

    text: str = ""
    alert: bool = False
    url: str = ""
