"""What can be read on a card: the client cuts what is longer than WeCom advises."""

from collections.abc import Iterator
from typing import Any

TITLE, DESC, SUBTITLE, KEYNAME, VALUE, BUTTON, OPTION, SOURCE = 26, 30, 112, 5, 26, 10, 11, 13


def text_of(card: dict[str, Any]) -> str:
    """A line for each part, from the top to the buttons."""
    return "\n".join(line for line in _lines(card) if line)


def buttons_of(card: dict[str, Any]) -> dict[str, str]:
    """Keys by label."""
    pressable = [
        *card.get("button_list", []),
        *([card["submit_button"]] if "submit_button" in card else []),
        *card.get("action_menu", {}).get("action_list", []),
    ]
    return {cut(each["text"], BUTTON): each["key"] for each in pressable}


def questions_of(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Its drop-downs and its vote, each with question_key and option_list."""
    alone = [card[name] for name in ("button_selection", "checkbox") if name in card]
    return [*alone, *card.get("select_list", [])]


def _lines(card: dict[str, Any]) -> Iterator[str]:
    yield cut(card.get("source", {}).get("desc", ""), SOURCE)
    yield from _pair(card.get("main_title", {}), "title", "desc", TITLE, DESC)
    yield from _pair(card.get("emphasis_content", {}), "title", "desc", BUTTON, 15)
    yield from _pair(card.get("quote_area", {}), "title", "quote_text", TITLE, SUBTITLE)
    yield cut(card.get("sub_title_text", ""), SUBTITLE)
    for row in card.get("vertical_content_list", []):
        yield from _pair(row, "title", "desc", TITLE, SUBTITLE)
    for row in card.get("horizontal_content_list", []):
        yield f"{cut(row['keyname'], KEYNAME)} {cut(row.get('value', ''), VALUE)}".strip()
    for question in questions_of(card):
        yield question.get("title", "")
        yield " / ".join(cut(option["text"], OPTION) for option in question["option_list"])
    for jump in card.get("jump_list", []):
        yield cut(jump["title"], SOURCE)
    labels = buttons_of(card)
    yield " ".join(f"[{label}]" for label in labels)


def _pair(part: dict[str, Any], first: str, second: str, *limits: int) -> Iterator[str]:
    for name, limit in zip((first, second), limits, strict=True):
        yield cut(part.get(name, ""), limit)


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
