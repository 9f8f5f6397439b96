"""All conversations: those of the subjects, and what the house asks before and after them."""

from aiogram import Dispatcher
from aiogram.enums import ChatType

from bot.context import TalkMiddleware
from bot.dispatch import Stages, Switchboard
from bot.rate import RateLimit
from handlers import fallback, free_text, lost
from handlers.common.config import Config
from handlers.people import start
from handlers.subjects import SUBJECTS
from handlers.tickets.staff import replies

BEFORE = (fallback.first, lost.router)
"""What is no answer to anything, and what was lost."""
AFTER = (start.moving, free_text.router, fallback.last)
"""In private: /start without a subject's link, what nothing waited for, what nobody understood."""

PRIVATE = Stages(BEFORE, tuple(each for subject in SUBJECTS for each in subject.private), AFTER)
GROUPS = Stages(
    (lost.router, fallback.first_in_groups),
    tuple(each for subject in SUBJECTS for each in subject.groups),
    (replies.router, fallback.last_in_groups),
)


def make_dispatcher(config: Config, rate: RateLimit) -> Dispatcher:
    """A dispatcher over all conversations; its caller hands each update a `unit`."""
    dispatcher = Dispatcher(disable_fsm=True)
    private = Switchboard("private", [ChatType.PRIVATE], PRIVATE)
    groups = Switchboard("groups", [ChatType.GROUP, ChatType.SUPERGROUP], GROUPS)
    dispatcher.update.outer_middleware(
        TalkMiddleware(config, private.states() | groups.states(), rate)
    )
    dispatcher.include_routers(private, groups)
    return dispatcher
