"""In order within a chat, at once in different ones."""

import asyncio
from typing import Any

import pytest

from bot.channels.wecom.in_order import InOrder, chat_of
from bot.sandbox.wecom import Member
from tests.bot.channels.wecom.conftest import Desk, Frame


def frame(userid: str, words: str, chatid: str | None = None) -> Frame:
    body: Frame = {"from": {"userid": userid}, "text": words, "chattype": "single"}
    return {"body": body | ({"chatid": chatid, "chattype": "group"} if chatid else {})}


class Taking:
    """Begins with a frame, and is done with it when it is let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.free: dict[str, asyncio.Event] = {}
        self.in_order = InOrder(self.take)

    async def take(self, frame: Any) -> None:
        words = frame["body"]["text"]
        self.begun.append(words)
        self.free[words] = asyncio.Event()
        await self.free[words].wait()
        if words == "bad":
            raise ValueError

    async def has_begun(self, *words: str) -> None:
        for _ in range(10):
            await asyncio.sleep(0)
        assert self.begun == list(words)


async def test_one_of_a_chat_at_a_time() -> None:
    taking = Taking()
    for each in (frame("lin", "a"), frame("lin", "b"), frame("chen", "c"), frame("lin", "d", "wr")):
        taking.in_order.put(each)
    await taking.has_begun("a", "c", "d")
    taking.free["a"].set()
    await taking.has_begun("a", "c", "d", "b")
    for event in taking.free.values():
        event.set()
    await taking.in_order.finish(1)


@pytest.mark.parametrize(
    ("body", "chat"),
    [
        ({"chattype": "single", "chatid": "x", "from": {"userid": "lin"}}, "lin"),
        ({"chattype": "group", "chatid": "wr", "from": {"userid": "lin"}}, "wr"),
        ({"from": None}, ""),
    ],
)
def test_a_single_chat_is_its_members_whatever_else_is_named(body: Frame, chat: str) -> None:
    assert chat_of({"body": body}) == chat


async def test_one_that_fails_does_not_hold_up_the_next(caplog: pytest.LogCaptureFixture) -> None:
    taking = Taking()
    taking.in_order.put(frame("lin", "bad"))
    taking.in_order.put(frame("lin", "good"))
    await taking.has_begun("bad")
    taking.free["bad"].set()
    await taking.has_begun("bad", "good")
    taking.free["good"].set()
    await taking.in_order.finish(1)
    assert "was not taken" in caplog.text


async def test_what_takes_too_long_at_the_end_is_left() -> None:
    taking = Taking()
    taking.in_order.put(frame("lin", "a"))
    await taking.has_begun("a")
    await taking.in_order.finish(0)
    taking.in_order.put(frame("lin", "b"))
    await taking.has_begun("a", "b")
    taking.free["b"].set()
    await taking.in_order.finish(1)


async def test_what_has_arrived_is_taken_before_the_robot_ends(desk: Desk, lin: Member) -> None:
    desk.takes.clear()
    for words in ("一", "二", "三"):
        lin.says(words)
    await desk.robot.ask("ping", {})  # Its ack comes behind them.
    ending = asyncio.create_task(desk.ends())
    await asyncio.sleep(0.01)
    assert not ending.done()
    desk.takes.set()
    await ending
    assert [each["body"]["text"]["content"] for each in desk.heard] == ["一", "二", "三"]
