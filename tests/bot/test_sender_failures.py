"""What can go wrong between us and Telegram."""

import logging
from collections.abc import Callable

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender.holds import LONGEST_BACKOFF, PATIENCE
from storage.engine import Database
from storage.held import TRY_AGAIN
from storage.outbox import Urgency
from storage.tables import Card
from tests.bot.sender_fakes import (
    OK,
    TOKEN,
    Answer,
    Desk,
    Received,
    always,
    bad_request,
    forbidden,
    moved_to,
    too_many,
)

SERVER_ERROR = Answer(502, "Bad Gateway")
NO_NETWORK = Answer(raises=TelegramNetworkError(method=GetMe(), message="ClientOSError"))
GROUP, SUPERGROUP = -5, -100_5


@pytest.mark.parametrize(
    "failure", [SERVER_ERROR, NO_NETWORK, Answer(401, "Unauthorized"), Answer(raises=OSError())]
)
async def test_what_may_pass_is_tried_again_until_it_has(
    database: Database, failure: Answer
) -> None:
    desk = Desk(database)
    await desk.say(1, "hello")
    desk.telegram.script = always(failure)
    for _ in range(PATIENCE + 5):
        await desk.sender.work_off()
        desk.time.seconds += LONGEST_BACKOFF.total_seconds()
    assert await desk.states() == ["waiting"]
    desk.telegram.script = always(OK)
    await desk.sender.work_off()
    assert desk.telegram.shown(1) == ["hello"]


async def test_a_row_the_server_chokes_on_is_given_up_while_others_get_through(
    database: Database,
) -> None:
    desk = Desk(database)
    await desk.say(1, "poison")
    desk.telegram.script = lambda call: SERVER_ERROR if call.chat_id == 1 else OK
    for _ in range(PATIENCE):
        await desk.say(2, "fine")
        await desk.sender.work_off()
        desk.time.seconds += LONGEST_BACKOFF.total_seconds()
    assert (await desk.states())[0] == "given_up"
    assert desk.told.calls == [("undeliverable", "poison"), ("refused", "poison")]


async def test_retry_after_is_honoured_for_its_chat_alone(database: Database) -> None:
    desk = Desk(database)
    await desk.say(1, "slow down")
    desk.telegram.script = lambda call: too_many(30) if call.at < 30 and call.chat_id == 1 else OK
    await desk.sender.work_off()
    desk.time.seconds = 29
    await desk.say(2, "elsewhere")
    assert await desk.sender.work_off() == 1
    desk.time.seconds = 30
    assert await desk.sender.work_off() == 1
    assert [call.at for call in desk.telegram.calls if call.chat_id == 1] == [0, 30]


async def test_three_people_told_to_wait_at_once_stop_everything(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = always(too_many(30))
    for chat in (1, 2, 3):
        await desk.say(chat, "slow down")
        await desk.sender.work_off()
    await desk.say(4, "elsewhere")
    await desk.sender.work_off()
    assert [call.chat_id for call in desk.telegram.calls] == [1, 2, 3]


async def test_groups_told_to_wait_stop_nobody_else(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = lambda call: too_many(30) if call.chat_id < 0 else OK
    for chat in (-1, -2, -3, 4):
        await desk.say(chat, "hello")
        await desk.sender.work_off()
    assert desk.telegram.shown(4) == ["hello"]


async def test_a_stubborn_429_is_never_given_up(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = lambda call: too_many(1) if call.chat_id == 1 else OK
    await desk.say(1, "patience")
    for _ in range(PATIENCE + 5):
        await desk.say(2, "fine")
        await desk.sender.work_off()
        desk.time.seconds += 1
    assert (await desk.states())[0] == "waiting"


async def test_a_dead_network_is_probed_by_one_call_at_a_time(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = always(NO_NETWORK)
    for chat in range(1, 60):
        await desk.say(chat, "hello")
    await desk.sender.work_off()
    before = len(desk.telegram.calls)
    desk.time.seconds += LONGEST_BACKOFF.total_seconds()
    await desk.sender.work_off()
    assert len(desk.telegram.calls) == before + 1


async def test_a_refused_row_is_given_up_and_told_without_peoples_words(
    database: Database,
) -> None:
    desk = Desk(database)
    desk.telegram.script = always(bad_request('unsupported start tag "my secret" at byte 3'))
    await desk.say(1, "<my secret>")
    await desk.sender.work_off()
    (row,) = await desk.rows()
    assert row.state == "given_up"
    assert row.error == "Bad Request: unsupported start tag … at byte 3"
    assert desk.told.calls == [("undeliverable", "<my secret>"), ("refused", "<my secret>")]


async def test_a_refused_look_that_was_replaced_meanwhile_is_not_given_up(
    database: Database,
) -> None:
    desk = Desk(database)
    desk.telegram.script = _refuses("broken")
    await desk.card(1, "menu", "broken")

    async def repaired() -> None:
        await desk.card(1, "menu", "repaired")

    desk.telegram.meanwhile = repaired
    await desk.sender.work_off()
    assert desk.telegram.shown(1) == ["repaired"]
    assert desk.told.calls == []


@pytest.mark.parametrize(
    "text",
    [
        "can't parse entities: Unsupported start tag",
        "message is too long",
        "message text is empty",
        "message caption is too long",
        "text must be non-empty",
        "wrong file identifier/HTTP URL specified",
        "wrong type of the web page content",
        "can't use file of type Photo as Document",
        "wrong file_id or the file is temporarily unavailable",
        "failed to get HTTP URL content",
        "PHOTO_INVALID_DIMENSIONS",
        "IMAGE_PROCESS_FAILED",
        "BUTTON_DATA_INVALID",
        "BUTTON_URL_INVALID",
        "REPLY_MARKUP_TOO_LONG",
        "can't parse inline keyboard button: text is empty",
        "strings must be encoded in UTF-8",
        "file is too big",
        "VOICE_MESSAGES_FORBIDDEN",
    ],
)
async def test_what_is_refused_for_what_it_says_is_tried_once_and_told(
    database: Database, text: str
) -> None:
    desk = Desk(database)
    desk.telegram.script = lambda call: bad_request(text) if call.chat_id == 1 else OK
    await desk.say(1, "the bad one")
    await desk.say(2, "another")
    await desk.sender.work_off()
    assert len(desk.telegram.calls) == 2
    assert await desk.states() == ["given_up", "sent"]
    assert desk.told.calls == [("undeliverable", "the bad one"), ("refused", "the bad one")]


@pytest.mark.parametrize(
    "error",
    [UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), TypeError("no JSON")],
    ids=["a lone surrogate", "no JSON"],
)
async def test_what_cannot_be_written_down_is_tried_once_and_told(
    database: Database, error: Exception
) -> None:
    desk = Desk(database)
    desk.telegram.script = always(Answer(raises=error))
    await desk.say(1, "the bad one")
    await desk.sender.work_off()
    assert len(desk.telegram.calls) == 1
    assert await desk.states() == ["given_up"]
    assert desk.told.calls == [("undeliverable", "the bad one"), ("refused", "the bad one")]


async def test_a_button_answered_too_late_is_given_up_silently(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = always(
        bad_request("query is too old and response timeout expired or query ID is invalid")
    )
    await desk.put(1, "answerCallbackQuery", callback_query_id="7")
    await desk.sender.work_off()
    assert await desk.states() == ["given_up"]
    assert desk.told.calls == []


@pytest.mark.parametrize(
    ("method", "params"),
    [("sendNonsense", {}), ("sendMessage", {}), ("sendPhoto", {"caption": "?"})],
)
async def test_a_row_that_is_no_call_is_given_up(
    database: Database, method: str, params: dict[str, object]
) -> None:
    desk = Desk(database)
    await desk.put(1, method, **params)
    await desk.sender.work_off()
    assert await desk.states() == ["given_up"]
    assert desk.telegram.calls == []


async def test_all_that_waits_for_somebody_who_blocked_the_bot_is_given_up(
    database: Database,
) -> None:
    desk = Desk(database)
    desk.telegram.script = always(forbidden("bot was blocked by the user"))
    await desk.say(1, "one")
    await desk.say(1, "two", urgency=Urgency.BROADCAST)
    await desk.sender.work_off()
    assert await desk.states() == ["given_up", "given_up"]
    assert len(desk.telegram.calls) == 1
    told = [("blocked", 1), ("undeliverable", "one"), ("undeliverable", "two")]
    assert desk.told.calls == told


async def test_a_group_that_removed_the_bot_is_told_as_removed(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = always(forbidden("bot was kicked from the supergroup chat"))
    await desk.say(SUPERGROUP, "one")
    await desk.sender.work_off()
    assert desk.told.calls == [("removed", SUPERGROUP), ("undeliverable", "one")]


async def test_what_waits_follows_a_group_that_became_a_supergroup(database: Database) -> None:
    desk = Desk(database)
    await desk.card(GROUP, "ticket:1", "open")
    await desk.sender.work_off()
    desk.telegram.script = lambda call: moved_to(SUPERGROUP) if call.chat_id == GROUP else OK
    await desk.card(GROUP, "ticket:1", "taken")
    await desk.say(GROUP, "a notice", urgency=Urgency.NOTICE)
    await desk.sender.work_off()
    assert desk.told.calls == [("moved", (GROUP, SUPERGROUP))]
    assert desk.telegram.shown(SUPERGROUP) == ["a notice", "taken"]
    assert await desk.card_message(GROUP, "ticket:1") is None


async def test_a_look_written_for_the_new_id_is_not_overwritten_by_an_older_one(
    database: Database,
) -> None:
    desk = Desk(database)
    desk.telegram.script = lambda call: moved_to(SUPERGROUP) if call.chat_id == GROUP else OK
    await desk.card(GROUP, "ticket:1", "open")
    await desk.card(SUPERGROUP, "ticket:1", "taken")
    await desk.sender.work_off()
    assert desk.telegram.shown(SUPERGROUP) == ["taken"]


async def test_an_edit_whose_message_is_gone_is_sent_as_a_message(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = _nothing_to_edit
    await desk.put(1, "editMessageText", message_id=7, text="what happens next")
    await desk.sender.work_off()
    assert desk.telegram.shown(1) == ["what happens next"]


async def test_a_message_too_old_to_be_deleted_loses_its_buttons(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = lambda call: (
        bad_request("message can't be deleted for everyone") if call.name == "deleteMessage" else OK
    )
    await desk.put(GROUP, "deleteMessage", message_id=7)
    await desk.sender.work_off()
    assert [call.name for call in desk.telegram.calls] == [
        "deleteMessage",
        "editMessageReplyMarkup",
    ]
    assert desk.telegram.calls[-1].params["message_id"] == 7


async def test_taking_buttons_off_a_message_that_is_gone_is_done(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = _nothing_to_edit
    await desk.put(1, "editMessageReplyMarkup", message_id=7)
    await desk.sender.work_off()
    assert await desk.states() == ["sent"]


async def test_a_message_is_not_sent_again_because_its_answer_cannot_be_read(
    database: Database,
) -> None:
    desk = Desk(database)
    answer = {"ok": True, "result": {"message_id": 9, "of": "a later Bot API"}}
    desk.telegram.script = always(Answer(body=answer))
    await desk.card(1, "menu", "hello")
    await desk.sender.work_off()
    assert await desk.states() == ["sent"]
    assert await desk.card_message(1, "menu") == 9


async def test_a_hook_that_fails_is_undone_while_the_rows_are_recorded(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(database)

    async def broken(session: AsyncSession, *_: object) -> None:
        await session.execute(insert(Card).values(chat_id=1, key="half", message_id=1))
        raise RuntimeError

    monkeypatch.setattr(desk.told, "undeliverable", broken)
    desk.telegram.script = lambda call: OK if call.chat_id == 2 else bad_request("chat not found")
    await desk.say(1, "refused")
    await desk.say(2, "fine")
    await desk.sender.work_off()
    assert await desk.states() == ["given_up", "sent"]
    assert await desk.card_message(1, "half") is None


async def test_nothing_private_is_logged(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    desk = Desk(database)
    for chat, failure in enumerate(
        (SERVER_ERROR, NO_NETWORK, too_many(1), bad_request('tag "words"'), forbidden("blocked"))
    ):
        desk.telegram.script = always(failure)
        await desk.say(chat + 1, "words")
        await desk.another_sender().work_off()
    assert len([each for each in caplog.records if each.name.startswith("bot.sender")]) == 5
    assert "words" not in caplog.text
    assert TOKEN not in caplog.text


def _nothing_to_edit(call: Received) -> Answer:
    return bad_request("message to edit not found") if call.name.startswith("edit") else OK


def _refuses(text: str) -> Callable[[Received], Answer]:
    def script(call: Received) -> Answer:
        return bad_request("can't parse entities") if call.params["text"] == text else OK

    return script


@pytest.mark.parametrize(
    ("said", "obstacle"),
    [
        ("not enough rights to send text messages to the chat", "not allowed"),
        ("have no rights to send a message", "not allowed"),
        ("need administrator rights in the channel chat", "not allowed"),
        ("CHAT_RESTRICTED", "not allowed"),
        ("CHAT_WRITE_FORBIDDEN", "not allowed"),
        ("CHAT_SEND_PLAIN_FORBIDDEN", "not allowed"),
        ("CHAT_ADMIN_REQUIRED", "not allowed"),
        ("TOPIC_CLOSED", "topic"),
        ("TOPIC_DELETED", "topic"),
        ("message thread not found", "topic"),
        ("chat not found", "not found"),
        ("group chat was deactivated", "not found"),
        ("PEER_ID_INVALID", "not found"),
        ("not enough rights to send photos to the chat", None),
        ("message is too long", None),
        ("can't parse entities: unsupported start tag", None),
    ],
)
async def test_what_a_group_says_and_what_becomes_of_it(
    database: Database, said: str, obstacle: str | None
) -> None:
    desk = Desk(database)
    desk.telegram.script = always(bad_request(said))
    await desk.card(GROUP, "ticket:1", "to be taken")
    await desk.sender.work_off()
    if obstacle is None:
        assert await desk.states() == ["given_up"]
        assert desk.told.calls == [("undeliverable", "to be taken"), ("refused", "to be taken")]
    else:
        assert await desk.states() == ["waiting"]
        assert desk.told.calls == [("muted", (GROUP, obstacle))]


@pytest.mark.parametrize("said", ["chat not found", "PEER_ID_INVALID", "CHAT_WRITE_FORBIDDEN"])
async def test_a_person_who_cannot_be_found_is_unreachable(database: Database, said: str) -> None:
    desk = Desk(database)
    desk.telegram.script = always(bad_request(said))
    await desk.say(1, "hello")
    await desk.sender.work_off()
    assert await desk.states() == ["given_up"]
    assert desk.told.calls[0] == ("blocked", 1)


async def test_what_a_muted_group_is_to_get_is_tried_again_and_goes_out(
    database: Database,
) -> None:
    desk = Desk(database)
    desk.telegram.script = always(bad_request("CHAT_WRITE_FORBIDDEN"))
    await desk.card(GROUP, "ticket:1", "first")
    await desk.card(GROUP, "ticket:2", "second")
    await desk.sender.work_off()
    assert len(desk.telegram.calls) == 1
    desk.telegram.script = always(OK)
    desk.time.seconds += TRY_AGAIN[0].total_seconds() - 1
    assert await desk.another_sender().work_off() == 0
    desk.time.seconds += 1
    assert await desk.another_sender().work_off() == 2
    assert desk.told.spoken == {GROUP}


async def test_a_muted_group_is_asked_ever_more_seldom(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = always(bad_request("CHAT_WRITE_FORBIDDEN"))
    await desk.card(GROUP, "ticket:1", "to be taken")
    for _ in range(7 * 24):
        await desk.sender.work_off()
        desk.time.seconds += 3600
    assert 20 <= len(desk.telegram.calls) <= 40


async def test_an_answer_to_a_muted_group_is_not_kept(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = always(bad_request("CHAT_WRITE_FORBIDDEN"))
    await desk.say(GROUP, "the list you asked for")
    await desk.sender.work_off()
    assert await desk.states() == ["given_up"]


async def test_what_waits_for_a_chat_that_nobody_bound_is_given_up(database: Database) -> None:
    desk = Desk(database)
    desk.told.held = False
    desk.telegram.script = always(bad_request("CHAT_WRITE_FORBIDDEN"))
    await desk.card(GROUP, "ticket:1", "to be taken")
    await desk.sender.work_off()
    assert await desk.states() == ["given_up"]


@pytest.mark.parametrize("said", ["user not found", "member not found", "PARTICIPANT_ID_INVALID"])
async def test_who_is_not_known_to_the_group_is_not_in_it(database: Database, said: str) -> None:
    desk = Desk(database)
    desk.telegram.script = always(bad_request(said))
    await desk.put(GROUP, "getChatMember", user_id=7)
    await desk.sender.work_off()
    assert desk.told.calls == [("member", (GROUP, 7, False))]


async def test_a_group_that_does_not_say_who_is_in_it_is_not_muted(database: Database) -> None:
    desk = Desk(database)
    desk.telegram.script = always(bad_request("CHAT_ADMIN_REQUIRED"))
    await desk.put(GROUP, "getChatMember", user_id=7)
    await desk.sender.work_off()
    assert await desk.states() == ["given_up"]
    assert desk.told.calls == [("undeliverable", None), ("refused", None)]
