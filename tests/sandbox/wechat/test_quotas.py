"""Customer-service quotas, against a plain model of what WeChat promises."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import Caller, Product, text_reply


async def sent(api: Caller, person: Follower, times: int) -> list[int]:
    return [await api.say(person, f"第{number}条") for number in range(times)]


async def test_five_after_a_written_message(api: Caller, lin: Follower) -> None:
    await lin.say("在吗")
    assert await sent(api, lin, 6) == [0, 0, 0, 0, 0, 45047]
    assert lin.heard == ["第0条", "第1条", "第2条", "第3条", "第4条"]


async def test_each_written_message_begins_anew(
    api: Caller, lin: Follower, clock: MovableClock
) -> None:
    await lin.say("在吗")
    await sent(api, lin, 5)
    clock.advance(hours=47, minutes=59)
    await lin.say("在吗")
    clock.advance(hours=47, minutes=59)
    assert await sent(api, lin, 1) == [0]


async def test_forty_eight_hours_are_the_end(
    api: Caller, lin: Follower, clock: MovableClock
) -> None:
    await lin.say("在吗")
    clock.advance(hours=48)
    assert await sent(api, lin, 1) == [45015]


async def test_three_within_a_minute_of_a_follow(
    api: Caller, lin: Follower, clock: MovableClock
) -> None:
    assert await sent(api, lin, 4) == [0, 0, 0, 45047]
    clock.advance(minutes=1)
    assert await sent(api, lin, 1) == [45015]


async def test_a_tap_gives_three_where_less_is_left(
    api: Caller, lin: Follower, platform: Platform, clock: MovableClock
) -> None:
    platform.menu = [{"type": "click", "name": "报修", "key": "repair"}]
    clock.advance(minutes=5)
    await lin.say("在吗")
    await sent(api, lin, 4)
    await lin.click("repair")
    assert await sent(api, lin, 4) == [0, 0, 0, 45047]
    clock.advance(minutes=1)
    assert await sent(api, lin, 1) == [45047]


async def test_a_tap_adds_nothing_where_more_is_left(
    api: Caller, lin: Follower, clock: MovableClock
) -> None:
    await lin.say("在吗")
    lin.windows.open_by_tap(clock())
    assert await sent(api, lin, 6) == [0, 0, 0, 0, 0, 45047]


async def test_passive_replies_are_free(api: Caller, lin: Follower, product: Product) -> None:
    for _ in range(6):
        product.next = [text_reply(lin, "好")]
        await lin.say("在吗")
    assert await sent(api, lin, 6) == [0, 0, 0, 0, 0, 45047]


async def test_what_cannot_be_sent_costs_nothing(api: Caller, lin: Follower) -> None:
    await lin.say("在吗")
    assert await api.say(lin, "灯" * 683) == 45002
    assert await sent(api, lin, 6) == [0, 0, 0, 0, 0, 45047]


async def test_leaving_closes_every_window(api: Caller, lin: Follower, clock: MovableClock) -> None:
    await lin.say("在吗")
    await lin.unfollow()
    assert await sent(api, lin, 1) == [43004]
    await lin.follow()
    clock.advance(minutes=1)
    assert await sent(api, lin, 1) == [45015]


class Quotas(RuleBasedStateMachine):
    """The model keeps times, and counts what was taken since each. Whatever people do, no sixth
    message is taken after the last thing they did.
    """

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = MovableClock()
        self.platform = Platform(self.clock)
        self.platform.menu = [
            {"type": "click", "name": "报修", "key": "repair"},
            {"type": "view", "name": "网页", "url": "https://x.cn"},
        ]
        self.api = Caller(self.platform)
        self.person = self.platform.add_person("林")
        self.written: datetime | None = None
        self.tapped: datetime | None = None
        self.since_written = self.since_tapped = self.since_anything = 0

    def teardown(self) -> None:
        self.runner.close()

    def do(self, act: Coroutine[None, None, object]) -> None:
        self.runner.run(act)
        self.since_anything = 0

    @precondition(lambda self: not self.person.follows)
    @rule()
    def follow(self) -> None:
        self.do(self.person.follow())
        self.tapped, self.since_tapped = self.clock(), 0

    @precondition(lambda self: self.person.follows)
    @rule()
    def leave(self) -> None:
        self.do(self.person.unfollow())
        self.written = self.tapped = None

    @precondition(lambda self: self.person.follows)
    @rule()
    def write(self) -> None:
        self.do(self.person.say("在吗"))
        self.written, self.since_written = self.clock(), 0

    @precondition(lambda self: self.person.follows)
    @rule()
    def click(self) -> None:
        self.do(self.person.click("repair"))
        self.tapped, self.since_tapped = self.clock(), 0

    @precondition(lambda self: self.person.follows)
    @rule()
    def open_page(self) -> None:
        self.do(self.person.open_page("网页"))

    @rule(wait=st.sampled_from([1, 59, 60, 3600, 48 * 3600 - 1, 48 * 3600]))
    def wait(self, wait: int) -> None:
        self.clock.advance(seconds=wait)

    def open(self) -> list[int]:
        """What is left of each window that is open."""
        left = []
        if self.written and self.clock() < self.written + timedelta(hours=48):
            left.append(max(0, 5 - self.since_written))
        if self.tapped and self.clock() < self.tapped + timedelta(minutes=1):
            left.append(max(0, 3 - self.since_tapped))
        return left

    @rule()
    def send(self) -> None:
        left = self.open()
        expected = 0 if any(left) else 45047 if left else 45015
        code = self.runner.run(self.api.say(self.person, "好"))
        assert code == (expected if self.person.follows else 43004)
        if code == 0:
            self.since_written += 1
            self.since_tapped += 1
            self.since_anything += 1

    @invariant()
    def no_sixth_is_taken(self) -> None:
        assert self.since_anything <= 5
        assert self.person.windows.left(self.clock()) == max(self.open(), default=0)


TestQuotas = Quotas.TestCase
TestQuotas.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
