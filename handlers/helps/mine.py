"""One's own orders: the list, one of them, and what can be done with it."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice
from handlers.common.i18n import _, current_language
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.helps.buttons import AboutHelp, Deed
from handlers.helps.dialogue import ask_theme
from handlers.helps.refusals import in_words
from handlers.helps.words import state_name
from services import helps
from services.errors import NotFound, Refusal
from services.volunteering import passing_on
from storage.tables import HelpOrder, HelpState

router = Router(name="my helps")


WANTED = 20
"""Characters of when it is wanted, on a button."""


class MyHelps(StatesGroup):
    all = State()
    one = State()
    withdrawing = State()


LOOKING = (MyHelps.all, MyHelps.one)
"""Nothing is being written there: words are something new."""


async def list_all(talk: Talk) -> Reply:
    names = {kind.key: kind.name(current_language()) for kind in await helps.kinds(talk.session)}
    options = [
        Option(
            str(order.id),
            f"{state_name(order.state)} · {names.get(order.kind, order.kind)}"
            f" · {cut(order.wanted, WANTED)}",
            data=AboutHelp(deed=Deed.SHOW, order=order.id).pack(),
        )
        for order in await helps.of_person(talk.session, talk.user_id)
    ]
    return await talk.ask(MyHelps.all, _("您订的帮忙，点一件看看："), options)


@router.message(MyHelps.all, Choice())
async def chosen(message: Message, talk: Talk, choice: str) -> Reply:
    return await do(talk, Deed.SHOW, int(choice))


@router.message(MyHelps.one, Choice())
async def wanted(message: Message, talk: Talk, choice: str) -> Reply:
    return await do(talk, Deed(choice), talk.data["help order"])


@router.message(StateFilter(MyHelps.all), Choice(BACK))
@router.callback_query(StateFilter(MyHelps.all), Choice(BACK))
async def back_to_themes(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_theme(talk)


@router.message(StateFilter(MyHelps.one), Choice(BACK))
@router.callback_query(StateFilter(MyHelps.one), Choice(BACK))
async def back_to_all(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await list_all(talk)


@router.callback_query(AboutHelp.filter())
async def pressed(query: CallbackQuery, talk: Talk, callback_data: AboutHelp) -> Reply:
    return await do(talk, callback_data.deed, callback_data.order)


async def do(talk: Talk, deed: Deed, order_id: int) -> Reply:
    try:
        order = await helps.seen_by(talk.session, order_id, talk.user_id)
        match deed:
            case Deed.SHOW:
                return await show(talk, order)
            case Deed.DONE:
                await helps.done(talk.session, order_id, talk.user_id, now=talk.now)
            case Deed.WITHDRAW:
                return await ask_to_withdraw(talk, order)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("太好了，记下了。还要帮忙就发 /helps。"))


async def show(talk: Talk, order: HelpOrder) -> Reply:
    talk.data["help order"] = order.id
    kind = await helps.kind(talk.session, order.kind)
    lines = [
        f"🛎 <b>{esc(kind.name(current_language()))}</b> · {state_name(order.state)}",
        _("时间：{wanted}").format(wanted=esc(order.wanted)),
        _("地点：{place}").format(place=esc(order.place)),
    ]
    if order.words:
        lines.append(_("说明：{words}").format(words=esc(order.words)))
    if order.answer:
        lines.append(_("社区说：{answer}").format(answer=esc(order.answer)))
    lines.append(_("{when} 订的").format(when=when(order.ordered_at, talk.config.zone)))
    return await talk.ask(MyHelps.one, "\n".join(lines), _deeds(order))


def _deeds(order: HelpOrder) -> list[Option]:
    deeds: list[tuple[Deed, str]] = []
    if order.state in (HelpState.ARRANGED, HelpState.OFFERED):
        deeds.append((Deed.DONE, _("✅ 已经帮好了")))
    if order.state in helps.LIVING:
        deeds.append((Deed.WITHDRAW, _("不用了")))
    return [
        Option(deed.value, label, data=AboutHelp(deed=deed, order=order.id).pack())
        for deed, label in deeds
    ]


async def ask_to_withdraw(talk: Talk, order: HelpOrder) -> Reply:
    if order.state not in helps.LIVING:
        raise helps.HelpPast(order.state, order.handled_by_name)
    talk.data["help order"] = order.id
    options = [Option("yes", _("不用了")), Option("no", _("还是要"))]
    return await talk.ask(MyHelps.withdrawing, _("真的不用了吗？"), options, columns=2, back=False)


@router.message(MyHelps.withdrawing, Choice())
@router.callback_query(MyHelps.withdrawing, Choice())
async def withdraw(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "no":
        return await menu.home(talk, _("好的，照旧。"))
    try:
        await passing_on.withdraw_help(
            talk.session,
            talk.data.get("help order", 0),
            talk.user_id,
            _("居民说不用了，谢谢大家。"),
            now=talk.now,
        )
    except NotFound:
        return await menu.home(talk, _("没有找到这件事。"))
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("好的，取消了，社区也知道了。"))
