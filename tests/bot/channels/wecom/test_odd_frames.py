"""Whatever a gateway sends, the robot hears what comes after it, and logs nobody's words."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Mapping

import pytest
from aiohttp import WSMessage, WSMsgType, web
from aiohttp.test_utils import TestServer

from bot.channels.wecom.arrivals import Arrivals
from bot.channels.wecom.downloads import Loaded, NotLoadedError
from bot.channels.wecom.received import Received
from bot.channels.wecom.robot import Standing
from bot.channels.wecom.taps import Taps
from storage.engine import Database
from storage.tables import Channel
from tests.bot.channels.wecom.conftest import Desk, Frame, Time, until
from tests.sandbox.conftest import MovableClock

SECRET_WORDS = "我家的门锁坏了"
MESSAGE, EVENT = "aibot_msg_callback", "aibot_event_callback"
ID = {"req_id": "q"}
LIN = {"userid": "lin"}


def said(body: object, cmd: object = MESSAGE, headers: object = ID) -> str:
    return json.dumps({"cmd": cmd, "headers": headers, "body": body})


def event(content: object) -> str:
    return said({"msgid": "e", "from": LIN, "msgtype": "event", "event": content}, EVENT)


def text(content: object, **more: object) -> str:
    return said({"msgid": "m", "from": LIN, "msgtype": "text", "text": content} | more)


NO_FRAMES = [
    "",
    "{",
    SECRET_WORDS,
    json.dumps(SECRET_WORDS),
    "null",
    "1e999",
    "[]",
    json.dumps([SECRET_WORDS]),
    "{}",
    json.dumps({"cmd": MESSAGE, "body": {"text": {"content": SECRET_WORDS}}}),
    said({}, headers=SECRET_WORDS),
    said({}, headers=[SECRET_WORDS]),
    "[" * 100_000,
    '{"headers":' * 50_000,
]
ODD_FRAMES = [
    said({"text": SECRET_WORDS}, cmd="aibot_dance_callback"),
    said({"text": SECRET_WORDS}, cmd=None),
    said({"text": SECRET_WORDS}, cmd=[MESSAGE]),
    said({"text": SECRET_WORDS}, cmd={SECRET_WORDS: 1}),
    said(SECRET_WORDS),
    said([SECRET_WORDS]),
    said(None),
    json.dumps({"headers": ID, "errcode": 0, "errmsg": SECRET_WORDS}),
    json.dumps({"headers": ID, "errcode": SECRET_WORDS}),
    json.dumps({"headers": {}, "errcode": 0}),
    json.dumps({"headers": {"req_id": [SECRET_WORDS]}, "errcode": 0}),
]
ODD_MESSAGES = [
    said({}),
    said({"msgid": SECRET_WORDS}),
    said({"msgid": 7, "from": LIN, "msgtype": "text", "text": {"content": SECRET_WORDS}}),
    said({"msgid": "m", "from": SECRET_WORDS, "msgtype": "text"}),
    said({"msgid": "m", "from": {"userid": 7}, "msgtype": "text"}),
    said({"msgid": "m", "from": {"userid": "x" * 200}, "msgtype": "text"}),
    said({"msgid": "m", "from": LIN, "msgtype": SECRET_WORDS}),
    said({"msgid": "m", "from": LIN, "msgtype": ["text"], "text": {"content": SECRET_WORDS}}),
    event(SECRET_WORDS),
    event([SECRET_WORDS]),
    event({"eventtype": SECRET_WORDS}),
    event({"eventtype": ["disconnected_event"]}),
    event({"eventtype": "template_card_event"}),
    event({"eventtype": "template_card_event", "template_card_event": SECRET_WORDS}),
    event({"eventtype": "feedback_event", "feedback_event": [SECRET_WORDS]}),
    text(SECRET_WORDS),
    text({"content": [SECRET_WORDS]}),
    text({"content": SECRET_WORDS}, chattype="group"),
    text({"content": SECRET_WORDS}, chattype="group", chatid=7),
    text({"content": SECRET_WORDS}, chattype=[SECRET_WORDS]),
    text({"content": SECRET_WORDS}, create_time=SECRET_WORDS),
    text({"content": SECRET_WORDS}, create_time=10**30),
    text({"content": SECRET_WORDS}, quote=SECRET_WORDS),
    text({"content": SECRET_WORDS}, quote={"msgtype": "text", "text": [SECRET_WORDS]}),
    text({"content": f"{SECRET_WORDS}\ud83d"}),
    text({"content": f"{SECRET_WORDS}\0"}),
    said({"msgid": "m\0\ud83d", "from": {"userid": "\0\ud83d"}, "msgtype": "text"}),
    said({"msgid": "m", "from": LIN, "msgtype": "mixed", "mixed": {"msg_item": SECRET_WORDS}}),
    said({"msgid": "m", "from": LIN, "msgtype": "mixed", "mixed": {"msg_item": [SECRET_WORDS]}}),
    said({"msgid": "m", "from": LIN, "msgtype": "image", "image": SECRET_WORDS}),
    said({"msgid": "m", "from": LIN, "msgtype": "file", "file": {"url": [SECRET_WORDS]}}),
]


class Server:
    """A gateway that subscribes everybody, and says what a test wants."""

    def __init__(self) -> None:
        self.sockets: list[web.WebSocketResponse] = []

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            await self._subscribe(socket, message)
        return socket

    async def _subscribe(self, socket: web.WebSocketResponse, message: WSMessage) -> None:
        frame: Frame = json.loads(message.data)
        await socket.send_str(json.dumps({"headers": frame["headers"], "errcode": 0}))
        if frame["cmd"] == "aibot_subscribe":
            self.sockets.append(socket)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def address(server: Server) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/wecom", server.serve)
    async with TestServer(app, host="127.0.0.1") as running:
        yield f"{running.host}:{running.port}"
        await asyncio.gather(*(each.close() for each in server.sockets))


async def hears_the_next(server: Server, desk: Desk) -> None:
    asks = {"content": "在吗"}
    await server.sockets[-1].send_str(text(asks))
    await until(lambda: any(each["body"].get("text") == asks for each in desk.heard))


async def test_none_of_it_ends_the_connection(
    server: Server, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    for each in (*NO_FRAMES, *ODD_FRAMES, *ODD_MESSAGES):
        await server.sockets[-1].send_str(each)
    await server.sockets[-1].send_bytes(SECRET_WORDS.encode())
    await hears_the_next(server, desk)
    assert desk.robot.standing is Standing.CONNECTED
    assert len(server.sockets) == 1
    await until(lambda: len(desk.heard) == len(ODD_MESSAGES) + 1)
    assert caplog.text.count("no frame") == len(NO_FRAMES)
    assert SECRET_WORDS not in caplog.text


@pytest.mark.parametrize(
    "frame", ["x" * 5_000_000, b"\xff\xfe"], ids=["over the limit", "no UTF-8"]
)
async def test_what_ends_it_is_got_over_in_seconds(
    server: Server,
    desk: Desk,
    time: Time,
    caplog: pytest.LogCaptureFixture,
    frame: str | bytes,
) -> None:
    data = frame.encode() if isinstance(frame, str) else frame
    with contextlib.suppress(ConnectionError):  # It is not read to its end.
        await server.sockets[-1].send_frame(data, WSMsgType.TEXT)
    await until(lambda: 1 in time.pauses)
    await time.passes(2)
    await desk.is_(Standing.CONNECTED)
    await hears_the_next(server, desk)
    assert "xxxx" not in caplog.text


async def test_what_is_heard_is_taken_in_or_passed_over(
    database: Database, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    taken: list[object] = []
    pauses: list[float] = []

    async def submit(update: object) -> None:
        taken.append(update)

    async def ask(*_asked: object, **_how: object) -> dict[str, object]:
        return {}

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async def download(_part: Mapping[str, object]) -> Loaded:
        raise NotLoadedError("none of it can be")

    arrivals = Arrivals(
        Channel.WECOM,
        "近邻",
        database,
        submit,
        ask,
        Received(download, clock),
        Taps(clock),
        lambda: None,
        clock,
        pause,
    )
    for each in ODD_MESSAGES:
        await arrivals.take(json.loads(each))
    assert pauses == []
    assert taken
    assert SECRET_WORDS not in caplog.text
