"""A tap may be answered once, within five seconds; a card's id names its message."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wecom.cards import OPTIONS
from bot.channels.wecom.taps import Tap, Taps, message_of, new_task_id
from bot.line import Line
from bot.roles import Role
from bot.sandbox.wecom.cards import TASK_ID
from bot.sender.limits import WECOM, Limits
from storage.tables import Channel, Chat
from tests.sandbox.conftest import MovableClock

CHAT = Chat(Channel.WECOM, -5 * 10**15 - 1)


def tapped(clock: MovableClock) -> Taps:
    taps = Taps(clock)
    taps.note(1, Tap(CHAT, 17, "req-1", "17-a", clock()))
    return taps


def test_it_is_used_once(clock: MovableClock) -> None:
    taps = tapped(clock)
    assert taps.use(CHAT, 18) is None
    assert taps.use(CHAT, 17) is not None
    assert taps.use(CHAT, 17) is None


def test_after_five_seconds_it_is_of_no_use(clock: MovableClock) -> None:
    taps = tapped(clock)
    clock.advance(seconds=5)
    assert taps.use(CHAT, 17) is None


@given(st.integers(min_value=1, max_value=2**53))
def test_a_task_id_names_the_message_and_never_comes_again(number: int) -> None:
    ids = {new_task_id(number) for _each in range(OPTIONS)}
    assert len(ids) == OPTIONS
    assert all(TASK_ID.fullmatch(each) and message_of(each) == number for each in ids)


@given(st.text())
def test_whatever_else_is_called_so_names_none(task_id: str) -> None:
    assert message_of(task_id) >= 0


def test_a_chat_takes_thirty_a_minute_whoever_is_in_it() -> None:
    for chat in (CHAT, Chat(Channel.WECOM, 5 * 10**15 + 1)):
        limits, now = Limits(WECOM), 0.0
        for _each in range(30):
            now = max(now, limits.chat_free_at(now, "sendMessage", chat, 1))
            limits.ended(now, limits.take(now, "sendMessage", chat, 1), heard=False)
        assert now < 60 <= limits.chat_free_at(now, "sendMessage", chat, 1)


def test_who_sends_on_wecom_takes_in_there() -> None:
    line = object.__new__(Line)
    line.channel = Channel.WECOM
    assert [role for role in Role if line.takes_in(role)] == [Role.ALL, Role.SENDER]
