"""One's own orders: the list, one of them, and what can be done with it."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.button_data import RowId
from handlers.common.choices import on_choice
from handlers.common.i18n import _, current_language
from handlers.common.lists import Listing
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.helps.ordering import MINE, Draft, ordering, theme
from handlers.helps.words import state_name, what_was_said
from services import helps
from services.errors import Refusal
from services.volunteering import passing_on
from storage.tables import HelpOrder, HelpState

WANTED = 20
"""Characters of when it is wanted, on a button."""


class MyHelps(StatesGroup):
    all = State()
    one = State()
    withdrawing = State()


LOOKING = (MyHelps.all, MyHelps.one)
"""Nothing is being written there: words are something new."""


class Action(StrEnum):
    SHOW = "show"
    DONE = "done"
    WITHDRAW = "withdraw"


class AboutHelp(CallbackData, prefix="myhelp"):
    """What somebody wants to do with an order of theirs; such buttons work whenever pressed."""

    action: Action
    order: RowId


mine = Listing("my helps", MyHelps.all, MyHelps.one, key="help order")


@theme.choice(MINE)
async def my_orders(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await mine.list_all(talk)


@mine.rows
async def orders(talk: Talk, before: str) -> Ask:
    names = {kind.key: kind.name(current_language()) for kind in await helps.kinds(talk.session)}
    options = [
        Option(
            str(order.id),
            f"{state_name(order.state)} · {names.get(order.kind, order.kind)}"
            f" · {cut(order.wanted, WANTED)}",
            data=AboutHelp(action=Action.SHOW, order=order.id).pack(),
        )
        for order in await helps.of_person(talk.session, talk.user_id)
    ]
    return Ask(_("您订的帮忙，点一件看看："), options)


@mine.left
async def back_to_themes(talk: Talk) -> Reply:
    return await ordering.go_on(talk, Draft())


@mine.refused
async def refused(talk: Talk, text: str) -> Reply:
    """The buttons work at any time: whatever else is being asked goes on."""
    return talk.say(text)


@mine.callback_query(AboutHelp.filter())
async def pressed(query: CallbackQuery, talk: Talk, callback_data: AboutHelp) -> Reply:
    return await mine.do(talk, callback_data.action, callback_data.order)


@mine.choice(Action.SHOW)
async def show(talk: Talk, order_id: int) -> Reply:
    return await mine.show(talk, order_id)


@mine.look
async def order(talk: Talk, order_id: int) -> Ask:
    order = await helps.seen_by(talk.session, order_id, talk.user_id)
    kind = await helps.kind(talk.session, order.kind)
    lines = [
        f"🛎 <b>{esc(kind.name(current_language()))}</b> · {state_name(order.state)}",
        *what_was_said(order.wanted, order.place, order.words),
    ]
    if order.answer:
        lines.append(_("社区说：{answer}").format(answer=esc(order.answer)))
    lines.append(_("{when} 订的").format(when=when(order.ordered_at, talk.config.zone)))
    return Ask("\n".join(lines), _actions(order))


def _actions(order: HelpOrder) -> list[Option]:
    actions: list[tuple[Action, str]] = []
    if order.state in (HelpState.ARRANGED, HelpState.OFFERED):
        actions.append((Action.DONE, _("✅ 已经帮好了")))
    if order.state in helps.LIVING:
        actions.append((Action.WITHDRAW, _("不用了")))
    return [
        Option(action.value, label, data=AboutHelp(action=action, order=order.id).pack())
        for action, label in actions
    ]


@mine.choice(Action.DONE)
async def done(talk: Talk, order_id: int) -> Reply:
    await helps.done(talk.session, order_id, talk.user_id, now=talk.now)
    return await menu.home(talk, _("太好了，记下了。还要帮忙就发 /helps。"))


@mine.choice(Action.WITHDRAW)
async def ask_to_withdraw(talk: Talk, order_id: int) -> Reply:
    order = await helps.seen_by(talk.session, order_id, talk.user_id)
    if order.state not in helps.LIVING:
        raise helps.HelpPast(order.state, order.handled_by_name)
    mine.look_at(talk, order_id)
    options = [Option("yes", _("不用了")), Option("no", _("还是要"))]
    return await talk.ask(MyHelps.withdrawing, _("真的不用了吗？"), options, columns=2, back=False)


@on_choice(mine, MyHelps.withdrawing)
async def withdraw(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "no":
        return await menu.home(talk, _("好的，照旧。"))
    try:
        await passing_on.withdraw_help(
            talk.session,
            mine.row_of(talk),
            talk.user_id,
            _("居民说不用了，谢谢大家。"),
            now=talk.now,
        )
    except Refusal as refusal:
        return await menu.refused(talk, refusal)
    return await menu.home(talk, _("好的，取消了，社区也知道了。"))
