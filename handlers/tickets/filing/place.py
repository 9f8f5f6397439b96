"""Where it is: a shared position, one's own building, a place from the list or in words."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasLocation, HasText
from handlers.common.i18n import _
from handlers.common.places import ask_below, ask_found, chosen, how_to_locate, name_of, spot
from handlers.common.questions import Option
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import comparable, cut, esc
from handlers.tickets.filing.dialogue import Filing, ask_where, go_on
from handlers.tickets.filing.draft import Draft
from services import areas
from services.tickets import PLACE_LIMIT
from storage.tables import Area, Level

router = Router(name="complaint: place")

AS_WRITTEN = "as written"
PLACE_WORDS = "place words"
PLACE_WORDS_LIMIT = 100


@router.message(StateFilter(Filing), HasLocation())
async def located(
    message: Message, talk: Talk, raw_state: str, latitude: float, longitude: float
) -> Reply:
    found = await spot(talk, latitude, longitude)
    if found is None:
        return await talk.repeat(
            _("这个位置不在我们服务的社区里，没有记下。请从名单里选，或者打字写地方。")
        )
    draft = Draft.of(talk)
    draft.put_at(found.area.id, await name_of(talk, found), latitude, longitude)
    draft.keep(talk)
    if raw_state in (Filing.where.state, Filing.pick.state):
        return await placed(talk, draft)
    return await talk.repeat(_("位置记下了：{place}").format(place=esc(draft.place)))


async def placed(talk: Talk, draft: Draft) -> Reply:
    noted = _("地点记下了：<b>{place}</b>").format(place=esc(draft.place))
    following = await go_on(talk)
    return [talk.say(noted, menu.keyboard()), *every(following)]


@router.message(Filing.where, Choice("home"))
@router.callback_query(Filing.where, Choice("home"))
async def at_home(event: Message | CallbackQuery, talk: Talk) -> Reply:
    talk.data.pop(PLACE_WORDS, None)
    home = await talk.session.get(Area, talk.person.home_id) if talk.person.home_id else None
    return await at(talk, home) if home else await ask_where(talk)


@router.message(Filing.where, Choice("location"))
async def how_to_send_a_location(message: Message, talk: Talk) -> Reply:
    """A number or a label cannot bring the location along."""
    return await talk.repeat(how_to_locate())


@router.message(Filing.where, Choice("list"))
@router.callback_query(Filing.where, Choice("list"))
async def from_the_list(event: Message | CallbackQuery, talk: Talk) -> Reply:
    talk.data.pop(PLACE_WORDS, None)
    return await ask_below(talk, Filing.pick, None)


@router.message(Filing.pick, Choice(AS_WRITTEN))
@router.callback_query(Filing.pick, Choice(AS_WRITTEN))
async def as_written(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await at_these_words(talk)


@router.message(Filing.pick, Choice())
@router.callback_query(Filing.pick, Choice())
async def picked(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    found = await chosen(talk, choice)
    if found is None:
        return await ask_where(talk)
    area, final = found
    return await at(talk, area) if final else await ask_below(talk, Filing.pick, area)


@router.message(StateFilter(Filing.where, Filing.pick), HasText())
async def in_words(message: Message, talk: Talk) -> Reply:
    if len(talk.line) > PLACE_WORDS_LIMIT:
        return await talk.repeat(
            _("地点请写短一点，最多 {limit} 个字。").format(limit=PLACE_WORDS_LIMIT)
        )
    talk.data[PLACE_WORDS] = talk.line
    neither = Option(AS_WRITTEN, _("都不是，就按我写的"))
    return await ask_found(talk, Filing.pick, talk.text, neither) or await at_these_words(talk)


async def at_these_words(talk: Talk) -> Reply:
    """A place that is only described lies in the community where the person lives, or they say."""
    home = await talk.session.get(Area, talk.person.home_id) if talk.person.home_id else None
    community = await areas.of_level(talk.session, home, Level.COMMUNITY) if home else None
    return await at(talk, community) if community else await ask_below(talk, Filing.pick, None)


async def at(talk: Talk, area: Area) -> Reply:
    place = title = await areas.title(talk.session, area)
    words = talk.data.pop(PLACE_WORDS, "")
    if comparable(words) not in comparable(title):
        place = _("{place}（{words}）").format(place=title, words=words)
    draft = Draft.of(talk)
    draft.put_at(area.id, cut(place, PLACE_LIMIT), area.latitude, area.longitude)
    draft.keep(talk)
    return await placed(talk, draft)
