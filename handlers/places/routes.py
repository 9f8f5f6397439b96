"""The answers of a search, from top to bottom as the dialogue goes."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.filters import Choice, HasLocation, HasText, Words
from handlers.common.i18n import _, current_language
from handlers.common.places import how_to_locate, spot
from handlers.common.questions import BACK
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.places.dialogue import (
    AREA,
    TOGETHER,
    Seeking,
    ask_kind,
    ask_theme,
    ask_what_is_wrong,
    ask_where,
    ask_which,
    home_of,
)
from handlers.places.quest import Quest
from handlers.places.reporting import report
from handlers.places.results import (
    ALL,
    OPEN_ONLY,
    OTHER_KIND,
    OTHER_WHERE,
    WRONG,
    list_again,
    look_again,
    look_at,
    show,
    show_named,
)
from services import areas, places
from storage.tables import Area, PlaceKind, ReportKind

router = Router(name="nearby")

WORDS_LIMIT = 100
"""Characters that are looked at as the name of a place or a service."""
WHAT = 40
"""Characters of what was said, repeated as the name of what is looked for."""
MEANT = 4
"""Kinds that are offered for what was said."""


@router.message(Command("nearby"))
@router.message(Words(menu.NEARBY))
async def begin(message: Message, talk: Talk) -> Reply:
    quest = Quest()
    quest.keep(talk)
    return await next_step(talk, quest)


async def begin_with_words(talk: Talk, words: str) -> Reply:
    """Look for what `words` ask for, which may be said anywhere in them."""
    Quest().keep(talk)
    kinds = await places.kinds_meant(talk.session, words)
    return await narrow(talk, kinds[:MEANT], cut(words, WHAT))


async def next_step(talk: Talk, quest: Quest) -> Reply:
    """Ask for the first part that is still missing; with nothing missing, show what is near."""
    if quest.latitude is None:
        return await ask_where(talk)
    if not quest.kinds:
        return await ask_theme(talk)
    return await show(talk, quest)


@on_choice(router, StateFilter(Seeking), BACK)
async def back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    quest = Quest.of(talk)
    match raw_state.rpartition(":")[2]:
        case "pick" | "theme":
            return await ask_where(talk)
        case "place" if quest.kinds:
            return await list_again(talk, quest)
        case "kind" | "results" | "place":
            return await ask_theme(talk)
        case "wrong":
            return await look_again(talk, quest)
        case _:
            Quest.discard(talk)
            return await menu.home(talk, _("好的，不找了。"))


@router.message(StateFilter(Seeking), HasLocation())
async def located(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    """At any step: people walk on, or send it late."""
    found = await spot(talk, latitude, longitude)
    if found is None:
        return await ask_where(
            talk,
            _("这个位置离我们服务的地方太远了，附近没有登记的服务。请换一个，或者打字写地方。"),
        )
    return await start_at(talk, latitude, longitude, _("您的位置"))


async def start_at(talk: Talk, latitude: float, longitude: float, where: str) -> Reply:
    quest = Quest.of(talk)
    quest.start_at(latitude, longitude, where)
    quest.keep(talk)
    noted = talk.say(_("从这里找：<b>{where}</b>").format(where=esc(where)), menu.keyboard())
    return [noted, *every(await next_step(talk, quest))]


@router.message(Seeking.where, Choice("location"))
async def how_to_send_a_location(message: Message, talk: Talk) -> Reply:
    """A number or a label cannot bring the location along."""
    return await talk.repeat(how_to_locate())


@on_choice(router, Seeking.where, "home")
async def at_home(event: Message | CallbackQuery, talk: Talk) -> Reply:
    home = await home_of(talk)
    return await at_area(talk, home) if home else await ask_where(talk)


async def at_area(talk: Talk, area: Area) -> Reply:
    if area.latitude is None or area.longitude is None:
        return await ask_where(talk)
    title = await areas.title(talk.session, area)
    return await start_at(talk, area.latitude, area.longitude, title)


@on_choice(router, Seeking.pick)
async def picked(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    sort, _colon, number = choice.partition(":")
    if sort == AREA:
        area = await areas.get(talk.session, int(number))
        return await at_area(talk, area) if area else await ask_where(talk)
    place = await places.place(talk.session, int(number))
    spots = await places.spots_of(talk.session, place.id)
    return await start_at(talk, spots[0].latitude, spots[0].longitude, place.name)


@router.message(StateFilter(Seeking.where, Seeking.pick), HasText())
async def where_in_words(message: Message, talk: Talk) -> Reply:
    asked = await ask_which(talk, talk.line[:WORDS_LIMIT])
    return asked or await ask_where(
        talk, _("没有找到这个地方。请换个说法，比如小区或者社区的名字。")
    )


@on_choice(router, Seeking.theme)
async def theme(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    chosen = await places.theme(talk.session, choice)
    return await narrow(
        talk, await places.kinds(talk.session, choice), chosen.name(current_language())
    )


@on_choice(router, Seeking.kind)
async def kind(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    keys = choice.split(TOGETHER)
    chosen = [kind for kind in await places.kinds(talk.session) if kind.key in keys]
    if len(chosen) == 1:
        return await look_for(talk, chosen, chosen[0].name(current_language()))
    return await look_for(talk, chosen, Quest.of(talk).what)


async def narrow(talk: Talk, kinds: Sequence[PlaceKind], what: str) -> Reply:
    """Look for `kinds`, which together are called `what`; of several, ask which."""
    if len(kinds) == 1:
        return await look_for(talk, kinds, kinds[0].name(current_language()))
    return await ask_kind(talk, what, kinds)


async def look_for(talk: Talk, kinds: Sequence[PlaceKind], what: str) -> Reply:
    quest = Quest.of(talk)
    quest.look_for([kind.key for kind in kinds], what)
    quest.keep(talk)
    return await next_step(talk, quest)


@on_choice(router, Seeking.results, OPEN_ONLY, ALL)
async def open_or_all(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    quest = Quest.of(talk)
    quest.open_only = choice == OPEN_ONLY
    quest.keep(talk)
    return await show(talk, quest)


@on_choice(router, StateFilter(Seeking.results, Seeking.place), OTHER_KIND)
async def something_else(event: Message | CallbackQuery, talk: Talk) -> Reply:
    quest = Quest.of(talk)
    quest.look_for([], "")
    quest.keep(talk)
    return await ask_theme(talk)


@on_choice(router, Seeking.results, OTHER_WHERE)
async def somewhere_else(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_where(talk)


@on_choice(router, Seeking.results)
async def one_place(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    place_id, _colon, spot_id = choice.partition(":")
    return await look_at(talk, Quest.of(talk), int(place_id), int(spot_id))


@on_choice(router, Seeking.place, WRONG)
async def wrong(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_what_is_wrong(talk)


@on_choice(router, Seeking.wrong)
async def told(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await report(talk, ReportKind(choice))


@router.message(Seeking.wrong, HasText())
async def told_in_words(message: Message, talk: Talk) -> Reply:
    return await report(talk, ReportKind.OTHER, talk.text)


@router.message(StateFilter(Seeking.theme, Seeking.kind, Seeking.results, Seeking.place), HasText())
async def what_in_words(message: Message, talk: Talk) -> Reply:
    """What people call it, or the name of one place; in the list of results it is a new search."""
    said = talk.line[:WORDS_LIMIT]
    if kinds := await places.kinds_meant(talk.session, said):
        return await narrow(talk, kinds[:MEANT], cut(said, WHAT))
    if named := await places.by_name(talk.session, said):
        return await show_named(talk, Quest.of(talk), named)
    return await talk.repeat(
        _("没有找到“{words}”。换个说法试试，或者从名单里选。").format(words=esc(cut(said, WHAT)))
    )
