"""A gateway with a robot, two members and a group, and a connection that plays the robot."""

import itertools
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.wecom import Chat, Gateway, Member, add_wecom
from bot.sandbox.wecom.connection import Connection
from tests.sandbox.conftest import MovableClock

BOT_ID, SECRET = "aib-desk", "a-secret"

Frame = dict[str, Any]


class Line:
    """A robot's end of a connection, without a transport."""

    def __init__(self, gateway: Gateway) -> None:
        self.frames: list[Frame] = []
        self.closed = False
        self._numbers = itertools.count(1)
        self.connection: Connection = gateway.connect(self.frames.append, self._close)

    def asks(self, cmd: str, body: Frame | None = None, *, to: Frame | None = None) -> Frame:
        """The ack. `to`: the frame that is answered, by its req_id."""
        req_id = to["headers"]["req_id"] if to else f"{cmd}-{next(self._numbers)}"
        frame = {"cmd": cmd, "headers": {"req_id": req_id}} | ({"body": body} if body else {})
        self.connection.receive(frame)
        ack = self.frames.pop()
        assert ack["headers"]["req_id"] == req_id
        return ack

    def obeys(self, cmd: str, body: Frame | None = None, *, to: Frame | None = None) -> Frame:
        """What a successful ack carries."""
        ack = self.asks(cmd, body, to=to)
        assert ack["errcode"] == 0, ack
        carried: Frame = ack.get("body", {})
        return carried

    def refused(self, cmd: str, body: Frame | None = None, *, to: Frame | None = None) -> int:
        """The code."""
        code: int = self.asks(cmd, body, to=to)["errcode"]
        assert code
        return code

    def subscribes(self) -> None:
        self.obeys("aibot_subscribe", {"bot_id": BOT_ID, "secret": SECRET})

    def heard(self) -> Frame:
        """The one frame that came in."""
        (frame,) = self.frames
        self.frames.clear()
        return frame

    def _close(self) -> None:
        self.closed = True


def buttons(task_id: str, *labels: str, title: str = "报修 12") -> Frame:
    """A card with these buttons; keys are k1, k2, …"""
    return {
        "card_type": "button_interaction",
        "main_title": {"title": title},
        "button_list": [
            {"text": label, "style": 1, "key": f"k{number}"}
            for number, label in enumerate(labels, 1)
        ],
        "task_id": task_id,
    }


def notice(title: str, **parts: Any) -> Frame:
    return {
        "card_type": "text_notice",
        "main_title": {"title": title},
        "card_action": {"type": 1, "url": "http://desk.invalid/12"},
    } | parts


def card_message(card: Frame) -> Frame:
    return {"msgtype": "template_card", "template_card": card}


def markdown(chatid: str, content: str, **more: Any) -> Frame:
    return {"chatid": chatid, "msgtype": "markdown", "markdown": {"content": content}} | more


@pytest.fixture
def gateway(clock: MovableClock) -> Gateway:
    gateway = Gateway(clock)
    gateway.add_robot(BOT_ID, SECRET, "近邻")
    return gateway


@pytest.fixture
def lin(gateway: Gateway) -> Member:
    return gateway.add_member("lin", "林")


@pytest.fixture
def chen(gateway: Gateway) -> Member:
    return gateway.add_member("chen", "陈")


@pytest.fixture
def group(gateway: Gateway, lin: Member, chen: Member) -> Chat:
    return gateway.add_group("军门工作群", [lin.userid, chen.userid])


@pytest.fixture
def line(gateway: Gateway) -> Line:
    """Subscribed."""
    line = Line(gateway)
    line.subscribes()
    return line


@pytest.fixture
async def address(gateway: Gateway) -> AsyncIterator[str]:
    """Where the gateway is served: host and port."""
    app = web.Application()
    add_wecom(app, gateway)
    async with TestServer(app, host="127.0.0.1") as server:
        yield f"{server.host}:{server.port}"
