"""getUpdates: at least once, in order, until confirmed."""

import asyncio

import pytest
from telegram import User

from bot.sandbox.errors import BotApiError
from bot.sandbox.world import World


async def fetch(world: World, **asked: object) -> list[str]:
    updates = await world.call("getUpdates", asked)
    return [update["message"]["text"] for update in updates if "message" in update]


async def test_updates_come_again_until_they_are_confirmed(world: World, resident: User) -> None:
    world.say(resident.id, resident.id, "一")
    world.say(resident.id, resident.id, "二")
    assert await fetch(world) == await fetch(world) == ["一", "二"]
    first = world.updates.pending[0]["update_id"]
    assert await fetch(world, offset=first + 1) == ["二"]
    assert await fetch(world) == ["二"]


async def test_a_negative_offset_keeps_the_last_only(world: World, resident: User) -> None:
    for text in ("一", "二", "三"):
        world.say(resident.id, resident.id, text)
    assert await fetch(world, offset=-1) == ["三"]
    assert await fetch(world) == ["三"]


async def test_at_most_a_hundred_are_returned(world: World, resident: User) -> None:
    for number in range(101):
        world.say(resident.id, resident.id, str(number))
    assert len(await fetch(world)) == 100
    assert await fetch(world, limit=1) == ["0"]


async def test_a_long_poll_ends_when_something_happens(world: World, resident: User) -> None:
    waiting = asyncio.create_task(fetch(world, timeout=30))
    await asyncio.sleep(0)
    world.say(resident.id, resident.id, "在吗")
    assert await asyncio.wait_for(waiting, 1) == ["在吗"]


async def test_a_long_poll_ends_empty_when_its_time_is_over(world: World, resident: User) -> None:
    assert await asyncio.wait_for(fetch(world, timeout=1), 5) == []


async def test_a_second_poll_ends_the_first_with_a_conflict(world: World, resident: User) -> None:
    first = asyncio.create_task(fetch(world, timeout=30))
    await asyncio.sleep(0)
    second = asyncio.create_task(fetch(world, timeout=30))
    with pytest.raises(BotApiError, match="terminated by other getUpdates request") as refused:
        await asyncio.wait_for(first, 1)
    assert refused.value.code == 409
    world.say(resident.id, resident.id, "在吗")
    assert await asyncio.wait_for(second, 1) == ["在吗"]


async def test_polling_conflicts_with_a_webhook(world: World) -> None:
    await world.call("setWebhook", {"url": "https://example.cn/hook"})
    with pytest.raises(BotApiError, match="can't use getUpdates method while webhook is active"):
        await fetch(world)
    await world.call("deleteWebhook")
    assert await fetch(world) == []


async def test_only_the_kinds_asked_for_are_queued_from_then_on(
    world: World, resident: User
) -> None:
    world.say(resident.id, resident.id, "排队在前")
    await world.call("getUpdates", {"allowed_updates": '["callback_query"]'})
    world.say(resident.id, resident.id, "不要了")
    assert await fetch(world) == ["排队在前"]
    await world.call("getUpdates", {"allowed_updates": []})
    world.say(resident.id, resident.id, "又要了")
    assert await fetch(world) == ["排队在前", "又要了"]


async def test_deleting_the_webhook_may_drop_what_waits(world: World, resident: User) -> None:
    world.say(resident.id, resident.id, "旧的")
    await world.call("deleteWebhook", {"drop_pending_updates": True})
    assert await fetch(world) == []
