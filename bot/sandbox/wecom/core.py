"""The gateway's state, and the few ways it changes."""

import itertools
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.sandbox.errors import NotOnThisPhoneError, PhoneError
from bot.sandbox.wecom.chats import Chat, Post
from bot.sandbox.wecom.limits import Limits
from bot.sandbox.wecom.media import Media
from bot.sandbox.wecom.robots import Frame, Request, Robot, Webhook

Clock = Callable[[], datetime]
Listener = Callable[[Chat], None]

MESSAGE, EVENT = "aibot_msg_callback", "aibot_event_callback"


class Core:
    """clock: aware (UTC). Parameters otherwise: see Gateway."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self.clock = clock
        self.limits = limits
        self.robots: dict[str, Robot] = {}
        self.people: dict[str, str] = {}
        """Names by userid, of those who are in the enterprise."""
        self.groups: dict[str, Chat] = {}
        self.singles: dict[tuple[str, str], Chat] = {}
        """By bot_id and userid."""
        self.webhooks: dict[str, Webhook] = {}
        """By key."""
        self.media = Media()
        self.posts: dict[int, tuple[Chat, Post]] = {}
        self.lost: list[Frame] = []
        """Frames for robots that were not connected, oldest first."""
        self.numbers = itertools.count(1)
        self._listeners: list[Listener] = []

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call back, at once, with a chat in which something changed. Returns how to stop it."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def changed(self, chat: Chat) -> None:
        for listener in tuple(self._listeners):
            listener(chat)

    def next_id(self, prefix: str) -> str:
        """Random: a robot that outlives this gateway never meets one again."""
        return f"{prefix}-{secrets.token_hex(8)}"

    def next_number(self) -> int:
        return next(self.numbers)

    def robot(self, bot_id: str | None = None) -> Robot:
        """That robot, or the only one. Raises PhoneError."""
        if bot_id is None and len(self.robots) == 1:
            (bot_id,) = self.robots
        if bot_id not in self.robots:
            raise PhoneError("Which robot?" if bot_id is None else f"There is no robot {bot_id}.")
        return self.robots[bot_id]

    def single(self, robot: Robot, userid: str) -> Chat:
        """Everybody has one with each robot, if empty. Raises NotOnThisPhoneError for nobody."""
        if userid not in self.people:
            raise NotOnThisPhoneError(f"There is no member {userid}.")
        key = (robot.bot_id, userid)
        if key not in self.singles:
            self.singles[key] = Chat(userid, False, robot.name, [userid], [robot.bot_id])
        return self.singles[key]

    def post(self, chat: Chat, **fields: Any) -> Post:
        """A new message for everyone's screen; `fields` are Post's."""
        post = Post(number=self.next_number(), at=self.clock(), **fields)
        chat.posts.append(post)
        self.posts[post.number] = (chat, post)
        self.changed(chat)
        return post

    def deliver(self, robot: Robot, cmd: str, body: dict[str, Any], request: Request) -> bool:
        """Hand a frame over, if anybody is there: else it is lost, and the answer is False."""
        chat = request.chat
        req_id = self.next_id("req")
        where = {"chatid": chat.id, "chattype": "group"} if chat.group else {"chattype": "single"}
        about = {
            "msgid": self.next_id("msg"),
            "aibotid": robot.bot_id,
            **where,
            "from": {"userid": request.userid},
            "create_time": int(self.clock().timestamp()),
        }
        frame = {"cmd": cmd, "headers": {"req_id": req_id}, "body": about | body}
        if robot.connection is None:
            self.lost.append(frame)
            return False
        robot.requests[req_id] = request
        robot.connection.send(frame)
        return True

    def deliver_event(
        self, robot: Robot, event: str, content: dict[str, Any], request: Request
    ) -> bool:
        body = {"msgtype": "event", "event": {"eventtype": event, event: content}}
        return self.deliver(robot, EVENT, body, request)
