"""The questions of an order, in the order in which they are asked."""

from collections.abc import Sequence

from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage

from handlers.common.i18n import _, current_language
from handlers.common.questions import Option
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.helps.draft import Draft
from services import areas, helps, wishes
from storage.tables import Area, HelpKind

MINE, WISH = "mine", "wish"
"""Beside the themes: one's own orders, and the small wishes."""
HOME, LIST, ELSEWHERE = "home", "list", "elsewhere"
NOTHING = "nothing"
ORDER = "order"
TITLE = 40
"""Characters of a place on a button."""


class OrderingHelp(StatesGroup):
    theme = State()
    kind = State()
    wanted = State()
    where = State()
    pick = State()
    note = State()
    summary = State()


async def ask_theme(talk: Talk, before: str = "") -> SendMessage:
    language = current_language()
    options = [
        Option(theme.key, theme.name(language)) for theme in await helps.themes(talk.session)
    ]
    mine = await helps.of_person(talk.session, talk.user_id)
    living = sum(order.state in helps.LIVING for order in mine)
    if living:
        options.insert(0, Option(MINE, _("📋 在办：{count}").format(count=living)))
    elif mine:
        options.append(Option(MINE, _("📋 我订过的")))
    wished = await wishes.living(talk.session, talk.user_id)
    options.append(Option(WISH, _("🌟 我的心愿") if wished else _("🌟 许个微心愿")))
    text = _(
        "🛎 <b>社区帮忙</b>\n理发、买米买油、取药、陪诊……您说一声，社区来安排。\n"
        "要哪一类？点一类，或者直接写，比如“理发”。"
    )
    return await talk.ask(
        OrderingHelp.theme, f"{before}\n\n{text}" if before else text, options, columns=2
    )


async def ask_kind(talk: Talk, kinds: Sequence[HelpKind]) -> SendMessage:
    language = current_language()
    options = [Option(kind.key, kind.name(language)) for kind in kinds]
    return await talk.ask(OrderingHelp.kind, _("要帮什么忙？"), options)


async def ask_wanted(talk: Talk, kind: HelpKind, before: str = "") -> SendMessage:
    """In their own words: “周六上午” is enough for staff to call back."""
    options = [
        Option("soon", _("今天，越快越好")),
        Option("tomorrow", _("明天")),
        Option("week", _("这几天，什么时候都行")),
    ]
    lines = [_("<b>{kind}</b>，什么时候要？").format(kind=esc(kind.name(current_language())))]
    if kind.partner:
        lines.append("ℹ️ " + esc(kind.partner))
    lines.append(_("点一个，或者直接写，比如“周六上午 9 点”。"))
    text = "\n".join(lines)
    return await talk.ask(
        OrderingHelp.wanted, f"{before}\n\n{text}" if before else text, options, in_words=True
    )


async def ask_where(talk: Talk, before: str = "") -> SendMessage:
    options = []
    if (home := await home_of(talk)) is not None:
        title = cut(await areas.title(talk.session, home), TITLE)
        options.append(Option(HOME, _("🏠 我家：{place}").format(place=title)))
    options.append(Option(LIST, _("从名单里选")))
    text = _("在哪里？点一个，或者直接写地方，比如“军门新村 3 号楼 502”。")
    return await talk.ask(
        OrderingHelp.where, f"{before}\n\n{text}" if before else text, options, in_words=True
    )


async def home_of(talk: Talk) -> Area | None:
    return await talk.session.get(Area, talk.person.home_id) if talk.person.home_id else None


async def ask_note(talk: Talk, before: str = "") -> SendMessage:
    text = _(
        "还有什么要告诉来帮忙的人吗？比如门牌、电话、要买什么、腿脚方不方便。\n"
        "写下来发给我；没有就点“没有了”。"
    )
    options = [Option(NOTHING, _("没有了"))]
    return await talk.ask(
        OrderingHelp.note, f"{before}\n\n{text}" if before else text, options, in_words=True
    )


async def ask_summary(talk: Talk, draft: Draft, before: str = "") -> SendMessage:
    kind = await helps.kind(talk.session, draft.kind or "")
    lines = [
        _("请看一下对不对："),
        f"🛎 <b>{esc(kind.name(current_language()))}</b>",
        _("时间：{wanted}").format(wanted=esc(draft.wanted)),
        _("地点：{place}").format(place=esc(draft.place)),
    ]
    if draft.words:
        lines.append(_("说明：{words}").format(words=esc(draft.words)))
    if kind.partner:
        lines.append("ℹ️ " + esc(kind.partner))
    lines += ["", _("这些只有社区和来帮忙的人看得到。")]
    text = "\n".join(lines)
    options = [Option(ORDER, _("✅ 就这样，告诉社区"))]
    return await talk.ask(OrderingHelp.summary, f"{before}\n\n{text}" if before else text, options)
