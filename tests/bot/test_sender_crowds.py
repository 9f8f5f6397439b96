"""Many cards of one group change at once: what is new comes first, and nothing is said in vain."""

from functools import partial

import pytest

from bot.sender.limits import TELEGRAM
from storage.engine import Database
from storage.outbox import Outgoing, Urgency, put
from storage.tables import Channel
from tests.bot.sender_fakes import Desk
from tests.bot.sender_runs import run_until_worked_off, running, until

GROUP = -100
A_MINUTE = TELEGRAM.group_a_minute


async def standing(database: Database, cards: int) -> Desk:
    """A group in which so many cards stand already, posted long ago."""
    desk = Desk(database)
    for number in range(cards):
        await desk.card(GROUP, f"ticket:{number}", f"{number} open")
    await desk.sender.work_off()
    desk.sender = desk.another_sender()
    desk.telegram.calls.clear()
    return desk


async def change_all(desk: Desk, cards: int, state: str) -> None:
    for number in range(cards):
        await desk.card(GROUP, f"ticket:{number}", f"{number} {state}")


async def test_a_look_that_has_not_changed_is_not_sent(database: Database) -> None:
    desk = await standing(database, 1)
    for state in ("taken", "taken", "open", "open"):
        await change_all(desk, 1, state)
        await desk.sender.work_off()
    assert desk.telegram.texts() == ["0 taken", "0 open"]
    assert set(await desk.states()) == {"sent"}


async def test_a_look_that_changed_back_before_it_left_is_not_sent(database: Database) -> None:
    desk = await standing(database, 1)
    await change_all(desk, 1, "taken")
    await change_all(desk, 1, "open")
    await desk.sender.work_off()
    assert desk.telegram.calls == []
    assert set(await desk.states()) == {"sent"}


async def test_urgent_then_new_cards_then_notices_then_redraws(database: Database) -> None:
    desk = await standing(database, 1)
    await change_all(desk, 1, "taken")
    await desk.say(GROUP, "a notice", urgency=Urgency.NOTICE)
    await desk.card(GROUP, "ticket:new", "new")
    await desk.card(GROUP, "ticket:urgent", "urgent", urgency=Urgency.URGENT)
    await desk.sender.work_off()
    assert desk.telegram.texts() == ["urgent", "new", "a notice", "0 taken"]


@pytest.mark.parametrize(("cards", "told"), [(A_MINUTE + 1, 0), (A_MINUTE + 2, 1)])
async def test_more_than_leaves_in_a_minute_is_told_of_once(
    database: Database, cards: int, told: int
) -> None:
    desk = await standing(database, cards)
    await change_all(desk, cards, "taken")
    await run_until_worked_off(desk)
    crowds = [what for kind, what in desk.told.calls if kind == "crowded"]
    waiting = [f"ticket:{number}" for number in range(1, cards)]
    assert crowds == [(GROUP, waiting)] * told
    assert desk.telegram.shown(GROUP) == [f"{number} taken" for number in range(cards)]


async def test_a_new_card_never_waits_behind_redraws(database: Database) -> None:
    cards = 60
    desk = await standing(database, cards)
    await change_all(desk, cards, "taken")
    came: dict[str, float] = {}
    async with running(desk.sender):
        for second in (1, 20, 40, 61, 80, 100, 121):
            await until(desk, partial(desk.later_than, second))
            with desk.time.standing_still():
                came[f"new {second}"] = desk.time.seconds
                await desk.card(GROUP, f"ticket:new {second}", f"new {second}")
                desk.sender.wake()
    await run_until_worked_off(desk)
    waited = {
        text: call.at - came[text]
        for call in desk.telegram.calls
        if (text := call.params["text"]) in came
    }
    assert waited.keys() == came.keys()
    assert max(waited.values()) < 3, waited
    assert {f"{number} taken" for number in range(cards)} <= set(desk.telegram.shown(GROUP))


async def test_the_card_that_was_tapped_does_not_wait_behind_the_others(
    database: Database,
) -> None:
    cards = 60
    desk = await standing(database, cards)
    await change_all(desk, cards, "taken")
    message_id = await desk.card_message(GROUP, "ticket:59")
    assert message_id is not None
    tapped: dict[str, float] = {}
    async with running(desk.sender):
        for second in (1, 20, 40):
            await until(desk, partial(desk.later_than, second))
            with desk.time.standing_still():
                tapped[f"tapped at {second}"] = desk.time.seconds
                look = Outgoing(
                    channel=Channel.TELEGRAM,
                    chat_id=GROUP,
                    method="sendMessage",
                    params={"chat_id": GROUP, "text": f"tapped at {second}"},
                    urgency=Urgency.CARD,
                    card="ticket:59",
                )
                async with database.transaction() as session:
                    tapped_card = (look.chat, message_id)
                    await put(session, [look], desk.time.clock(), tapped={tapped_card})
                desk.sender.wake()
    await run_until_worked_off(desk)
    waited = {
        text: call.at - tapped[text]
        for call in desk.telegram.calls
        if (text := call.params["text"]) in tapped
    }
    assert waited.keys() == tapped.keys()
    assert max(waited.values()) < 3, waited
    assert desk.telegram.shown(GROUP)[:59] == [f"{number} taken" for number in range(59)]
