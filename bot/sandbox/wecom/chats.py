"""Chats, what was posted in them, and what a member sees of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.sandbox.wecom.card_text import buttons_of, text_of

Card = dict[str, Any]
Kind = Literal["text", "markdown", "template_card", "image", "voice", "file", "video", "mixed"]


@dataclass(frozen=True, slots=True)
class File:
    """What somebody sent, or a robot uploaded: kind is image, voice, file or video."""

    kind: str
    name: str
    data: bytes = field(repr=False)


@dataclass(slots=True)
class Post:
    """A message as the platform keeps it.

    text: of words, markdown, a stream, and what was said by voice.
    mention: the name of the robot that it begins with an @ of; empty for none.
    looks: how a card looks for those userids for whom it was updated by name.
    """

    number: int
    sender: str
    from_robot: bool
    at: datetime
    kind: Kind
    text: str = ""
    mention: str = ""
    files: tuple[File, ...] = ()
    card: Card | None = None
    looks: dict[str, Card] = field(default_factory=dict)
    quoted: "Post | None" = None
    feedback_id: str | None = None
    finished: bool = True

    def card_for(self, userid: str) -> Card | None:
        return self.looks.get(userid, self.card)

    def words_for(self, userid: str) -> str:
        card = self.card_for(userid)
        return text_of(card) if card else self.text


@dataclass(slots=True)
class Chat:
    """A group, or the single chat of a member with a robot, whose id is the member's userid.

    opened: bot_ids of robots that somebody has written to here: they may push.
    """

    id: str
    group: bool
    name: str
    members: list[str]
    robots: list[str]
    posts: list[Post] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message on a member's screen. kind "markdown" is also what a stream looks like."""

    number: int
    sender: str
    from_robot: bool
    at: datetime
    kind: Kind
    text: str
    mention: str
    card: Card | None
    files: tuple[File, ...]
    quoted: str | None
    asks_feedback: bool
    """Thumbs up and down stand below it."""
    finished: bool

    @property
    def buttons(self) -> dict[str, str]:
        """Keys by what is written on the buttons, those of the menu at the top right included."""
        return buttons_of(self.card) if self.card else {}


def shown_to(userid: str, post: Post) -> Shown:
    return Shown(
        number=post.number,
        sender=post.sender,
        from_robot=post.from_robot,
        at=post.at,
        kind=post.kind,
        text=post.words_for(userid),
        mention=post.mention,
        card=post.card_for(userid),
        files=post.files,
        quoted=post.quoted.words_for(userid) if post.quoted else None,
        asks_feedback=post.feedback_id is not None,
        finished=post.finished,
    )
