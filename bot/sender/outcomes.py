"""What became of a row that was tried."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.groups.reach import Obstacle
from storage.outbox_rows import OutboxRow
from storage.tables import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    row: OutboxRow
    """As it was read before the call; a newer look may have replaced it in the table since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Outcome):
    """It is there. `message_ids` are those Telegram returned, several for an album."""

    message_ids: tuple[int, ...] = ()
    posted: bool = True
    """False for an edit: the card's message stays the one it was."""
    edited: int | None = None
    """The card's message, which shows the row's look now."""
    former: int | None = None
    """The message a card was until now, to be deleted."""
    files: tuple[str, ...] = ()
    """What the channel calls the files that it was sent, where it says so, in their order."""
    lacks_files: bool = False
    """Words had to stand for a file that is gone."""
    passive: bool = False
    """The answer to a callback carried it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberKnown(Sent):
    """The answer to whether somebody is in the chat."""

    user_id: int
    """The channel's own id of them."""
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMany(Outcome):
    """429: Telegram wants `retry_after` seconds of silence."""

    retry_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble(Outcome):
    """Neither sent nor refused: no network, a 5xx, a token that is not accepted just now."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff(Outcome):
    """To be tried again, not before `until`: what becomes of the two above, and of a row whose
    files are not to be had just now; that one may be overtaken."""

    until: datetime
    error: str
    counts: bool
    """Whether it was a failed attempt; being told to wait is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Outcome):
    """It can never be sent."""

    error: str
    stale: bool = False
    """An answer to a button pressed too long ago, which nobody misses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotACall(Refused):
    """The row cannot even be read; Telegram was not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesGone(Refused):
    """The channel knows a file no more by the name that it had given."""

    said: int = 0
    """Messages of the row that it had taken before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable(Outcome):
    """403, or a person who cannot be found: nothing can be sent to this chat any more."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted(Outcome):
    """400: the group takes no messages just now, or there is none."""

    obstacle: Obstacle
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowClosed(Outcome):
    """The messenger lets us say nothing more there until the person writes again."""

    hinted: bool = False
    """They have just been told that there is more: nothing else of it is told by other ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced(Outcome):
    """They were told in a few words that there is news; the whole waits until they write."""

    way: Way
    receipt: int | None = None
    """The messenger's number of what told them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Outcome):
    """The group is a supergroup now, with another id."""

    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardGone(Outcome):
    """The card's message cannot be edited (any more): the look has to be posted again."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostInstead(Outcome):
    """Another call does what this one cannot: a message for an edit whose message is gone, buttons
    taken off a message that is too old to be deleted."""

    method: str
    params: dict[str, Any]
