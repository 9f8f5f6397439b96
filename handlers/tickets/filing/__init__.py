"""Filing a request (诉求): from "路灯坏了" to a number.

The questions stand in `dialogue`, in their order; the answers in `beginning`, `content`, `place`
and `closing`; what comes of it in `ending`.
"""

from aiogram import Router

from handlers.tickets.filing import beginning, closing, content, place
from handlers.tickets.filing.beginning import begin_with
from handlers.tickets.filing.content import keep_for_later
from handlers.tickets.filing.dialogue import WAY, ask_unfinished, go_on
from handlers.tickets.filing.draft import Draft

router = Router(name="complaint")
router.include_routers(beginning.router, content.router, place.router, closing.router)

__all__ = [
    "WAY",
    "Draft",
    "ask_unfinished",
    "begin_with",
    "go_on",
    "keep_for_later",
    "router",
]
