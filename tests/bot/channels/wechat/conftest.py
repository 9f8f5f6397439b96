"""A WeChat in memory, and somebody who follows the account."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from tests.sandbox.conftest import MovableClock

NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOON)


@pytest.fixture
def platform(clock: MovableClock) -> Platform:
    return Platform(clock)


@pytest.fixture
async def lin(platform: Platform) -> Follower:
    person = platform.add_person("林")
    await person.follow()
    return person
