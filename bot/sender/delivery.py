"""One row, one call, one outcome."""

import re
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.methods import DeleteMessage, EditMessageReplyMarkup, EditMessageText, GetChatMember

from bot.media.telegram import TelegramFiles, files_in
from bot.sender import outcomes
from bot.sender.calls import UnsendableError, as_edit, as_post, as_reply, messages_in, rebuild
from bot.sender.obstacles import obstacle_in
from bot.sender.outcomes import Outcome
from bot.sender.queue import Due
from storage.outbox import NOTHING_TO_PRESS
from storage.outbox_rows import OutboxRow

REQUEST_TIMEOUT = 30
"""Seconds until an unanswered call counts as a network error."""
_ERROR_LENGTH = 200

_UNCHANGED = ("message is not modified",)
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "MESSAGE_ID_INVALID",
    "no text in the message to edit",
    "no caption in the message to edit",
    "message to delete not found",
    "message can't be deleted",
)
_TOO_OLD = ("message can't be deleted",)
_STALE_ANSWER = ("query is too old", "query ID is invalid", "QUERY_ID_INVALID")
_NO_MEMBER = ("user not found", "member not found", "PARTICIPANT_ID_INVALID")
_POSTS = ("send", "copy", "forward", "edit")
_HARMLESS_WHEN_GONE = ("deleteMessage", "editMessageReplyMarkup")


class BotApi:
    """The courier of Telegram: rows are its calls already."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self.files = TelegramFiles(bot)

    async def deliver(self, due: Due) -> Outcome:
        return await _deliver(self._bot, due)

    def messages_in(self, due: Due) -> int:
        return messages_in(due.row)


async def _deliver(bot: Bot, due: Due) -> Outcome:
    row = due.row
    try:
        call = rebuild(row, due.file_names)
    except UnsendableError as error:
        return outcomes.NotACall(row=row, error=str(error))
    if due.reply_to is not None and call.has("reply_parameters"):
        call = as_reply(call, due.reply_to)
    edit = None
    if due.card_message is not None and not row.to_the_end:
        edit = as_edit(call, due.card_message)
    try:
        result = await bot((edit or call).written(), request_timeout=REQUEST_TIMEOUT)
    except AiogramError as error:
        return _outcome_of(error, row, due.card_message if edit else None)
    except (UnicodeEncodeError, TypeError) as error:
        # Raised while the call was written down, before anything left: it never will be.
        return outcomes.NotACall(row=row, error=f"cannot be written: {type(error).__name__}")
    except Exception as error:  # noqa: BLE001 - whatever a session raises, the row must not be lost
        return outcomes.Trouble(row=row, error=type(error).__name__)
    if call.method == GetChatMember.__api_method__:
        return _member(row, call.params["user_id"], present=_is_present(result))
    if edit:
        ids = _message_ids(result)
        return outcomes.Sent(row=row, message_ids=ids, posted=False, edited=due.card_message)
    return outcomes.Sent(
        row=row,
        message_ids=_message_ids(result),
        former=due.card_message,
        files=tuple(files_in(result)),
    )


def _outcome_of(error: AiogramError, row: OutboxRow, edited: int | None) -> Outcome:
    match error:
        case TelegramRetryAfter():
            return outcomes.TooMany(row=row, retry_after=error.retry_after)
        case TelegramMigrateToChat():
            return outcomes.Moved(row=row, to=error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return outcomes.Unreachable(row=row, error=_reason(error.message))
        case TelegramEntityTooLarge():
            return outcomes.Refused(row=row, error="too large")
        case TelegramBadRequest():
            return _outcome_of_bad_request(error.message, row, edited)
        case ClientDecodeError():
            return _outcome_of_odd_answer(error, row)
        case _:
            return outcomes.Trouble(row=row, error=type(error).__name__)


def _outcome_of_bad_request(text: str, row: OutboxRow, edited: int | None) -> Outcome:
    if _says(text, _UNCHANGED):
        return outcomes.Sent(row=row, posted=False, edited=edited)
    if _says(text, _STALE_ANSWER):
        return outcomes.Refused(row=row, error=_reason(text), stale=True)
    if _says(text, _GONE) and (gone := _outcome_of_gone(text, row, edited)):
        return gone
    if row.method == GetChatMember.__api_method__ and _says(text, _NO_MEMBER):
        return _member(row, row.params["user_id"], present=False)
    obstacle = obstacle_in(text) if row.method.startswith(_POSTS) else None
    if obstacle is None:
        return outcomes.Refused(row=row, error=_reason(text))
    if not row.chat.is_group:
        return outcomes.Unreachable(row=row, error=_reason(text))
    return outcomes.Muted(row=row, obstacle=obstacle, error=_reason(text))


def _outcome_of_gone(text: str, row: OutboxRow, edited: int | None) -> Outcome | None:
    """The message that was to be changed is gone, or closed to us."""
    if edited is not None:
        return outcomes.CardGone(row=row, message_id=edited)
    if row.method == DeleteMessage.__api_method__ and _says(text, _TOO_OLD):
        # After two days a bot may no longer delete; its buttons must not stay alive.
        place = {name: row.params[name] for name in ("chat_id", "message_id")}
        method = EditMessageReplyMarkup.__api_method__
        return outcomes.PostInstead(row=row, method=method, params=place)
    if row.method in _HARMLESS_WHEN_GONE or row.params.get("reply_markup") == NOTHING_TO_PRESS:
        return outcomes.Sent(row=row, posted=False)
    if row.method == EditMessageText.__api_method__:
        return outcomes.PostInstead(row=row, method="sendMessage", params=as_post(row))
    return None


def _member(row: OutboxRow, user_id: int, *, present: bool) -> outcomes.MemberKnown:
    return outcomes.MemberKnown(row=row, posted=False, user_id=user_id, present=present)


def _is_present(found: dict[str, Any]) -> bool:
    """Of a ChatMember."""
    match found:
        case {"status": "restricted", "is_member": is_member}:
            return bool(is_member)
        case {"status": "left" | "kicked"}:
            return False
    return True


def _outcome_of_odd_answer(error: ClientDecodeError, row: OutboxRow) -> Outcome:
    """An answer aiogram cannot read. If it says ok, the message is there: never send it again."""
    answer = error.data
    if not isinstance(answer, dict) or not answer.get("ok"):
        return outcomes.Trouble(row=row, error=type(error).__name__)
    return outcomes.Sent(row=row, message_ids=_message_ids(answer.get("result")))


def _message_ids(result: object) -> tuple[int, ...]:
    """Of a message, the messages of an album, or what is none."""
    results = result if isinstance(result, list) else [result]
    found = (each.get("message_id") for each in results if isinstance(each, dict))
    return tuple(message_id for message_id in found if isinstance(message_id, int))


def _says(text: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase.lower() in text.lower() for phrase in phrases)


def _reason(text: str) -> str:
    """Telegram's words without what it quotes, which is what people wrote."""
    return re.sub(r"""("[^"]*"|'[^']*')""", "…", text)[:_ERROR_LENGTH]
