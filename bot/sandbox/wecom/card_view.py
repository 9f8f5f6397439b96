"""A card as the page draws it: its parts from the top to the buttons, cut as the client cuts."""

from typing import Any

from bot.sandbox.wecom.card_text import (
    BUTTON,
    DESC,
    KEYNAME,
    OPTION,
    SOURCE,
    SUBTITLE,
    TITLE,
    VALUE,
    cut,
    questions_of,
)
from bot.sandbox.wecom.chats import Card

Json = dict[str, Any]


def card_view(card: Card) -> Json:
    """What the card does not have is empty. menu: what stands behind the dots at the top right."""
    head, submit = card.get("main_title", {}), card.get("submit_button")
    return {
        "source": cut(card.get("source", {}).get("desc", ""), SOURCE),
        "title": cut(head.get("title", ""), TITLE),
        "desc": cut(head.get("desc", ""), DESC),
        "quote": _pair(card.get("quote_area", {}), "title", "quote_text"),
        "text": cut(card.get("sub_title_text", ""), SUBTITLE),
        "sections": [_pair(row, "title", "desc") for row in card.get("vertical_content_list", [])],
        "rows": [
            [cut(row["keyname"], KEYNAME), cut(row.get("value", ""), VALUE)]
            for row in card.get("horizontal_content_list", [])
        ],
        "links": [
            {"title": cut(link["title"], SOURCE), "url": link.get("url", "")}
            for link in card.get("jump_list", [])
        ],
        "questions": [_question(card, each) for each in questions_of(card)],
        "buttons": [_button(each) for each in card.get("button_list", [])],
        "submit": _button(submit) if submit else None,
        "menu": [_button(each) for each in card.get("action_menu", {}).get("action_list", [])],
        "url": card.get("card_action", {}).get("url", ""),
    }


def _pair(part: Json, first: str, second: str) -> list[str]:
    return [cut(part.get(first, ""), TITLE), cut(part.get(second, ""), SUBTITLE)]


def _button(button: Json) -> Json:
    """main: drawn as the one to press."""
    return {
        "key": button["key"],
        "text": cut(button["text"], BUTTON),
        "main": button.get("style", 1) == 1,
    }


def _question(card: Card, question: Json) -> Json:
    """A vote is on the card itself, of drop-downs one option is seen. chosen: option ids."""
    vote = question is card.get("checkbox")
    options = question["option_list"]
    chosen = [each["id"] for each in options if each.get("is_checked")]
    if not vote:
        chosen = [question.get("selected_id") or options[0]["id"]]
    return {
        "key": question["question_key"],
        "title": question.get("title", ""),
        "vote": vote,
        "several": vote and question.get("mode") == 1,
        "closed": bool(question.get("disable")),
        "chosen": chosen,
        "options": [{"id": each["id"], "text": cut(each["text"], OPTION)} for each in options],
    }
