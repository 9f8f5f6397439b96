"""Words and pictures that come in an idle chat: most likely something to complain about."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import Message

from handlers.common.filters import HasLocation, HasMedia, HasText
from handlers.common.idle import in_order
from handlers.common.said import remember
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.helps import idle as helps
from handlers.meals import beginning as meals
from handlers.people import idle as people
from handlers.places import idle as places
from handlers.tickets import idle as tickets
from handlers.volunteering import idle as volunteering
from handlers.wishes import idle as wishes

router = Router(name="free text")
router.include_routers(tickets.router, places.router)

IN_ORDER = (
    tickets.answers,
    tickets.broken_again,
    meals.idle,
    helps.idle,
    places.idle,
    wishes.idle,
    volunteering.idle,
    people.idle,
    tickets.something_new,
)
"""Who is asked first: what we asked for, what was done before, the narrow before the wide."""

first = in_order(*IN_ORDER)

IDLE = StateFilter(None, *(state for each in IN_ORDER for state in each.looking))
"""Nothing is being written: words and pictures are something new."""


@router.message(IDLE, HasMedia())
@router.message(IDLE, HasText())
async def came(message: Message, talk: Talk) -> Reply:
    remember(talk)
    return await first.offer(talk)


@router.message(IDLE, HasLocation())
async def located(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    return await tickets.located(talk, latitude, longitude)
