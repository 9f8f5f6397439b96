"""/helps: ordering a help: which, when, where, what else; then the office arranges it."""

from collections.abc import Sequence
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
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.helps.words import what_was_said
from services import helps
from services.errors import Refusal
from services.helps.orders import PLACE_LIMIT, WANTED_LIMIT, WORDS_LIMIT
from storage.tables import HelpKind

MINE, WAY = "mine", "way "
"""Beside the themes: one's own orders, and (before their names) the ways of other subjects."""
NOTHING = "nothing"
ORDER = "order"
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
    words: str | None = None
    """What else matters; empty where nothing does."""


ordering = Form(Draft, "OrderingHelp")


@ordering.message(Command("helps"))
@ordering.message(Words(menu.HELPS))
async def begin(message: Message, talk: Talk) -> Reply:
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="helps")
    return await ordering.go_on(talk, Draft())


async def begin_with_words(talk: Talk, words: str) -> Reply:
    """Order what `words` name; None where they name nothing that can be ordered."""
    found = await helps.kinds_meant(talk.session, words)
    return await narrow(talk, found) if found else None


async def narrow(talk: Talk, kinds: Sequence[HelpKind]) -> Reply:
    """Begin an order of one of `kinds`; of several, ask which."""
    draft = Draft(kinds=[each.key for each in kinds])
    if len(kinds) == 1:
        draft.kind = kinds[0].key
    if len(kinds) > 1:
        return await ordering.ask(talk, draft, "kind")
    return await ordering.go_on(talk, draft)


async def kinds_called(said: str, talk: Talk) -> Sequence[HelpKind]:
    found = await helps.kinds_meant(talk.session, said)
    if not found:
        raise Again(not_found(talk.line))
    return found


def not_found(words: str) -> str:
    text = _("没有找到“{words}”。换个说法，或者从下面选一个。")
    return text.format(words=esc(cut(words, SAID)))


@ordering.step(kinds_called, part="kind")
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
        "要哪一类？点一类，或者直接写，比如“理发”。"
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
    return await narrow(talk, await helps.kinds(talk.session, choice))


@ordering.aside("theme", kinds_called)
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
    return await narrow(talk, [await helps.kind(talk.session, choice)])


@theme.taken
@kind.taken
async def named(talk: Talk, draft: Draft, kinds: Sequence[HelpKind]) -> Reply:
    return await narrow(talk, kinds)


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
    return None


def a_note(said: str, talk: Talk) -> str:
    """Marked where it was forwarded."""
    some_words(WORDS_LIMIT)(said, talk)
    return talk.words


@ordering.step(a_note, part="words")
async def note(talk: Talk, draft: Draft) -> Ask:
    text = _(
        "还有什么要告诉来帮忙的人吗？比如门牌、电话、要买什么、腿脚方不方便。\n"
        "写下来发给我；没有就点“没有了”。"
    )
    return Ask(text, [Option(NOTHING, _("没有了"))])


@note.choice(NOTHING)
async def nothing_else(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.words = ""
    return None


@ordering.step()
async def summary(talk: Talk, draft: Draft) -> Ask:
    kind = await helps.kind(talk.session, draft.kind or "")
    lines = [
        _("请看一下对不对："),
        f"🛎 <b>{esc(kind.name(current_language()))}</b>",
        *what_was_said(draft.wanted, draft.place, draft.words),
    ]
    if kind.partner:
        lines.append("ℹ️ " + esc(kind.partner))
    lines += ["", _("这些只有社区和来帮忙的人看得到。")]
    return Ask("\n".join(lines), [Option(ORDER, _("✅ 就这样，告诉社区"))])


@summary.choice(ORDER)
async def order(talk: Talk, draft: Draft, choice: str) -> Reply:
    if draft.area_id is None:
        return None
    new = helps.NewOrder(
        kind=draft.kind or "",
        person_id=talk.user_id,
        person_name=talk.person.name,
        area_id=draft.area_id,
        place=draft.place or "",
        wanted=draft.wanted or "",
        words=draft.words,
    )
    try:
        await helps.order(talk.session, new, now=talk.now)
    except Refusal as refusal:
        return await ordering.ask(talk, draft, "theme", in_words(refusal, talk.config.zone))
    Draft.discard(talk)
    return await menu.home(
        talk,
        _("✅ 告诉社区了。安排好了，在这里告诉您谁来、什么时候来。\n要看办到哪一步，发 /helps。"),
    )
