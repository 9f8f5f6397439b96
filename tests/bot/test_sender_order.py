"""Who leaves first."""

import asyncio
from datetime import timedelta

import pytest

from bot.sender import give_up_late
from bot.sender.queue import LOOK_AHEAD
from storage.engine import Database
from storage.outbox import Urgency
from tests.bot.sender_fakes import NOON, OK, Desk, always, bad_request, too_many
from tests.bot.sender_runs import running, until


async def test_an_answer_leaves_before_a_broadcast_written_earlier(database: Database) -> None:
    desk = Desk(database)
    await desk.say(1, "broadcast", urgency=Urgency.BROADCAST)
    await desk.say(2, "answer", urgency=Urgency.ANSWER)
    assert await desk.sender.work_off() == 2
    assert desk.telegram.texts() == ["answer", "broadcast"]
    assert await desk.states() == ["sent", "sent"]


async def test_a_chat_gets_its_messages_in_the_order_they_were_written(database: Database) -> None:
    desk = Desk(database)
    for number in range(5):
        await desk.say(1, str(number))
    await desk.sender.work_off()
    assert desk.telegram.shown(1) == ["0", "1", "2", "3", "4"]


async def test_a_chat_has_one_call_under_way_at_a_time(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.hangs = asyncio.Event()
    for chat in (1, 1, 2):
        await desk.say(chat, "hello")
    async with running(desk.sender):
        await until(desk, lambda: desk.received(2))
        began = desk.time.seconds
        await until(desk, lambda: desk.later_than(began + 5))
    assert [call.chat_id for call in desk.telegram.calls] == [1, 2]


async def test_nothing_overtakes_a_row_that_is_tried_again_later(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = always(too_many(5))
    await desk.say(1, "first")
    await desk.sender.work_off()
    await desk.say(1, "second")
    await desk.sender.work_off()
    # Not even when the program was restarted in between.
    await desk.another_sender().work_off()
    assert desk.telegram.texts() == ["first"]


async def test_the_row_that_was_put_off_goes_first_when_its_time_has_come(
    database: Database,
) -> None:
    desk = Desk(database)
    desk.telegram.script = always(too_many(5))
    await desk.say(1, "first")
    await desk.sender.work_off()
    await desk.say(1, "second")
    desk.telegram.script = always(OK)
    desk.time.seconds = 5
    await desk.another_sender().work_off()
    assert desk.telegram.shown(1) == ["first", "second"]


async def test_an_answer_to_a_button_waits_for_nothing(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = always(too_many(60))
    await desk.say(-1, "held back")
    await desk.sender.work_off()
    desk.telegram.script = always(bad_request("unexpected"))
    await desk.put(-1, "answerCallbackQuery", callback_query_id="7")
    await desk.sender.work_off()
    assert [call.name for call in desk.telegram.calls] == ["sendMessage", "answerCallbackQuery"]


async def test_rows_behind_many_of_one_chat_are_found(database: Database) -> None:
    desk = Desk(database)
    for _ in range(LOOK_AHEAD + 1):
        await desk.say(1, "one of many")
    await desk.say(2, "alone")
    desk.telegram.script = lambda call: too_many(60) if call.chat_id == 1 else OK
    await desk.sender.work_off()
    assert desk.telegram.shown(2) == ["alone"]


async def test_a_row_is_finished_at_the_clocks_time(database: Database) -> None:
    desk = Desk(database)
    await desk.say(1, "hello")
    await desk.sender.work_off()
    assert [row.finished_at for row in await desk.rows()] == [NOON]


async def test_what_waits_for_the_morning_holds_up_nothing_before_it(database: Database) -> None:
    desk = Desk(database)
    await desk.say(1, "in the morning", not_before=NOON + timedelta(hours=9))
    await desk.say(1, "now")
    # Nor after a restart: it was never tried, so nothing has to keep behind it.
    await desk.another_sender().work_off()
    assert desk.telegram.texts() == ["now"]

    desk.time.seconds = timedelta(hours=9).total_seconds()
    await desk.sender.work_off()
    assert desk.telegram.texts() == ["now", "in the morning"]


async def test_what_is_of_no_use_any_more_is_not_sent(database: Database) -> None:
    desk = Desk(database)
    await desk.say(1, "it begins in an hour", useful_until=NOON + timedelta(hours=1))
    await desk.say(1, "always of use")
    desk.time.seconds = timedelta(hours=1).total_seconds()
    await desk.sender.work_off()
    assert desk.telegram.texts() == ["always of use"]

    async with database.transaction() as session:
        await give_up_late(session, desk.time.clock())
    assert await desk.states() == ["given_up", "sent"]


@pytest.mark.parametrize("set_back", [timedelta(hours=2), timedelta(days=1)])
async def test_a_clock_set_back_holds_up_no_message(
    database: Database, set_back: timedelta
) -> None:
    desk = Desk(database)
    desk.telegram.script = always(too_many(50))
    await desk.say(1, "put off")
    await desk.sender.work_off()
    await desk.say(2, "just written")
    desk.telegram.script = always(OK)
    desk.time.seconds -= set_back.total_seconds()

    await desk.sender.work_off()

    assert sorted(desk.telegram.texts()[1:]) == ["just written", "put off"]
