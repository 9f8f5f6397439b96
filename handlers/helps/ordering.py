"""/helps: ordering a help: which, when, where, in one sentence or asked; `reviewing` ends it."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import Message

from handlers.common import menu
from handlers.common.consent import ask_consent
from handlers.common.filters import Words
from handlers.common.forms import Again, Form
from handlers.common.i18n import _, current_language
from handlers.common.kept import Kept
from handlers.common.place_step import LIST, Found, at_home, place_step
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line, some_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from services import areas, helps
from services.helps import Written
from services.helps.orders import PLACE_LIMIT, WANTED_LIMIT, WORDS_LIMIT

MINE, WAY = "mine", "way "
"""Beside the themes: one's own orders, and (before their names) the ways of other subjects."""
SAID = 40
"""Characters of what was said, repeated where it was not understood."""


@dataclass(slots=True)
class Draft(Kept):
    """What somebody is about to order; each part is None until it was answered."""

    KEY: ClassVar = "help"

    kinds: list[str] | None = None
    """Keys of the helps that may be meant."""
    kind: str | None = None
    wanted: str | None = None
    area_id: int | None = None
    place: str | None = None
    words: str = ""
    """What else matters; empty where nothing does."""
    is_place_guessed: bool = False
    """They named none: it is at home."""


ordering = Form(Draft, "OrderingHelp")


@ordering.message(Command("helps"))
@ordering.message(Words(menu.HELPS))
async def begin(message: Message, talk: Talk) -> Reply:
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="helps")
    return await ordering.go_on(talk, Draft())


async def begin_with_words(talk: Talk, words: str) -> Reply:
    """Order what `words` name; None where they name nothing that can be ordered."""
    found = await helps.read(talk.session, words, await areas.home_of(talk.session, talk.person))
    return await narrow(talk, found) if found.kinds else None


async def narrow(talk: Talk, written: Written) -> Reply:
    """Go on to the review, or to what was left open; of several kinds, ask which."""
    draft = Draft(
        kinds=[each.key for each in written.kinds],
        kind=written.kinds[0].key if len(written.kinds) == 1 else None,
        wanted=written.wanted or None,
        area_id=written.area.id if written.area else None,
        place=written.place or None,
        words=written.words,
        is_place_guessed=written.is_place_guessed,
    )
    if draft.kind is None:
        return await ordering.ask(talk, draft, "kind")
    return await ordering.go_on(talk, draft)


async def a_help(said: str, talk: Talk) -> Written:
    some_words(WORDS_LIMIT)(said, talk)
    home = await areas.home_of(talk.session, talk.person)
    found = await helps.read(talk.session, talk.words, home)
    if not found.kinds:
        raise Again(not_found(talk.line))
    return found


def not_found(words: str) -> str:
    text = _("没有找到“{words}”。换个说法，或者从下面选一个。")
    return text.format(words=esc(cut(words, SAID)))


@ordering.step(a_help, part="kind")
async def theme(talk: Talk, draft: Draft) -> Ask:
    language = current_language()
    options = [Option(each.key, each.name(language)) for each in await helps.themes(talk.session)]
    mine = await helps.of_person(talk.session, talk.user_id)
    living = sum(order.state in helps.LIVING for order in mine)
    if living:
        options.insert(0, Option(MINE, _("📋 在办：{count}").format(count=living)))
    elif mine:
        options.append(Option(MINE, _("📋 我订过的")))
    options += [
        Option(WAY + way.name, await way.offered(talk))
        for way in talk.config.ways.values()
        if way.offered is not None
    ]
    text = _(
        "🛎 <b>社区帮忙</b>\n理发、买米买油、取药、陪诊……您说一声，社区来安排。\n"
        "要哪一类？点一类，或者写一句话，比如“上门理发 明天 3号楼302”。"
    )
    return Ask(text, options, columns=2, counted=True)


@ordering.left
async def left(talk: Talk, draft: Draft) -> Reply:
    Draft.discard(talk)
    return await menu.home(talk, _("好的，没有订。"))


@theme.choice()
async def of_theme(talk: Talk, draft: Draft, choice: str) -> Reply:
    if choice.startswith(WAY):
        return await talk.config.ways[choice.removeprefix(WAY)].go_on(talk)
    """What else was said before stays; where nothing was, it is at home."""
    draft.kinds = [each.key for each in await helps.kinds(talk.session, choice)]
    draft.kind = draft.kinds[0] if len(draft.kinds) == 1 else None
    home = await areas.home_of(talk.session, talk.person)
    if draft.area_id is None and home is not None:
        draft.area_id, draft.is_place_guessed = home.id, True
        draft.place = cut(await areas.title(talk.session, home), PLACE_LIMIT)
    return None if draft.kind else await ordering.ask(talk, draft, "kind")


@ordering.aside("theme", a_help)
async def kind(talk: Talk, draft: Draft) -> Ask:
    language = current_language()
    options = [
        Option(each.key, each.name(language))
        for each in await helps.kinds(talk.session)
        if each.key in (draft.kinds or ())
    ]
    return Ask(_("要帮什么忙？"), options, counted=True)


@kind.choice()
async def one_kind(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.kind = choice
    return None


@theme.taken
@kind.taken
async def named(talk: Talk, draft: Draft, written: Written) -> Reply:
    return await narrow(talk, written)


@ordering.step(a_line(WANTED_LIMIT))
async def wanted(talk: Talk, draft: Draft) -> Ask:
    """In their own words: “周六上午” is enough for staff to call back."""
    options = [
        Option("soon", _("今天，越快越好")),
        Option("tomorrow", _("明天")),
        Option("week", _("这几天，什么时候都行")),
    ]
    kind = await helps.kind(talk.session, draft.kind or "")
    lines = [_("<b>{kind}</b>，什么时候要？").format(kind=esc(kind.name(current_language())))]
    if kind.partner:
        lines.append("ℹ️ " + esc(kind.partner))
    lines.append(_("点一个，或者直接写，比如“周六上午 9 点”。"))
    return Ask("\n".join(lines), options)


@wanted.choice()
async def one_of_the_times(talk: Talk, draft: Draft, choice: str) -> Reply:
    """Staff read it as it stood on the button."""
    options = talk.question.options if talk.question else []
    draft.wanted = next(option.label for option in options if option.value == choice)
    return None


@place_step(ordering, described=True)
async def where(talk: Talk, draft: Draft) -> Ask:
    options = [*await at_home(talk, _("🏠 我家：{place}")), Option(LIST, _("从名单里选"))]
    return Ask(
        _("在哪里？点一个，或者直接写地方，比如“军门新村 3 号楼 502”。"),
        options,
    )


@where.taken
async def found(talk: Talk, draft: Draft, found: Found) -> Reply:
    draft.area_id, draft.place = found.area.id, cut(found.name, PLACE_LIMIT)
    draft.is_place_guessed = False
    return None
