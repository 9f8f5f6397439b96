"""429 by Telegram's published rates, when it is switched on."""

from typing import Any

import pytest
from telegram import Chat, User

from bot.sandbox.errors import BotApiError
from bot.sandbox.world import World


@pytest.fixture
def world(clock: Any) -> World:
    return World(clock=clock, flood_control=True)


async def send_until_refused(world: World, *chats: int) -> tuple[int, BotApiError]:
    """How many went through, and the refusal."""
    for count in range(1000):
        try:
            chat_id = chats[count % len(chats)]
            await world.call("sendMessage", {"chat_id": chat_id, "text": str(count)})
        except BotApiError as refused:
            return count, refused
    raise AssertionError("never refused")


async def test_a_private_chat_takes_five_at_once_then_one_a_second(
    world: World, clock: Any, resident: User
) -> None:
    sent, refused = await send_until_refused(world, resident.id)
    assert sent == 5
    assert refused.to_response() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    clock.advance(seconds=1)
    sent, _ = await send_until_refused(world, resident.id)
    assert sent == 1


async def test_a_group_takes_twenty_a_minute(world: World, clock: Any, group: Chat) -> None:
    sent, refused = await send_until_refused(world, group.id)
    assert sent == 20
    assert refused.parameters == {"retry_after": 60}
    clock.advance(seconds=60)
    assert (await send_until_refused(world, group.id))[0] == 20


async def test_all_chats_together_take_thirty_a_second(world: World, clock: Any) -> None:
    people = [world.add_user(f"居民{number}") for number in range(40)]
    for person in people:
        world.start(person.id)
    sent, _ = await send_until_refused(world, *(person.id for person in people))
    assert sent == 30
    clock.advance(seconds=1)
    sent, _ = await send_until_refused(world, *(person.id for person in people))
    assert sent == 30


async def test_an_album_counts_every_message(world: World, resident: User, group: Chat) -> None:
    photo = world.send_photo(resident.id, resident.id).photo[-1].file_id
    media = [{"type": "photo", "media": photo}] * 10
    for _ in range(2):
        await world.call("sendMediaGroup", {"chat_id": group.id, "media": media})
    with pytest.raises(BotApiError, match="Too Many Requests"):
        await world.call("sendMessage", {"chat_id": group.id, "text": "x"})


async def test_edits_count_in_groups_and_not_in_private_chats(
    world: World, resident: User, group: Chat
) -> None:
    for chat_id, refused_at in ((resident.id, None), (group.id, 20)):
        sent = await world.call("sendMessage", {"chat_id": chat_id, "text": "0"})
        assert await first_refused_edit(world, chat_id, sent["message_id"]) == refused_at


async def first_refused_edit(world: World, chat_id: int, message_id: int) -> int | None:
    for number in range(1, 30):
        asked = {"chat_id": chat_id, "message_id": message_id, "text": str(number)}
        try:
            await world.call("editMessageText", asked)
        except BotApiError:
            return number
    return None


async def test_what_sends_no_message_is_never_refused(world: World, resident: User) -> None:
    await send_until_refused(world, resident.id)
    await world.call("sendChatAction", {"chat_id": resident.id, "action": "typing"})
    await world.call("getUpdates")


async def test_nothing_is_refused_while_it_is_switched_off(world: World, resident: User) -> None:
    world.flood_control = False
    for number in range(50):
        await world.call("sendMessage", {"chat_id": resident.id, "text": str(number)})
