"""The Gateway: robots, members, groups, connections, and what can go wrong with them."""

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.sandbox.errors import PhoneError
from bot.sandbox.wecom.chats import Chat
from bot.sandbox.wecom.connection import Connection
from bot.sandbox.wecom.core import EVENT, Clock, Core
from bot.sandbox.wecom.errors import BAD_WEBHOOK, WecomError
from bot.sandbox.wecom.frames import NOWHERE
from bot.sandbox.wecom.limits import Limits
from bot.sandbox.wecom.media import Link
from bot.sandbox.wecom.member import Member
from bot.sandbox.wecom.robots import Frame, Robot, Send, Webhook
from bot.sandbox.wecom.snapshot import Snapshot
from bot.sandbox.wecom.webhook import check_upload, post_by_webhook


class Gateway(Core):
    """A small WeCom: see the package for how it is used.

    clock: the time of all that happens, aware (UTC).
    limits: of pace and of streams, which WeCom's pages give differently.
    path: a JSON file that keeps it between runs (snapshot.py); None: memory only.
    """

    def __init__(
        self, clock: Clock, limits: Limits | None = None, path: Path | None = None
    ) -> None:
        super().__init__(clock, limits or Limits())
        self.is_cut = False
        self.acks_held = False
        self._connections: list[Connection] = []
        self._refusals: dict[str, WecomError] = {}
        self._snapshot = Snapshot(self, path) if path else None
        if self._snapshot:
            self._snapshot.load()

    def changed(self, chat: Chat) -> None:
        super().changed(chat)
        if self._snapshot:
            self._snapshot.soon()

    def save(self) -> None:
        """Write down now what is not written yet, if it is kept at all."""
        if self._snapshot:
            self._snapshot.save()

    def add_robot(self, bot_id: str, secret: str, name: str) -> Robot:
        """name: what members write after the @."""
        if bot_id in self.robots:
            raise PhoneError(f"There is a robot {bot_id} already.")
        self.robots[bot_id] = Robot(bot_id, secret, name)
        return self.robots[bot_id]

    def add_member(self, userid: str, name: str = "") -> Member:
        """Of the enterprise; one who left can come back."""
        if userid in self.people:
            raise PhoneError(f"There is a member {userid} already.")
        self.people[userid] = name or userid
        return Member(self, userid)

    def member(self, userid: str) -> Member:
        if userid not in self.people:
            raise PhoneError(f"There is no member {userid}.")
        return Member(self, userid)

    def add_group(
        self,
        name: str,
        userids: Sequence[str],
        *,
        robots: Sequence[str] | None = None,
        chatid: str | None = None,
    ) -> Chat:
        """An internal group: of members only. robots: bot_ids, all of them if none are said."""
        if strangers := set(userids) - self.people.keys():
            raise PhoneError(f"Not in the enterprise: {strangers}.")
        inside = list(self.robots if robots is None else robots)
        group = Chat(chatid or self.next_id("wr"), True, name, list(userids), inside)
        self.groups[group.id] = group
        self.changed(group)
        return group

    def add_to_group(self, group: Chat, userid: str) -> None:
        """Robots are told of no comings and goings."""
        group.members.append(self.member(userid).userid)
        self.changed(group)

    def remove_from_group(self, group: Chat, userid: str) -> None:
        group.members.remove(userid)
        self.changed(group)

    def add_robot_to_group(self, group: Chat, robot: Robot) -> None:
        group.robots.append(robot.bot_id)
        self.changed(group)

    def remove_robot(self, group: Chat, robot: Robot) -> None:
        """The robot is not told; it finds out when it is refused."""
        group.robots.remove(robot.bot_id)
        group.opened.discard(robot.bot_id)
        self.changed(group)

    def lapse(self, chat: Chat) -> None:
        """Robots cannot push there until somebody writes to them again."""
        chat.opened.clear()

    def connect(
        self,
        send: Send,
        closed: Callable[[], None] = lambda: None,
        media_url: str = NOWHERE,
    ) -> Connection:
        """Raises ConnectionRefusedError while it is cut. Parameters: see Connection."""
        if self.is_cut:
            raise ConnectionRefusedError("the gateway is cut off")
        connection = Connection(self, send, closed, media_url)
        self._connections = [each for each in self._connections if each.open]
        self._connections.append(connection)
        return connection

    def cut(self) -> None:
        """Close all connections and refuse new ones, until `restore`."""
        self.is_cut = True
        for connection in tuple(self._connections):
            connection.shut()

    def restore(self) -> None:
        self.is_cut = False

    def hold_acks(self) -> None:
        """Obey, but answer nothing until `release_acks`. Events go out as they do always."""
        self.acks_held = True

    def release_acks(self) -> None:
        self.acks_held = False
        for connection in tuple(self._connections):
            connection.release_acks()

    def unsubscribe(self, bot_id: str) -> None:
        """Forget who is connected: pings are answered, all else is refused with 846609."""
        robot = self.robots[bot_id]
        if robot.connection:
            robot.connection.robot = None
            robot.connection = None

    def refuse_next(self, cmd: str, code: int, words: str = "refused") -> None:
        self._refusals[cmd] = WecomError(code, words)

    def refuse_if_told(self, cmd: str) -> None:
        if refusal := self._refusals.pop(cmd, None):
            raise refusal

    def download(self, link_id: str) -> Link | None:
        """What a member sent, enciphered; None after five minutes."""
        return self.media.download(link_id, self.clock())

    def add_webhook(self, group: Chat, name: str = "消息推送") -> str:
        """Its key."""
        key = secrets.token_hex(16)
        self.webhooks[key] = Webhook(group, name)
        self.changed(group)
        return key

    def post_webhook(self, key: str, body: Any) -> None:
        """What POST /cgi-bin/webhook/send?key= does. Raises WecomError."""
        post_by_webhook(self, self._webhook(key), body)

    def upload_by_webhook(self, key: str, kind: str, data: bytes) -> str:
        """What POST /cgi-bin/webhook/upload_media?key=&type= does: the media_id, which nothing here
        takes. Raises WecomError.
        """
        check_upload(self._webhook(key), kind, data, self.clock())
        return self.next_id("media")

    def remove_webhook(self, key: str) -> None:
        """Somebody took it out of its group."""
        del self.webhooks[key]

    def _webhook(self, key: str) -> Webhook:
        if (webhook := self.webhooks.get(key)) is None:
            raise WecomError(BAD_WEBHOOK, "invalid webhook url")
        return webhook

    def disconnected_event(self, robot: Robot) -> Frame:
        """What the older of two connections is told before it is closed."""
        kind = "disconnected_event"
        return {
            "cmd": EVENT,
            "headers": {"req_id": self.next_id("req")},
            "body": {
                "msgid": self.next_id("msg"),
                "create_time": int(self.clock().timestamp()),
                "aibotid": robot.bot_id,
                "msgtype": "event",
                "event": {"eventtype": kind, kind: {}},
            },
        }
