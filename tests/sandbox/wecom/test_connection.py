"""Subscribing, being thrown out, and what is lost."""

from typing import Any

import pytest

from bot.sandbox.wecom import Gateway, Member
from bot.sandbox.wecom.errors import BAD_CREDENTIALS, BAD_PARAMETER, NOT_SUBSCRIBED
from tests.sandbox.wecom.conftest import BOT_ID, SECRET, Line, markdown


def test_a_robot_subscribes_and_pings(gateway: Gateway) -> None:
    line = Line(gateway)
    for cmd, body in (("aibot_subscribe", {"bot_id": BOT_ID, "secret": SECRET}), ("ping", None)):
        ack = line.asks(cmd, body)
        assert {**ack, "headers": None} == {"headers": None, "errcode": 0, "errmsg": "ok"}


@pytest.mark.parametrize("body", [{"bot_id": BOT_ID, "secret": "x"}, {"bot_id": "x"}, None])
def test_a_wrong_secret_is_refused_and_nothing_arrives(
    gateway: Gateway, lin: Member, body: dict[str, Any] | None
) -> None:
    line = Line(gateway)
    assert line.refused("aibot_subscribe", body) == BAD_CREDENTIALS
    lin.says("路灯不亮")
    assert line.frames == []
    assert not line.closed


def test_a_newer_connection_throws_out_the_older(gateway: Gateway, line: Line, lin: Member) -> None:
    newer = Line(gateway)
    newer.subscribes()
    told = line.heard()
    assert told["cmd"] == "aibot_event_callback"
    assert told["body"]["event"] == {
        "eventtype": "disconnected_event",
        "disconnected_event": {},
    }
    assert line.closed
    assert not newer.closed
    lin.says("路灯不亮")
    assert newer.heard()["body"]["text"] == {"content": "路灯不亮"}


def test_subscribing_again_on_the_same_connection_throws_out_nobody(line: Line) -> None:
    line.subscribes()
    assert line.frames == []
    assert not line.closed


def test_nothing_but_ping_is_obeyed_before_subscribing(gateway: Gateway, lin: Member) -> None:
    lin.says("您好")
    line = Line(gateway)
    assert line.refused("aibot_send_msg", markdown("lin", "您好")) == NOT_SUBSCRIBED
    line.obeys("ping")


def test_a_forgotten_subscription_answers_pings_only(
    gateway: Gateway, line: Line, lin: Member
) -> None:
    lin.says("您好")
    line.frames.clear()
    gateway.unsubscribe(BOT_ID)
    line.obeys("ping")
    assert line.refused("aibot_send_msg", markdown("lin", "您好")) == NOT_SUBSCRIBED
    line.subscribes()
    line.obeys("aibot_send_msg", markdown("lin", "您好"))


def test_what_happens_while_nobody_is_connected_is_lost(
    gateway: Gateway, line: Line, lin: Member
) -> None:
    line.connection.close()
    lin.says("路灯不亮")
    newer = Line(gateway)
    newer.subscribes()
    assert newer.frames == []
    assert [frame["body"]["text"]["content"] for frame in gateway.lost] == ["路灯不亮"]


def test_a_cut_closes_connections_and_takes_none_until_it_is_mended(
    gateway: Gateway, line: Line
) -> None:
    gateway.cut()
    assert line.closed
    with pytest.raises(ConnectionRefusedError):
        Line(gateway)
    gateway.restore()
    Line(gateway).subscribes()


def test_acks_can_be_held_back_though_what_was_asked_is_done(
    gateway: Gateway, line: Line, lin: Member
) -> None:
    lin.says("您好")
    line.frames.clear()
    gateway.hold_acks()
    frame = {"cmd": "aibot_send_msg", "headers": {"req_id": "1"}, "body": markdown("lin", "您好")}
    line.connection.receive(frame)
    assert line.frames == []
    assert lin.screen()[-1].text == "您好"
    gateway.release_acks()
    assert line.heard()["errcode"] == 0


def test_one_frame_can_be_refused(gateway: Gateway, line: Line, lin: Member) -> None:
    lin.says("您好")
    line.frames.clear()
    gateway.refuse_next("aibot_send_msg", 12345, "some reason")
    ack = line.asks("aibot_send_msg", markdown("lin", "您好"))
    assert (ack["errcode"], ack["errmsg"]) == (12345, "some reason")
    line.obeys("aibot_send_msg", markdown("lin", "您好"))


@pytest.mark.parametrize(
    "frame",
    [None, [], {}, {"cmd": "ping"}, {"cmd": "ping", "headers": {}}, {"cmd": 1, "headers": {}}],
)
def test_what_is_no_frame_is_refused(line: Line, frame: Any) -> None:
    line.connection.receive(frame)
    assert line.heard()["errcode"] == BAD_PARAMETER


def test_an_unknown_command_is_refused(line: Line) -> None:
    assert line.refused("aibot_edit_msg") == BAD_PARAMETER
