"""Messengers on which what was said stays as it is: which new looks of it are said once more."""

from collections.abc import Mapping
from typing import Any

from storage.outbox import NOTHING_TO_PRESS, Urgency
from storage.outbox_rows import OutboxRow

_MATTERS = (Urgency.ANSWER, Urgency.BROADCAST)


def is_worth_saying(row: OutboxRow) -> bool:
    """Where it answers its person, or corrects what many were told; else the next look is soon
    enough."""
    return row.urgency in _MATTERS and not only_tidies(row.params)


def only_tidies(params: Mapping[str, Any]) -> bool:
    """Whether an edit shows no more than that nothing is left to press."""
    return params.get("reply_markup") == NOTHING_TO_PRESS
