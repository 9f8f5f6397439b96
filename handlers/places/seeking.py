"""A search for what is near: from where, for what; `results` shows what there is."""

from collections.abc import Sequence

from aiogram.filters import Command, StateFilter
from aiogram.types import Message

from handlers.common import menu
from handlers.common.filters import Choice, HasLocation, HasText, Words
from handlers.common.i18n import _, current_language
from handlers.common.place_step import LOCATION, Found, at_home, place_step
from handlers.common.places import HERE
from handlers.common.questions import BACK, Ask, Option
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.places.quest import Quest, seeking
from handlers.places.results import AT_ALL, AT_ONE, AT_WRONG, LABEL, results, show, show_named
from services import areas, places
from storage.clean_text import one_line
from storage.tables import Level, PlaceKind

__all__ = ["begin_with_words", "seeking"]

PLACE = "place:"
"""Before the id of a place that somebody named to look from."""
ALL = "all"
TITLE = 40
WORDS_LIMIT = 100
"""Characters that are looked at as the name of a place or a service."""
WHAT = 40
"""Characters of what was said, repeated as the name of what is looked for."""
MEANT = 4
"""Kinds that are offered for what was said."""

seeking.include_router(results)


@seeking.message(Command("nearby"))
@seeking.message(Words(menu.NEARBY))
async def begin(message: Message, talk: Talk) -> Reply:
    return await seeking.go_on(talk, Quest())


async def begin_with_words(talk: Talk, words: str) -> Reply:
    """Look for what `words` ask for, which may be said anywhere in them."""
    kinds = await places.kinds_meant(talk.session, words)
    return await narrow(talk, Quest(), kinds[:MEANT], cut(words, WHAT))


@place_step(seeking, part="latitude")
async def where(talk: Talk, quest: Quest) -> Ask:
    options = [
        Option(LOCATION, _("📍 发送我的位置"), asks_location=True),
        *await at_home(talk, _("🏠 从我家找：{place}"), on_map=True),
    ]
    text = _("从哪里找起？点一个，或者直接打字写地方，比如“军门新村”“三坊七巷”。")
    if quest.what:
        text = _("找<b>{what}</b>。").format(what=esc(quest.what)) + "\n" + text
    return Ask(text, options, typed=True, counted=True)


@where.written
async def where_in_words(talk: Talk, quest: Quest, words: str) -> Reply:
    """Which of the areas and places called so is meant."""
    words = words[:WORDS_LIMIT]
    options = [
        Option(f"{HERE}{area.id}", cut(await areas.title(talk.session, area), TITLE))
        for area in await areas.search(talk.session, words)
        if area.latitude is not None and area.level is not Level.DISTRICT
    ]
    options += [
        Option(f"{PLACE}{place.id}", cut(place.name, LABEL))
        for place in await places.by_name(talk.session, words)
    ]
    if not options:
        text = _("没有找到这个地方。请换个说法，比如小区或者社区的名字。")
        return await seeking.ask(talk, quest, "where", text)
    return await seeking.put(talk, quest, "pick", Ask(_("您说的是哪一个？"), options))


@where.choice()
async def at_a_place(talk: Talk, quest: Quest, choice: str) -> Reply:
    place = await places.place(talk.session, int(choice.removeprefix(PLACE)))
    [spot, *_others] = await places.spots_of(talk.session, place.id)
    return await start_at(talk, quest, spot.latitude, spot.longitude, place.name)


@where.taken
async def at_an_area(talk: Talk, quest: Quest, found: Found) -> Reply:
    if found.latitude is None or found.longitude is None:
        return await seeking.ask(talk, quest, "where")
    return await start_at(talk, quest, found.latitude, found.longitude, found.name)


ANYWHERE = StateFilter(
    *map(seeking.state, ("where", "pick", "theme", "kind")), AT_ALL, AT_ONE, AT_WRONG
)


@seeking.message(ANYWHERE, HasLocation())
async def located(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    """At any step: people walk on, or send it late."""
    quest = Quest.of(talk)
    if await areas.at(talk.session, latitude, longitude) is None:
        text = _("这个位置离我们服务的地方太远了，附近没有登记的服务。请换一个，或者打字写地方。")
        return await seeking.ask(talk, quest, "where", text)
    return await start_at(talk, quest, latitude, longitude, _("您的位置"))


async def start_at(talk: Talk, quest: Quest, latitude: float, longitude: float, name: str) -> Reply:
    quest.latitude, quest.longitude, quest.where = latitude, longitude, name
    noted = talk.say(_("从这里找：<b>{where}</b>").format(where=esc(name)), menu.keyboard())
    return [noted, *every(await show(talk, quest))]


@seeking.left
async def left(talk: Talk, quest: Quest) -> Reply:
    Quest.discard(talk)
    return await menu.home(talk, _("好的，不找了。"))


def a_search(said: str, talk: Talk) -> str:
    return one_line(said)[:WORDS_LIMIT]


@seeking.step(a_search, part="kinds")
async def theme(talk: Talk, quest: Quest) -> Ask:
    language = current_language()
    options = [Option(each.key, each.name(language)) for each in await places.themes(talk.session)]
    text = _("要找什么？点一类，或者直接写，比如“量血压”“办社保”“理发”。")
    return Ask(text, options, columns=2, counted=True)


@theme.choice()
async def of_theme(talk: Talk, quest: Quest, choice: str) -> Reply:
    chosen = await places.theme(talk.session, choice)
    kinds = await places.kinds(talk.session, choice)
    return await narrow(talk, quest, kinds, chosen.name(current_language()))


@seeking.aside("theme", a_search)
async def kind(talk: Talk, quest: Quest) -> Ask:
    language = current_language()
    kinds = await places.kinds_called(talk.session, quest.among)
    options = [Option(ALL, _("下面这些都看"))]
    options += [Option(kind.key, kind.name(language)) for kind in kinds]
    text = _("{what}，找哪一种？").format(what=esc(quest.what))
    return Ask(text, options, columns=2, counted=True)


@kind.choice(ALL)
async def all_of_them(talk: Talk, quest: Quest, choice: str) -> Reply:
    return await look_for(talk, quest, quest.among, quest.what)


@kind.choice()
async def one_kind(talk: Talk, quest: Quest, choice: str) -> Reply:
    chosen = await places.kinds_called(talk.session, [choice])
    return await narrow(talk, quest, chosen, quest.what)


async def narrow(talk: Talk, quest: Quest, kinds: Sequence[PlaceKind], what: str) -> Reply:
    """Look for `kinds`, which together are called `what`; of several, ask which."""
    if len(kinds) == 1:
        return await look_for(talk, quest, [kinds[0].key], kinds[0].name(current_language()))
    quest.look_for([], what)
    quest.among = [kind.key for kind in kinds]
    return await seeking.ask(talk, quest, "kind")


async def look_for(talk: Talk, quest: Quest, kinds: list[str], what: str) -> Reply:
    quest.look_for(kinds, what)
    if quest.latitude is None:
        return await seeking.ask(talk, quest, "where")
    return await show(talk, quest)


@theme.taken
@kind.taken
async def in_words(talk: Talk, quest: Quest, said: str) -> Reply:
    """What people call it, or the name of one place."""
    if kinds := await places.kinds_meant(talk.session, said):
        return await narrow(talk, quest, kinds[:MEANT], cut(said, WHAT))
    if quest.latitude is not None and (named := await places.by_name(talk.session, said)):
        return await show_named(talk, quest, named)
    return await talk.repeat(
        _("没有找到“{words}”。换个说法试试，或者从名单里选。").format(words=esc(cut(said, WHAT)))
    )


@seeking.message(StateFilter(AT_ALL, AT_ONE), HasText(), ~Choice(), ~Choice(BACK))
async def searched_again(message: Message, talk: Talk) -> Reply:
    return await in_words(talk, Quest.of(talk), a_search(talk.text, talk))
