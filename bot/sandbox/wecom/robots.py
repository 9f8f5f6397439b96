"""A robot: its connection, what it may still answer, and what it must not use twice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from bot.sandbox.wecom.chats import Chat, Post
from bot.sandbox.wecom.limits import Pace

if TYPE_CHECKING:
    from bot.sandbox.wecom.connection import Connection

Frame = dict[str, Any]
Send = Callable[[Frame], None]


@dataclass(slots=True)
class Request:
    """What a req_id of ours stands for: something that the robot may answer.

    tapped: the card, of a tap. streams: what the robot began to say in answer to a message.
    """

    kind: Literal["message", "tap", "welcome", "event"]
    chat: Chat
    at: datetime
    userid: str
    tapped: Post | None = None
    answered: bool = False
    streams: dict[str, Post] = field(default_factory=dict)


@dataclass(slots=True)
class Upload:
    kind: str
    name: str
    size: int
    chunks: int
    md5: str | None
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Robot:
    """task_ids: of all its cards, with the message. greeted: (userid, day) of enter_chat."""

    bot_id: str
    secret: str = field(repr=False)
    name: str
    connection: "Connection | None" = None
    requests: dict[str, Request] = field(default_factory=dict)
    task_ids: dict[str, Post] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    greeted: set[tuple[str, date]] = field(default_factory=set)
    paces: dict[str, Pace] = field(default_factory=dict)


@dataclass(slots=True)
class Webhook:
    """A group's 消息推送: who has its key may post there."""

    group: Chat
    name: str
    pace: Pace = field(default_factory=Pace)
