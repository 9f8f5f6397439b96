"""30 messages a minute and 1,000 an hour in a conversation, replies and pushes together."""

import pytest

from bot.sandbox.wecom import Gateway, Limits, Member
from bot.sandbox.wecom.errors import TOO_OFTEN
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wecom.conftest import BOT_ID, SECRET, Line, card_message, markdown, notice


def pushed_until_refused(line: Line, chatid: str) -> int:
    for count in range(2000):
        ack = line.asks("aibot_send_msg", markdown(chatid, str(count)))
        if ack["errcode"]:
            assert ack["errcode"] == TOO_OFTEN
            return count
    raise AssertionError("never refused")


def test_thirty_a_minute_replies_and_pushes_together(
    line: Line, lin: Member, chen: Member, clock: MovableClock
) -> None:
    lin.says("您好")
    line.obeys("aibot_respond_msg", card_message(notice("您好")), to=line.heard())
    chen.says("您好")
    line.frames.clear()
    assert pushed_until_refused(line, "lin") == 29
    assert pushed_until_refused(line, "chen") == 30
    clock.advance(seconds=59)
    assert pushed_until_refused(line, "lin") == 0
    clock.advance(seconds=1)
    assert pushed_until_refused(line, "lin") == 30


def test_a_thousand_an_hour(line: Line, lin: Member, clock: MovableClock) -> None:
    lin.says("您好")
    line.frames.clear()
    sent = []
    for _ in range(61):
        sent.append(pushed_until_refused(line, "lin"))
        clock.advance(minutes=1)
    assert sent == [30] * 33 + [10] + [0] * 26 + [30]


def test_a_stream_counts_once(line: Line, lin: Member) -> None:
    lin.says("您好")
    asked = line.heard()
    for number in range(40):
        stream = {"id": "s", "content": str(number)}
        line.obeys("aibot_respond_msg", {"msgtype": "stream", "stream": stream}, to=asked)
    assert pushed_until_refused(line, "lin") == 29


@pytest.mark.parametrize("limits", [Limits(a_minute=2), Limits(an_hour=2)])
def test_the_limits_are_settings(clock: MovableClock, limits: Limits) -> None:
    gateway = Gateway(clock, limits)
    gateway.add_robot(BOT_ID, SECRET, "近邻")
    line = Line(gateway)
    line.subscribes()
    gateway.add_member("lin").says("您好")
    line.frames.clear()
    assert pushed_until_refused(line, "lin") == 2
