"""All conversations: those of the subjects, and what the house asks before and after them."""

from aiogram.enums import ChatType

from bot.context import Talks
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


BOARDS = (
    Switchboard([ChatType.PRIVATE], PRIVATE),
    Switchboard([ChatType.GROUP, ChatType.SUPERGROUP], GROUPS),
)


def all_talks(config: Config, rate: RateLimit) -> Talks:
    return Talks(config, BOARDS, rate)
