"""Filing a request (诉求): from "路灯坏了" to a number."""

from handlers.tickets.filing.dialogue import (
    ask_unfinished,
    begin_with,
    filing,
    go_on,
)
from handlers.tickets.filing.draft import Draft

__all__ = [
    "Draft",
    "ask_unfinished",
    "begin_with",
    "filing",
    "go_on",
]
