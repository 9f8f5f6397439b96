"""Filing a request (诉求): from "路灯坏了" to a number."""

from handlers.tickets.filing.dialogue import (
    WAY,
    ask_unfinished,
    begin_with,
    filing,
    go_on,
    keep_for_later,
)
from handlers.tickets.filing.draft import Draft

__all__ = [
    "WAY",
    "Draft",
    "ask_unfinished",
    "begin_with",
    "filing",
    "go_on",
    "keep_for_later",
]
