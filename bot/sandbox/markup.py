"""reply_markup: what the bot asks to stand under a message or under the input field."""

import re
from typing import Any, TypeAlias

from telegram import (
    Chat,
    ForceReply,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit

from bot.sandbox.errors import bad_request

Markup: TypeAlias = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply

REPLY_KEYBOARD_BUTTONS = 300
_LINK = re.compile(
    r"(?i)^(?:(?:https?|ton)://)?(?:[^\s/?#@]+\.[^\s/?#]+|\[[0-9a-f:]+\])(?:[/?#]|$)"
)
# What else a button may do; not looked into here.
_OTHER_ACTIONS = frozenset(
    {
        *("web_app", "login_url", "copy_text", "pay", "callback_game", "switch_inline_query"),
        *("switch_inline_query_current_chat", "switch_inline_query_chosen_chat"),
    }
)
_DEEP_LINK = re.compile(r"(?i)^(?:tg|mailto|tel):")


def parse_markup(raw: dict[str, Any], chat: Chat) -> Markup | None:
    """The markup as a type, after the checks Telegram makes; None for nothing or an empty one.

    Raises BotApiError 400.
    """
    if raw.get("keyboard"):
        _check_reply_keyboard(raw["keyboard"], private=chat.type == Chat.PRIVATE)
        return reply_keyboard(raw)
    if raw.get("inline_keyboard"):
        for button in _buttons(raw["inline_keyboard"], "inline_keyboard", "InlineKeyboardMarkup"):
            _check_inline_button(button)
        _check_count(raw["inline_keyboard"], InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
        return InlineKeyboardMarkup.de_json(raw, None)
    if raw.get("remove_keyboard"):
        return ReplyKeyboardRemove.de_json(raw, None)
    if raw.get("force_reply"):
        return ForceReply.de_json(raw, None)
    return None


def reply_keyboard(raw: dict[str, Any]) -> ReplyKeyboardMarkup | ForceReply:
    """From JSON; a button may be given as its text alone."""
    if raw.get("force_reply"):
        return ForceReply.de_json(raw, None)
    rows = [
        [KeyboardButton(b) if isinstance(b, str) else KeyboardButton.de_json(b, None) for b in row]
        for row in raw["keyboard"]
    ]
    return ReplyKeyboardMarkup.de_json(raw | {"keyboard": rows}, None)


def _buttons(rows: Any, field: str, of: str) -> list[Any]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" of the {of} must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" of the {of} must be an Array of Arrays')
    return [button for row in rows for button in row]


def _check_count(rows: list[list[Any]], at_most: int) -> None:
    if sum(map(len, rows)) > at_most:
        raise bad_request("REPLY_MARKUP_TOO_LONG")


def _check_inline_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise _bad_inline("InlineKeyboardButton must be an Object")
    for name in ("text", "url", "callback_data"):
        if not isinstance(button.get(name), str | None):
            raise _bad_inline(f'Field "{name}" must be of type String')
    if not (button.get("text") or "").strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if url := button.get("url"):
        if not (_LINK.match(url) or _DEEP_LINK.match(url)):
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    elif data := button.get("callback_data"):
        if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    elif not _OTHER_ACTIONS & button.keys():
        raise _bad_inline("Text buttons are unallowed in the inline keyboard")


def _check_reply_keyboard(rows: Any, *, private: bool) -> None:
    for button in _buttons(rows, "keyboard", "ReplyKeyboardMarkup"):
        if not isinstance(button, str | dict):
            raise _bad_reply("KeyboardButton must be a String or an Object")
        text = button if isinstance(button, str) else button.get("text")
        if not isinstance(text, str) or not text.strip():
            raise bad_request("keyboard button text must be non-empty")
        if isinstance(button, dict) and not private:
            if button.get("request_contact"):
                raise bad_request("phone number can be requested in private chats only")
            if button.get("request_location"):
                raise bad_request("location can be requested in private chats only")
    _check_count(rows, REPLY_KEYBOARD_BUTTONS)


def _bad_inline(text: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {text}")


def _bad_reply(text: str) -> Exception:
    return bad_request(f"can't parse keyboard button: {text}")
