"""docs/rights.md as the test reads it, and every button as the code has it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from aiogram.filters.callback_data import CallbackData

from handlers.tickets.asking import ANSWERS, Asked
from tests.dialogues.rights import buttons
from tests.dialogues.rights.things import ANSWER, REWARD_CODE, Things

PAGE = Path(__file__).parents[3] / "docs" / "rights.md"
WHO: dict[str, set[str]] = {
    "the author": {"author"},
    "the office": {"office", "named"},
    "the named": {"named"},
    "the canteen": {"canteen"},
    "the holder": {"holder"},
    "the organiser": {"organiser"},
    "volunteers": {"volunteer", "holder"},
    "the one it is for": {"author"},
    "the one asked": {"volunteer"},
    "who is surveyed": {"author"},
    "nobody": set(),
}

PROMISED_MINUTE = int(datetime(2026, 12, 1, tzinfo=UTC).timestamp()) // 60

ABOUT = {
    "mine": "ticket taken",
    "rate": "follow up",
    "later": "later",
    "ticket": "ticket taken",
    "ticket:take": "ticket open",
    "ticket:contact": "ticket for another",
    "behalf": "ticket for another",
    "call": "ticket for another",
    "ringback": "follow up by telephone",
    "part": "ticket called",
    "hotspot": "hot spot",
    "mealbooking": "booking",
    "mealproxy": "proxy of author",
    "dinermistake": "diner",
    "dinercard": "diner to verify",
    "proxycard": "proxy of entered",
    "guest": "booking",
    "round": "round taken",
    "round:take": "round open",
    "stop": "delivery",
    "care": "alert",
    "tovol:ticket": "ticket taken",
    "tovol:round": "round open",
    "tovol:care": "alert",
    "tovol:help": "order",
    "tovol:wish": "wish",
    "tovol:staff": "task",
    "report": "report",
    "check": "place",
    "person": "applicant",
    "person:block": "volunteer",
    "help": "order",
    "help:done": "order arranged",
    "wish": "wish",
    "wish:another": "wish on the wall",
    "myhelp": "order",
    "myhelp:done": "order arranged",
    "mywish": "wish on the wall",
    "board": "message",
    "announced": "announcement",
    "announced:goon": "announcement paused",
    "announced:correct": "announcement paused",
    "announced:recall": "announcement paused",
    "announced:once": "announcement paused",
    "policy": "announcement paused",
    "visits": "visits",
    "untold": "untold",
    "results": "survey answered",
    "need": "need",
    "need:out": "need grouped",
    "resource": "resource",
    "resource:end": "resource confirmed",
    "project": "project",
    "survey": "survey",
    "held": "task",
    "offer": "claim offered",
    "doing": "claim",
    "thank": "claim done",
    "roll": "claim done",
    "rollcode": "task",
    "grumble": "complaint",
    "svgo": "survey",
    "svno": "survey",
    "svchange": "survey",
}
"""Which of the things a button is pressed about: of the action, else of the prefix."""


def rows(heading: str) -> Iterator[tuple[list[str], list[str]]]:
    """The names in the first column of the table below `heading`, and the other columns."""
    section = PAGE.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    for line in section.splitlines():
        first, *others = [cell.strip() for cell in line.strip("|").split("|")]
        if names := re.findall(r"`([^`]+)`", first):
            yield names, others


def who_may(words: str) -> set[str]:
    return set().union(*(WHO[each.strip()] for each in words.split(",")))


def actions() -> list[str]:
    """Every button as `prefix`, or `prefix:action` where it says one of a few things."""
    return [
        ":".join([button.__prefix__, *said])
        for button in buttons.classes()
        for said in product(*_choices(button))
    ] + ["opentasks", "pick"]


def _choices(button: type[CallbackData]) -> list[list[str]]:
    said = [buttons.values(field) for field in button.model_fields.values()]
    return [values for values in said if values]


SEVERAL_FIELDS: dict[str, Callable[[Things], str]] = {
    "ledger": lambda _things: "20261116:20261122:0",
    "svfirst": lambda things: f"{things['survey']}:0",
    "svkey": lambda things: f"{things['survey']}:{'k' * 16}",
    "words": lambda things: f"0:0:{things['survey answered']}",
    "word": lambda things: f"0:0:{ANSWER}:{things['survey answered']}",
    "task": lambda things: f"{things['task']}:{things['role']}",
}
"""Data of buttons with more than an action and a row."""


def data_of(action: str, things: Things) -> str:
    """Data of the button as a client sends it, about one of `things`."""
    prefix, _colon, said = action.partition(":")
    if prefix in SEVERAL_FIELDS:
        return f"{prefix}:{SEVERAL_FIELDS[prefix](things)}"
    match prefix:
        case "opentasks" | "mymeals":
            return action
        case "pick":
            return "pick:1:0"
        case "counter":
            return f"counter:{REWARD_CODE}"
        case "promised":
            return f"promised:{said}:{things['ticket taken']}:{PROMISED_MINUTE}"
        case "rate":
            return f"rate:{things['follow up']}:{said}:{ANSWERS[Asked(said)][0]}"
    about = things[ABOUT.get(action) or ABOUT[prefix]]
    [button] = [each for each in buttons.classes() if each.__prefix__ == prefix]
    parts = [
        said if buttons.values(field) else str(about) for field in button.model_fields.values()
    ]
    return ":".join([prefix, *parts])
