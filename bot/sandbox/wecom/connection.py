"""A robot's connection, without a transport: frames in, frames out."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.sandbox.wecom.commands import COMMANDS
from bot.sandbox.wecom.errors import (
    BAD_CREDENTIALS,
    NOT_SUBSCRIBED,
    WecomError,
    bad_parameter,
)
from bot.sandbox.wecom.robots import Frame, Robot, Send

if TYPE_CHECKING:
    from bot.sandbox.wecom.gateway import Gateway


class Connection:
    """Made by Gateway.connect.

    send: called, at once and in order, with each frame for the robot.
    closed: called once when the gateway closes the connection.
    media_url: what a link's id is put behind, to download what members sent.
    """

    def __init__(
        self, gateway: "Gateway", send: Send, closed: Callable[[], None], media_url: str
    ) -> None:
        self._gateway = gateway
        self._send = send
        self._closed = closed
        self.media_url = media_url
        self.robot: Robot | None = None
        self.open = True
        self._held: list[Frame] = []

    def send(self, frame: Frame) -> None:
        if self.open:
            self._send(frame)

    def receive(self, frame: Any) -> None:
        """A frame from the robot; it is answered by an ack with the same req_id."""
        if not self.open:
            return
        if not _well_formed(frame):
            self.send({"headers": {"req_id": ""}, **_result(bad_parameter("frame"))})
            return
        ack: Frame = {"headers": {"req_id": frame["headers"]["req_id"]}, **_result()}
        try:
            body = self._obey(frame["cmd"], frame["headers"]["req_id"], frame.get("body") or {})
            if body is not None:
                ack["body"] = body
        except WecomError as error:
            ack |= _result(error)
        self._held.append(ack)
        if not self._gateway.acks_held:
            self.release_acks()

    def release_acks(self) -> None:
        held, self._held = self._held, []
        for ack in held:
            self.send(ack)

    def close(self) -> None:
        """The robot's side is gone."""
        self.open = False
        if self.robot and self.robot.connection is self:
            self.robot.connection = None

    def shut(self) -> None:
        """The gateway closes it."""
        was_open = self.open
        self.close()
        if was_open:
            self._closed()

    def _obey(self, cmd: str, req_id: str, body: dict[str, Any]) -> dict[str, Any] | None:
        self._gateway.refuse_if_told(cmd)
        if cmd == "ping":
            return None
        if cmd == "aibot_subscribe":
            self._subscribe(body)
            return None
        if self.robot is None:
            raise WecomError(NOT_SUBSCRIBED, "aibot websocket not subscribed")
        if cmd not in COMMANDS:
            raise bad_parameter(f"cmd {cmd}")
        return COMMANDS[cmd](self._gateway, self.robot, req_id, body)

    def _subscribe(self, body: dict[str, Any]) -> None:
        """One connection a robot: a newer one throws out the older, which is told."""
        robot = self._gateway.robots.get(str(body.get("bot_id")))
        if robot is None or body.get("secret") != robot.secret:
            raise WecomError(BAD_CREDENTIALS, "invalid bot_id or secret")
        older = robot.connection
        if older is not None and older is not self:
            older.send(self._gateway.disconnected_event(robot))
            older.shut()
        self.robot = robot
        robot.connection = self


def _well_formed(frame: Any) -> bool:
    return (
        isinstance(frame, dict)
        and isinstance(frame.get("cmd"), str)
        and isinstance(frame.get("headers"), dict)
        and isinstance(frame["headers"].get("req_id"), str)
        and isinstance(frame.get("body") or {}, dict)
    )


def _result(error: WecomError | None = None) -> Frame:
    if error is None:
        return {"errcode": 0, "errmsg": "ok"}
    return {"errcode": error.code, "errmsg": error.words}
