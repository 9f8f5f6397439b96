"""Telegram's limits, first as arithmetic, then as the sender keeps them."""

import asyncio
import math
from dataclasses import replace
from itertools import pairwise

from bot.sender.limits import LEARNS_FROM, TELEGRAM, Bucket, Limits, Window
from storage.engine import Database
from storage.outbox import Urgency
from tests.bot.sender_fakes import Desk
from tests.bot.sender_runs import run_until_worked_off, running, until
from tests.chats import telegram

GROUP = -100


def test_a_slot_is_free_a_second_after_its_message_was_counted() -> None:
    window = Window(1, 1.0)
    window.take(1)
    assert window.free_at(0.0, 1) == math.inf
    window.answered(0.1, 1)
    assert window.free_at(0.2, 1) == 1.1
    assert window.free_at(1.1, 1) == 1.1


def test_slots_come_free_in_the_order_in_which_messages_were_counted() -> None:
    window = Window(2, 1.0)
    window.take(2)
    window.answered(0.5, 1)
    window.answered(0.1, 1)
    assert (window.free_at(0.5, 1), window.free_at(0.5, 2)) == (1.1, 1.5)


def free_after(
    *trips: float, refused: bool = False, heard: bool = True, learnt: bool = True
) -> float:
    """When one more may leave after calls that took so long, all begun at once with the first.

    The messenger takes as many as these in a second.
    """
    limits = Limits(replace(TELEGRAM, overall_a_second=len(trips)))
    for _learnt in range(LEARNS_FROM if learnt else 0):
        limits.ended(-9.0, limits.take(-10.0, "answerCallbackQuery", telegram(9), 1), heard=True)
    permits = [
        limits.take(0.0, "sendMessage", telegram(chat), 1) for chat, _ in enumerate(trips, 1)
    ]
    if refused:
        limits.refused_at = 0.0
    for trip, permit in zip(trips, permits, strict=True):
        limits.ended(trip, permit, heard=heard)
    return round(limits.overall_free_at(0.5, "sendMessage", 1), 3)


def test_a_message_was_counted_halfway_and_the_next_one_takes_half_the_shortest_trip() -> None:
    # Counted after 0.05 seconds; nine tenths of 0.05 are what the next one is on its way.
    assert free_after(0.1) == 1.005
    assert free_after(0.1, 0.3) == 1.005


def test_the_shortest_trip_is_learnt_first() -> None:
    assert free_after(0.1, learnt=False) == 1.05


def test_once_refused_it_is_taken_to_be_counted_as_late_as_can_be() -> None:
    assert free_after(0.3, refused=True) == 1.015
    assert free_after(0.1, 0.3, refused=True) == 1.005


def test_of_what_was_never_answered_nothing_is_known() -> None:
    assert free_after(0.3, heard=False, learnt=False) == 1.3


def test_an_album_needs_a_slot_a_picture() -> None:
    window = Window(3, 1.0)
    window.take(2)
    window.answered(0.0, 2)
    assert window.free_at(0.5, 1) == 0.5
    assert window.free_at(0.5, 2) == 1.0


def test_a_bucket_allows_its_burst_and_then_one_a_second() -> None:
    bucket = Bucket(3, now=0.0)
    for _ in range(3):
        assert bucket.free_at(0.0, 1) == 0.0
        bucket.take(1)
    assert bucket.free_at(0.25, 1) == 1.0


def test_chats_that_rested_are_forgotten() -> None:
    limits = Limits(TELEGRAM)
    for chat in range(1, 3000):
        now = chat * 1.0
        limits.ended(now, limits.take(now, "sendMessage", telegram(chat), 1), heard=True)
    assert limits.remembered_chats < 1500


async def test_somebody_who_taps_quickly_is_answered_at_once_three_times(
    database: Database,
) -> None:
    desk = Desk(database)
    for number in range(6):
        await desk.say(1, str(number))
    await run_until_worked_off(desk)
    times = [call.at for call in desk.telegram.calls]
    assert times[2] < 0.5
    assert [int(time + 0.01) for time in times[3:]] == [1, 2, 3]


async def test_a_group_gets_twenty_a_minute_edits_included(database: Database) -> None:
    desk = Desk(database)
    for number in range(15):
        await desk.say(GROUP, str(number))
        await desk.put(GROUP, "editMessageText", message_id=101, text=str(number))
    await run_until_worked_off(desk)
    times = [call.at for call in desk.telegram.calls]
    assert all(later - sooner >= 60 for sooner, later in zip(times, times[20:], strict=False))
    assert all(later - sooner >= 1 for sooner, later in pairwise(times))
    assert times[-1] < 90


async def test_edits_in_a_private_chat_are_not_held_back(database: Database) -> None:
    desk = Desk(database)
    for number in range(10):
        await desk.put(1, "editMessageText", message_id=101, text=str(number))
    await run_until_worked_off(desk)
    assert desk.telegram.calls[-1].at < 1


async def test_no_more_than_thirty_leave_in_any_second(database: Database) -> None:
    desk = Desk(database)
    for chat in range(1, 100):
        await desk.say(chat, "to all", urgency=Urgency.BROADCAST)
    await run_until_worked_off(desk)
    times = [call.at for call in desk.telegram.calls]
    assert all(later - sooner >= 0.999 for sooner, later in zip(times, times[30:], strict=False))
    assert times[-1] < 4


async def test_an_album_gets_its_places_though_others_would_fit_before(database: Database) -> None:
    desk = Desk(database)
    for chat in range(1, 29):
        await desk.say(chat, "to all", urgency=Urgency.NOTICE)
    album = [{"type": "photo", "media": "a"}] * 10
    await desk.put(50, "sendMediaGroup", media=album, urgency=Urgency.NOTICE)
    for chat in range(60, 90):
        await desk.say(chat, "to all", urgency=Urgency.BROADCAST)
    await run_until_worked_off(desk)
    assert [call.name for call in desk.telegram.calls].index("sendMediaGroup") == 28


async def test_what_goes_to_many_leaves_evenly(database: Database) -> None:
    desk = Desk(database)
    for chat in range(1, 40):
        await desk.say(chat, "to all", urgency=Urgency.BROADCAST)
    await run_until_worked_off(desk)
    times = [call.at for call in desk.telegram.calls]
    assert all(later - sooner >= 0.9 / 30 - 1e-9 for sooner, later in pairwise(times))


async def test_answers_leave_though_a_broadcast_hangs(database: Database) -> None:
    """The messenger answers nothing for a while."""
    desk = Desk(database)
    for chat in range(1, 40):
        await desk.say(chat, "to all", urgency=Urgency.BROADCAST)
    desk.telegram.hangs = asyncio.Event()
    async with running(desk.sender):
        await until(desk, lambda: desk.received(7))
        for chat in range(1000, 1003):
            await desk.say(chat, "an answer", urgency=Urgency.ANSWER)
        await until(desk, lambda: desk.received(10))
        assert desk.telegram.texts() == ["to all"] * 7 + ["an answer"] * 3


async def test_an_urgent_answer_does_not_wait_for_a_broadcast(database: Database) -> None:
    desk = Desk(database)
    for chat in range(1, 100):
        await desk.say(chat, "to all", urgency=Urgency.BROADCAST)

    async def somebody_writes() -> None:
        await desk.say(1000, "an answer", urgency=Urgency.ANSWER)
        desk.sender.wake()

    desk.telegram.meanwhile = somebody_writes
    await run_until_worked_off(desk)
    assert desk.telegram.texts().index("an answer") <= 31
