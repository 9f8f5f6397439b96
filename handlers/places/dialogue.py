"""The questions of a search, in the order in which they are asked: from where, for what."""

from collections.abc import Sequence

from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage

from handlers.common.i18n import _, current_language
from handlers.common.questions import Ask, Option
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.places.quest import Quest
from services import areas, places
from storage.tables import Area, Level, PlaceKind, ReportKind

AREA, PLACE = "area", "place"
"""Before an id and a colon: what somebody named to look from."""
TOGETHER = ","
"""Between the keys of kinds, in what an option means."""
HOME_TITLE = 40
LABEL = 30
"""Characters of a place's name on a button."""


class Seeking(StatesGroup):
    where = State()
    pick = State()
    theme = State()
    kind = State()
    results = State()
    place = State()
    wrong = State()


async def ask_where(talk: Talk, before: str = "") -> SendMessage:
    options = [Option("location", _("📍 发送我的位置"), asks_location=True)]
    home = await home_of(talk)
    if home is not None:
        title = cut(await areas.title(talk.session, home), HOME_TITLE)
        options.append(Option("home", _("🏠 从我家找：{place}").format(place=title)))
    text = _("从哪里找起？点一个，或者直接打字写地方，比如“军门新村”“三坊七巷”。")
    if what := Quest.of(talk).what:
        text = _("找<b>{what}</b>。").format(what=esc(what)) + "\n" + text
    return await talk.put(Seeking.where, Ask(text, options, typed=True), before)


async def home_of(talk: Talk) -> Area | None:
    """Where the person lives, if it is known where on the map that is."""
    home = await areas.home_of(talk.session, talk.person)
    return home if home is not None and home.latitude is not None else None


async def ask_which(talk: Talk, words: str) -> SendMessage | None:
    """Which of the areas and places called so is meant; nothing if there is none."""
    options = [
        Option(f"{AREA}:{area.id}", cut(await areas.title(talk.session, area), HOME_TITLE))
        for area in await areas.search(talk.session, words)
        if area.latitude is not None and area.level is not Level.DISTRICT
    ]
    options += [
        Option(f"{PLACE}:{place.id}", cut(place.name, LABEL))
        for place in await places.by_name(talk.session, words)
    ]
    if not options:
        return None
    return await talk.ask(Seeking.pick, _("您说的是哪一个？"), options)


async def ask_theme(talk: Talk, before: str = "") -> SendMessage:
    language = current_language()
    themes = await places.themes(talk.session)
    options = [Option(theme.key, theme.name(language)) for theme in themes]
    text = _("要找什么？点一类，或者直接写，比如“量血压”“办社保”“理发”。")
    return await talk.put(Seeking.theme, Ask(text, options, columns=2), before)


async def ask_kind(talk: Talk, what: str, kinds: Sequence[PlaceKind]) -> SendMessage:
    """Which of `kinds`, or all of them, which together are called `what`."""
    language = current_language()
    quest = Quest.of(talk)
    quest.look_for([], what)
    quest.keep(talk)
    options = [Option(TOGETHER.join(kind.key for kind in kinds), _("下面这些都看"))]
    options += [Option(kind.key, kind.name(language)) for kind in kinds]
    text = _("{what}，找哪一种？").format(what=esc(what))
    return await talk.ask(Seeking.kind, text, options, columns=2)


async def ask_what_is_wrong(talk: Talk) -> SendMessage:
    options = [
        Option(ReportKind.MOVED.value, _("已经搬走或者关门了")),
        Option(ReportKind.HOURS.value, _("时间不对")),
    ]
    return await talk.ask(Seeking.wrong, _("哪里不对？点一个，或者写下来。"), options)
