"""What a template_card must be: https://developer.work.weixin.qq.com/document/path/101061"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from bot.sandbox.wecom.card_text import questions_of
from bot.sandbox.wecom.errors import WecomError, bad_parameter

KEY_BYTES, OPTION_ID_BYTES = 1024, 128
TASK_ID = re.compile(r"[0-9A-Za-z_@-]{1,128}")
NOTICES = ("text_notice", "news_notice")
_LISTS = {
    "horizontal_content_list": (6, "keyname"),
    "jump_list": (3, "title"),
    "vertical_content_list": (4, "title"),
}
"""Of lists that all kinds can have: how many at most, and what each row must have."""

Check = Callable[[dict[str, Any]], None]


def check_card(card: Any) -> None:
    """Raises WecomError. Whether its task_id is new is not looked at here."""
    if not isinstance(card, dict) or card.get("card_type") not in _OWN_PARTS:
        raise bad_parameter("template_card.card_type")
    try:
        _check_common(card)
        _OWN_PARTS[card["card_type"]](card)
        for question in questions_of(card):
            _check_options(question, most=20 if question is card.get("checkbox") else 10)
    except WecomError:
        raise
    except (KeyError, TypeError, AttributeError):
        raise bad_parameter("template_card misses a part, or has one of a wrong type") from None


def _check_common(card: dict[str, Any]) -> None:
    notice = card["card_type"] in NOTICES
    title = card.get("main_title", {}).get("title")
    if not title and not (card["card_type"] == "text_notice" and card.get("sub_title_text")):
        raise bad_parameter("template_card.main_title.title missing")
    if menu := card.get("action_menu"):
        _check_keys("action_menu.action_list", menu["action_list"], most=3)
    if "task_id" not in card and (menu or not notice):
        raise bad_parameter("template_card.task_id missing")
    if "task_id" in card and not TASK_ID.fullmatch(card["task_id"]):
        raise bad_parameter("template_card.task_id invalid")
    if notice:
        _check_action(card["card_action"])
    _check_lists(card)


def _check_lists(card: dict[str, Any]) -> None:
    for name, (most, needed) in _LISTS.items():
        rows = card.get(name, [])
        if len(rows) > most:
            raise bad_parameter(f"template_card.{name} exceed max size {most}")
        for row in rows:
            _check_link(row, name)
            if not row[needed]:
                raise bad_parameter(f"template_card.{name}.{needed} missing")


def _check_action(action: dict[str, Any]) -> None:
    if action.get("type") not in (1, 2):
        raise bad_parameter("template_card.card_action.type")
    _check_link(action, "card_action")


def _check_link(part: dict[str, Any], name: str) -> None:
    if part.get("type") == 1 and not part.get("url"):
        raise bad_parameter(f"template_card.{name}.url missing")


def _check_news(card: dict[str, Any]) -> None:
    image = card.get("card_image", {}).get("url")
    if not image and not card.get("image_text_area", {}).get("image_url"):
        raise bad_parameter("template_card.card_image missing")


def _check_buttons(card: dict[str, Any]) -> None:
    _check_keys("button_list", card["button_list"], most=6)


def _check_submit(card: dict[str, Any]) -> None:
    _check_keys("submit_button", [card["submit_button"]], most=1)


def _check_vote(card: dict[str, Any]) -> None:
    _check_submit(card)
    if card["checkbox"].get("mode", 0) not in (0, 1):
        raise bad_parameter("template_card.checkbox.mode")


def _check_selects(card: dict[str, Any]) -> None:
    _check_submit(card)
    if not 1 <= len(card["select_list"]) <= 3:
        raise bad_parameter("template_card.select_list size")
    _check_unique("select_list", [each["question_key"] for each in card["select_list"]])


def _check_keys(name: str, buttons: list[dict[str, Any]], *, most: int) -> None:
    if not 1 <= len(buttons) <= most:
        raise bad_parameter(f"template_card.{name} size must be 1 to {most}")
    if not all(button["text"] for button in buttons):
        raise bad_parameter(f"template_card.{name}.text missing")
    _check_unique(name, [button["key"] for button in buttons])


def _check_unique(name: str, keys: list[str], most_bytes: int = KEY_BYTES) -> None:
    if not all(1 <= len(key.encode()) <= most_bytes for key in keys):
        raise bad_parameter(f"template_card.{name} key must be 1 to {most_bytes} bytes")
    if len(set(keys)) < len(keys):
        raise bad_parameter(f"template_card.{name} key duplicated")


def _check_options(question: dict[str, Any], *, most: int) -> None:
    options: Iterable[dict[str, Any]] = question["option_list"]
    _check_unique("question_key", [question["question_key"]])
    if not 1 <= len(question["option_list"]) <= most:
        raise bad_parameter(f"template_card option_list size must be 1 to {most}")
    if not all(option["text"] for option in options):
        raise bad_parameter("template_card option text missing")
    _check_unique("option", [option["id"] for option in options], OPTION_ID_BYTES)


def _nothing_of_its_own(card: dict[str, Any]) -> None:
    """A text_notice has only what all cards have."""


_OWN_PARTS: dict[str, Check] = {
    "text_notice": _nothing_of_its_own,
    "news_notice": _check_news,
    "button_interaction": _check_buttons,
    "vote_interaction": _check_vote,
    "multiple_interaction": _check_selects,
}
