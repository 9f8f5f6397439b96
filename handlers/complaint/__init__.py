"""Filing a request (诉求): from "路灯坏了" to a number."""

from handlers.complaint.dialogue import as_one, ask_unfinished, go_on, leave
from handlers.complaint.draft import Draft
from handlers.complaint.routes import begin_with, keep_for_later, router

__all__ = [
    "Draft",
    "as_one",
    "ask_unfinished",
    "begin_with",
    "go_on",
    "keep_for_later",
    "leave",
    "router",
]
