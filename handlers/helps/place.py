"""Where the help is wanted: at home, from the list, at a shared position or in words."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasLocation, HasText
from handlers.common.i18n import _
from handlers.common.places import ask_below, ask_found, chosen, name_of, spot
from handlers.common.questions import Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable, cut
from handlers.helps.dialogue import (
    ELSEWHERE,
    HOME,
    LIST,
    OrderingHelp,
    ask_note,
    ask_where,
    home_of,
)
from handlers.helps.draft import Draft
from handlers.helps.words import too_long
from services import areas
from services.helps.orders import PLACE_LIMIT
from storage.tables import Area, Level

router = Router(name="helps: place")

PLACE_WORDS = "help place"
PLACE_WORDS_LIMIT = 100
"""In characters: with the name of the place they belong to, they fit its column."""


@router.message(OrderingHelp.where, Choice(HOME))
@router.callback_query(OrderingHelp.where, Choice(HOME))
async def at_home(event: Message | CallbackQuery, talk: Talk) -> Reply:
    talk.data.pop(PLACE_WORDS, None)
    home = await home_of(talk)
    return await at(talk, home) if home else await ask_where(talk)


@router.message(OrderingHelp.where, Choice(LIST))
@router.callback_query(OrderingHelp.where, Choice(LIST))
async def from_the_list(event: Message | CallbackQuery, talk: Talk) -> Reply:
    talk.data.pop(PLACE_WORDS, None)
    return await ask_below(talk, OrderingHelp.pick, None)


@router.message(OrderingHelp.pick, Choice(ELSEWHERE))
@router.callback_query(OrderingHelp.pick, Choice(ELSEWHERE))
async def as_written(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await at_these_words(talk)


@router.message(OrderingHelp.pick, Choice())
@router.callback_query(OrderingHelp.pick, Choice())
async def picked(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    found = await chosen(talk, choice)
    if found is None:
        return await ask_where(talk)
    area, final = found
    return await at(talk, area) if final else await ask_below(talk, OrderingHelp.pick, area)


@router.message(StateFilter(OrderingHelp.where, OrderingHelp.pick), HasLocation())
async def located(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    found = await spot(talk, latitude, longitude)
    if found is None:
        return await talk.repeat(_("这个位置不在我们服务的社区里。请从名单里选，或者打字写地方。"))
    return await placed(talk, found.area.id, await name_of(talk, found))


@router.message(StateFilter(OrderingHelp.where, OrderingHelp.pick), HasText())
async def where_in_words(message: Message, talk: Talk) -> Reply:
    words = talk.line
    if len(words) > PLACE_WORDS_LIMIT:
        return await talk.repeat(too_long(PLACE_WORDS_LIMIT))
    talk.data[PLACE_WORDS] = words
    neither = Option(ELSEWHERE, _("都不是，就按我写的"))
    return await ask_found(talk, OrderingHelp.pick, words, neither) or await at_these_words(talk)


async def at_these_words(talk: Talk) -> Reply:
    """A place that is only described lies in the community where the person lives, or they say."""
    home = await home_of(talk)
    community = await areas.of_level(talk.session, home, Level.COMMUNITY) if home else None
    return (
        await at(talk, community) if community else await ask_below(talk, OrderingHelp.pick, None)
    )


async def at(talk: Talk, area: Area) -> Reply:
    place = title = await areas.title(talk.session, area)
    words = talk.data.pop(PLACE_WORDS, "")
    if comparable(words) not in comparable(title):
        place = _("{place}（{words}）").format(place=title, words=words)
    return await placed(talk, area.id, place)


async def placed(talk: Talk, area_id: int, place: str) -> Reply:
    draft = Draft.of(talk)
    draft.area_id, draft.place = area_id, cut(place, PLACE_LIMIT)
    draft.keep(talk)
    return await ask_note(talk)
