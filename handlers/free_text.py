"""Words and pictures that come in an idle chat: most likely something to complain about."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import Message

from handlers.common.consent import SAID_FIRST, keep_as_said
from handlers.common.filters import HasLocation, HasMedia, HasText
from handlers.common.idle import in_order
from handlers.common.said import remember
from handlers.common.sending import Reply
from handlers.common.subject import Way
from handlers.common.talk import Talk
from handlers.subjects import SUBJECTS
from handlers.tickets import idle as tickets

router = Router(name="free text")

EVERY = tuple(idle for subject in SUBJECTS for idle in subject.idle)

first = in_order(EVERY)

IDLE = StateFilter(None, *(state for each in EVERY for state in each.looking))
"""Nothing is being written: words and pictures are something new."""


async def said_first(talk: Talk) -> Reply:
    """What they said before they agreed, as if they said it now."""
    return await first.offer(talk)


WAY = Way(SAID_FIRST, said_first, keep=keep_as_said)


@router.message(IDLE, HasMedia())
@router.message(IDLE, HasText())
async def came(message: Message, talk: Talk) -> Reply:
    remember(talk)
    return await first.offer(talk)


@router.message(IDLE, HasLocation())
async def located(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    return await tickets.located(talk, latitude, longitude)
