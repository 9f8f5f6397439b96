"""Staying connected: cuts, other processes, pings, a gateway that forgot us."""

import asyncio
from collections.abc import Callable

import pytest

from bot.channels.wecom.connection import PING_EVERY
from bot.channels.wecom.errors import NoAnswerError, NotConnectedError, RefusedError
from bot.channels.wecom.robot import Standing
from bot.sandbox.wecom import Gateway, Member
from bot.sandbox.wecom.errors import BAD_PARAMETER, NO_SUCH_CHAT, NOT_SUBSCRIBED
from tests.bot.channels.wecom.conftest import BOT_ID, Desk, Frame, Time, until

Start = Callable[..., Desk]


def to_lin(words: str) -> Frame:
    return {"chatid": "lin", "msgtype": "markdown", "markdown": {"content": words}}


async def test_it_hears_and_answers(desk: Desk, lin: Member) -> None:
    lin.says("几点开门")
    asked = await desk.hears()
    stream = {"msgtype": "stream", "stream": {"id": "s", "finish": True, "content": "八点"}}
    await desk.robot.ask("aibot_respond_msg", stream, to=asked["headers"]["req_id"])
    await desk.robot.ask("aibot_send_msg", to_lin("还有事吗"))
    assert [shown.text for shown in lin.screen()] == ["几点开门", "八点", "还有事吗"]


async def test_a_refusal_has_its_code_and_words(desk: Desk, lin: Member) -> None:
    with pytest.raises(RefusedError, match="chatid not exist") as refused:
        await desk.robot.ask("aibot_send_msg", to_lin("您好"))
    assert refused.value.code == NO_SUCH_CHAT


async def test_it_comes_back_after_ten_minutes_without_a_network(
    gateway: Gateway, desk: Desk, lin: Member, time: Time
) -> None:
    lin.says("您好")
    await desk.hears()
    gateway.cut()
    await desk.is_(Standing.CONNECTING)
    lin.says("有人吗")
    for _ in range(20):
        await time.passes(30)
        with pytest.raises(NotConnectedError):
            await desk.robot.ask("aibot_send_msg", to_lin("您好"))
    gateway.restore()
    await time.passes(35)
    await desk.is_(Standing.CONNECTED)
    lin.says("现在呢")
    assert (await desk.hears())["body"]["text"]["content"] == "现在呢"
    await desk.robot.ask("aibot_send_msg", to_lin("在"))
    assert [shown.text for shown in lin.screen() if shown.from_robot] == ["在"]


async def test_it_waits_longer_and_longer_but_no_longer_than_half_a_minute(
    gateway: Gateway, start: Start, time: Time
) -> None:
    gateway.cut()
    start()
    while len(time.pauses) < 8:
        await time.passes(1)
    first, *_, before_last, last = time.pauses
    assert first == 1
    assert time.pauses[:5] == sorted(time.pauses[:5])
    assert 29 < before_last < 31
    assert 29 < last < 31


async def test_after_it_was_connected_it_waits_a_second_again(
    gateway: Gateway, start: Start, time: Time
) -> None:
    gateway.cut()
    desk = start()
    while len(time.pauses) < 4:
        await time.passes(1)
    gateway.restore()
    await time.passes(35)
    await desk.is_(Standing.CONNECTED)
    time.pauses.clear()
    gateway.cut()
    await until(lambda: 1 in time.pauses)


async def test_what_was_asked_when_the_line_broke_may_have_been_done(
    gateway: Gateway, desk: Desk, lin: Member
) -> None:
    lin.says("您好")
    gateway.hold_acks()
    asking = asyncio.create_task(desk.robot.ask("aibot_send_msg", to_lin("您好")))
    await until(lambda: len(lin.screen()) == 2)
    gateway.cut()
    with pytest.raises(NoAnswerError):
        await asking


async def test_thrown_out_by_a_newer_one_it_stays_out(
    desk: Desk, start: Start, lin: Member, time: Time
) -> None:
    newer = start()
    await newer.is_(Standing.CONNECTED)
    await desk.is_(Standing.THROWN_OUT)
    await time.passes(600)
    lin.says("您好")
    await newer.hears()
    assert newer.robot.standing is Standing.CONNECTED
    assert desk.robot.standing is Standing.THROWN_OUT
    assert desk.heard == []
    with pytest.raises(NotConnectedError):
        await desk.robot.ask("aibot_send_msg", to_lin("您好"))


async def test_thrown_out_it_comes_back_when_its_turn_begins_again(
    desk: Desk, start: Start, lin: Member, time: Time
) -> None:
    newer = start()
    await desk.is_(Standing.THROWN_OUT)
    desk.is_its_turn = False
    await time.passes(2)
    await desk.is_(Standing.ELSEWHERE)
    newer.is_its_turn = False
    await time.passes(2)
    await newer.is_(Standing.ELSEWHERE)
    desk.is_its_turn = True
    await time.passes(2)
    await desk.is_(Standing.CONNECTED)
    lin.says("您好")
    await desk.hears()


async def test_it_leaves_when_its_turn_is_over(gateway: Gateway, desk: Desk, time: Time) -> None:
    desk.is_its_turn = False
    await time.passes(2)
    await desk.is_(Standing.ELSEWHERE)
    await until(lambda: gateway.robots[BOT_ID].connection is None)


async def test_a_wrong_secret_is_tried_again_and_said(
    start: Start, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    desk = start("s3cr3t")
    await until(lambda: "its secret is wrong" in caplog.text)
    await until(lambda: 1 in time.pauses)
    assert desk.robot.standing is Standing.CONNECTING
    assert "s3cr3t" not in caplog.text


async def test_forgotten_by_the_gateway_it_connects_again_at_once(
    gateway: Gateway, desk: Desk, lin: Member
) -> None:
    lin.says("您好")
    await desk.hears()
    gateway.unsubscribe(BOT_ID)
    with pytest.raises(RefusedError) as refused:
        await desk.robot.ask("aibot_send_msg", to_lin("您好"))
    assert refused.value.code == NOT_SUBSCRIBED
    await until(lambda: gateway.robots[BOT_ID].connection is not None)
    await desk.is_(Standing.CONNECTED)
    await desk.robot.ask("aibot_send_msg", to_lin("您好"))
    assert [shown.text for shown in lin.screen()] == ["您好", "您好"]


async def test_pings_that_are_answered_keep_it_connected(
    gateway: Gateway, desk: Desk, time: Time
) -> None:
    before = gateway.robots[BOT_ID].connection
    await time.passes(10 * PING_EVERY)
    assert gateway.robots[BOT_ID].connection is before is not None


async def test_two_pings_without_an_ack_are_the_end(
    gateway: Gateway, desk: Desk, time: Time
) -> None:
    before = gateway.robots[BOT_ID].connection
    gateway.hold_acks()
    await time.passes(3 * PING_EVERY - 5)
    assert gateway.robots[BOT_ID].connection is before
    await time.passes(10)
    await desk.is_(Standing.CONNECTING)
    gateway.release_acks()
    await time.passes(2)
    await desk.is_(Standing.CONNECTED)
    assert gateway.robots[BOT_ID].connection is not before


async def test_pings_that_are_missed_now_and_then_are_not_the_end(
    gateway: Gateway, desk: Desk, time: Time
) -> None:
    before = gateway.robots[BOT_ID].connection
    for _ in range(3):
        gateway.hold_acks()
        await time.passes(PING_EVERY + PING_EVERY / 2)
        gateway.release_acks()
        await time.passes(PING_EVERY)
    assert gateway.robots[BOT_ID].connection is before


async def test_an_ack_may_be_late_but_not_for_ever(
    gateway: Gateway, desk: Desk, lin: Member, time: Time
) -> None:
    lin.says("您好")
    gateway.hold_acks()
    asking = [
        asyncio.create_task(desk.robot.ask("aibot_send_msg", to_lin(words), within=within))
        for words, within in (("一", 5), ("二", 8))
    ]
    await until(lambda: len(lin.screen()) == 3)
    await time.passes(6)
    with pytest.raises(NoAnswerError):
        await asking[0]
    gateway.release_acks()
    await asking[1]
    await desk.robot.ask("aibot_send_msg", to_lin("三"))
    assert len(lin.screen()) == 4


async def test_two_answers_to_one_message_are_not_confused(
    gateway: Gateway, desk: Desk, lin: Member
) -> None:
    lin.says("几点开门")
    asked = await desk.hears()
    bad = {"msgtype": "stream", "stream": {"content": "x"}}
    good = {"msgtype": "stream", "stream": {"id": "s", "finish": True, "content": "八点"}}
    gateway.hold_acks()
    asking = [
        asyncio.create_task(
            desk.robot.ask("aibot_respond_msg", body, to=asked["headers"]["req_id"])
        )
        for body in (bad, good)
    ]
    await asyncio.sleep(0.01)
    gateway.release_acks()
    with pytest.raises(RefusedError) as refused:
        await asking[0]
    assert refused.value.code == BAD_PARAMETER
    await asking[1]


async def test_it_is_never_connected_through_a_proxy_of_the_environment(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    await start().is_(Standing.CONNECTED)
