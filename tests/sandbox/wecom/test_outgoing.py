"""What a robot may say, where, and until when."""

from typing import Any

import pytest

from bot.sandbox.wecom import Chat, Gateway, Member
from bot.sandbox.wecom.errors import (
    BAD_KIND,
    BAD_PARAMETER,
    BAD_REQ_ID,
    NO_SUCH_CHAT,
    STREAM_EXPIRED,
)
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wecom.conftest import Frame, Line, buttons, card_message, markdown, notice


def stream(content: str, *, finish: bool = True, **more: Any) -> Frame:
    inside = {"id": "s-1", "finish": finish, "content": content}
    return {"msgtype": "stream", "stream": inside} | more


def test_a_stream_replaces_what_it_said(line: Line, lin: Member) -> None:
    lin.says("几点开门")
    asked = line.heard()
    line.obeys("aibot_respond_msg", stream("请稍候", finish=False), to=asked)
    shown = lin.screen()[-1]
    assert (shown.text, shown.finished) == ("请稍候", False)
    line.obeys("aibot_respond_msg", stream("八点开门"), to=asked)
    assert [(each.text, each.finished) for each in lin.screen()[1:]] == [("八点开门", True)]


def test_a_finished_stream_says_no_more(line: Line, lin: Member) -> None:
    lin.says("几点开门")
    asked = line.heard()
    line.obeys("aibot_respond_msg", stream("八点"), to=asked)
    assert line.refused("aibot_respond_msg", stream("九点"), to=asked) == BAD_PARAMETER


def test_a_stream_ends_after_ten_minutes_and_other_answers_after_a_day(
    line: Line, lin: Member, clock: MovableClock
) -> None:
    lin.says("几点开门")
    asked = line.heard()
    line.obeys("aibot_respond_msg", stream("请稍候", finish=False), to=asked)
    clock.advance(minutes=10)
    assert line.refused("aibot_respond_msg", stream("八点"), to=asked) == STREAM_EXPIRED
    line.obeys("aibot_respond_msg", card_message(notice("八点")), to=asked)
    clock.advance(hours=24)
    assert line.refused("aibot_respond_msg", card_message(notice("八点")), to=asked) == BAD_REQ_ID


def test_a_stream_with_a_card_is_two_messages(line: Line, lin: Member) -> None:
    lin.says("几点开门")
    answer = stream("八点", template_card=buttons("t-1", "知道了"))
    answer["msgtype"] = "stream_with_template_card"
    line.obeys("aibot_respond_msg", answer, to=line.heard())
    assert [shown.kind for shown in lin.screen()[1:]] == ["markdown", "template_card"]


def test_a_stream_with_a_bad_card_says_nothing(line: Line, lin: Member) -> None:
    lin.says("几点开门")
    answer = stream("八点", template_card=buttons("t-1"))
    answer["msgtype"] = "stream_with_template_card"
    assert line.refused("aibot_respond_msg", answer, to=line.heard()) == BAD_PARAMETER
    assert len(lin.screen()) == 1


@pytest.mark.parametrize("kind", ["text", "markdown", "news", None])
def test_a_message_is_answered_only_by_the_kinds_there_are(
    line: Line, lin: Member, kind: str | None
) -> None:
    lin.says("您好")
    body = {"msgtype": kind, str(kind): {"content": "您好"}}
    assert line.refused("aibot_respond_msg", body, to=line.heard()) == BAD_KIND


@pytest.mark.parametrize("content", ["", None, 5, "好" * 6827])
def test_markdown_holds_1_to_20480_bytes(line: Line, lin: Member, content: Any) -> None:
    lin.says("您好")
    line.frames.clear()
    assert line.refused("aibot_send_msg", markdown("lin", content)) == BAD_PARAMETER
    line.obeys("aibot_send_msg", markdown("lin", "好" * 6826))


def test_a_welcome_answers_opening_once_within_five_seconds(
    line: Line, lin: Member, clock: MovableClock
) -> None:
    greeting = {"msgtype": "text", "text": {"content": "您好，我是近邻"}}
    lin.opens()
    opened = line.heard()
    clock.advance(seconds=5)
    line.obeys("aibot_respond_welcome_msg", greeting, to=opened)
    assert lin.screen()[-1].text == "您好，我是近邻"
    assert line.refused("aibot_respond_welcome_msg", greeting, to=opened) == BAD_REQ_ID


def test_a_welcome_after_six_seconds_is_too_late(
    line: Line, lin: Member, clock: MovableClock
) -> None:
    lin.opens()
    clock.advance(seconds=6)
    greeting = card_message(notice("您好"))
    assert line.refused("aibot_respond_welcome_msg", greeting, to=line.heard()) == BAD_REQ_ID


def test_each_event_takes_its_own_answer_only(line: Line, lin: Member) -> None:
    lin.opens()
    opened = line.heard()
    assert line.refused("aibot_respond_msg", stream("您好"), to=opened) == BAD_REQ_ID
    lin.says("您好")
    asked = line.heard()
    greeting = {"msgtype": "text", "text": {"content": "您好"}}
    assert line.refused("aibot_respond_welcome_msg", greeting, to=asked) == BAD_REQ_ID
    line.obeys("aibot_respond_msg", card_message(buttons("t-1", "接单")), to=asked)
    lin.presses(lin.screen()[-1], "接单")
    assert line.refused("aibot_respond_msg", stream("好"), to=line.heard()) == BAD_REQ_ID


def test_an_invented_req_id_is_refused(line: Line) -> None:
    assert line.refused("aibot_respond_msg", stream("您好")) == BAD_REQ_ID


def test_a_push_needs_that_somebody_wrote_there(
    line: Line, lin: Member, chen: Member, group: Chat
) -> None:
    lin.opens()
    lin.writes(group, "吃了吗")
    line.frames.clear()
    for chatid in ("lin", group.id):
        assert line.refused("aibot_send_msg", markdown(chatid, "您好")) == NO_SUCH_CHAT
    lin.says("您好")
    chen.mentions(group, "/bind")
    line.frames.clear()
    for chatid in ("lin", group.id):
        line.obeys("aibot_send_msg", markdown(chatid, "您好"))
    assert line.refused("aibot_send_msg", markdown("chen", "您好")) == NO_SUCH_CHAT
    assert chen.screen(group)[-1].text == "您好"


def test_a_lapsed_push_comes_back_with_the_next_mention(
    gateway: Gateway, line: Line, lin: Member, group: Chat
) -> None:
    lin.mentions(group, "/bind")
    gateway.lapse(group)
    line.frames.clear()
    assert line.refused("aibot_send_msg", markdown(group.id, "您好")) == NO_SUCH_CHAT
    lin.mentions(group, "在吗")
    line.frames.clear()
    line.obeys("aibot_send_msg", markdown(group.id, "您好"))


def test_the_kind_of_chat_can_be_said_and_must_be_right(
    line: Line, lin: Member, group: Chat
) -> None:
    lin.says("您好")
    lin.mentions(group, "您好")
    line.frames.clear()
    line.obeys("aibot_send_msg", markdown("lin", "您好", chat_type=1))
    line.obeys("aibot_send_msg", markdown(group.id, "您好", chat_type=2))
    assert line.refused("aibot_send_msg", markdown("lin", "您好", chat_type=2)) == NO_SUCH_CHAT
    assert line.refused("aibot_send_msg", markdown(group.id, "好", chat_type=1)) == NO_SUCH_CHAT


def test_a_robot_that_was_removed_is_refused_there(
    gateway: Gateway, line: Line, lin: Member, group: Chat
) -> None:
    lin.mentions(group, "您好")
    asked = line.heard()
    gateway.remove_robot(group, gateway.robot())
    assert line.frames == []
    assert line.refused("aibot_send_msg", markdown(group.id, "您好")) == NO_SUCH_CHAT
    assert line.refused("aibot_respond_msg", stream("您好"), to=asked) == NO_SUCH_CHAT
    gateway.add_robot_to_group(group, gateway.robot())
    assert line.refused("aibot_send_msg", markdown(group.id, "您好")) == NO_SUCH_CHAT
    lin.mentions(group, "回来了")
    line.frames.clear()
    line.obeys("aibot_send_msg", markdown(group.id, "您好"))


def test_nothing_reaches_who_left_the_enterprise(line: Line, lin: Member) -> None:
    lin.says("您好")
    asked = line.heard()
    lin.leaves()
    assert line.refused("aibot_send_msg", markdown("lin", "您好")) == NO_SUCH_CHAT
    assert line.refused("aibot_respond_msg", stream("您好"), to=asked) == NO_SUCH_CHAT


def test_plain_text_cannot_be_pushed(line: Line, lin: Member) -> None:
    lin.says("您好")
    line.frames.clear()
    body = {"chatid": "lin", "msgtype": "text", "text": {"content": "您好"}}
    assert line.refused("aibot_send_msg", body) == BAD_KIND
