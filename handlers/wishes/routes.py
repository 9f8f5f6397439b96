"""The answers of a wish, from top to bottom as the dialogue goes."""

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasText
from handlers.common.i18n import _
from handlers.common.places import chosen
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.wishes.buttons import AboutWish, Deed
from handlers.wishes.dialogue import (
    AGAIN,
    AREA,
    POST,
    TEXT,
    Wishing,
    ask_text,
    ask_where,
    ask_whether,
    begin,
)
from handlers.wishes.refusals import in_words
from services import wishes
from services.errors import Refusal
from services.volunteering import granting
from services.wishes.life import TEXT_LIMIT
from storage.tables import Area

router = Router(name="wishes")


@router.message(Command("wish"))
async def wish(message: Message, talk: Talk) -> Reply:
    return await begin(talk)


@router.message(StateFilter(Wishing.text, Wishing.mine), Choice(BACK))
@router.callback_query(StateFilter(Wishing.text, Wishing.mine), Choice(BACK))
async def seen_enough(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。想好了再来，发 /wish 就行。"))


@router.message(StateFilter(Wishing.where, Wishing.sure), Choice(BACK))
@router.callback_query(StateFilter(Wishing.where, Wishing.sure), Choice(BACK))
async def back_to_the_text(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_text(talk)


@router.message(Wishing.text, HasText())
async def text(message: Message, talk: Talk) -> Reply:
    said = talk.line
    if len(said) > TEXT_LIMIT:
        return await talk.repeat(
            _("您写了 {count} 个字，最多 {limit} 个。请短一点再发。").format(
                count=len(said), limit=TEXT_LIMIT
            )
        )
    talk.data[TEXT] = said
    home = await talk.session.get(Area, talk.person.home_id) if talk.person.home_id else None
    return await ask_whether(talk, home) if home else await ask_where(talk)


@router.message(Wishing.where, Choice())
@router.callback_query(Wishing.where, Choice())
async def where(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    found = await chosen(talk, choice)
    if found is None:
        return await ask_where(talk)
    area, final = found
    return await ask_whether(talk, area) if final else await ask_where(talk, area)


@router.message(Wishing.sure, Choice(AGAIN))
@router.callback_query(Wishing.sure, Choice(AGAIN))
async def again(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_text(talk)


@router.message(Wishing.sure, Choice(POST))
@router.callback_query(Wishing.sure, Choice(POST))
async def post(event: Message | CallbackQuery, talk: Talk) -> Reply:
    try:
        await wishes.post(
            talk.session,
            talk.user_id,
            talk.person.name,
            talk.data.get(AREA, 0),
            talk.data.get(TEXT, ""),
            now=talk.now,
        )
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    talk.data.pop(TEXT, None)
    return await menu.home(
        talk, _("🌟 收到您的心愿了。社区看过就上墙，有人来圆梦马上告诉您。看进展发 /wish。")
    )


@router.message(Wishing.mine, Choice())
async def wanted(message: Message, talk: Talk, choice: str) -> Reply:
    return await do(talk, Deed(choice), talk.data.get("wish", 0))


@router.callback_query(AboutWish.filter())
async def pressed(query: CallbackQuery, talk: Talk, callback_data: AboutWish) -> Reply:
    return await do(talk, callback_data.deed, callback_data.wish)


async def do(talk: Talk, deed: Deed, wish_id: int) -> Reply:
    """The wisher or the granter say that it came true, or the wisher takes it back."""
    try:
        if deed is Deed.WITHDRAW:
            wish = await wishes.seen_by(talk.session, wish_id, talk.user_id)
            if wish.state not in wishes.LIVING:
                raise wishes.WishPast(wish.state)
            return await ask_to_withdraw(talk, wish_id)
        await granting.grant_wish(talk.session, wish_id, talk.user_id, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("🌟 太好了，心愿圆了！谢谢大家。"))


async def ask_to_withdraw(talk: Talk, wish_id: int) -> Reply:
    talk.data["wish"] = wish_id
    options = [Option("yes", _("收回")), Option("no", _("不收回"))]
    return await talk.ask(
        Wishing.withdrawing, _("真的要收回这个心愿吗？"), options, columns=2, back=False
    )


@router.message(Wishing.withdrawing, Choice())
@router.callback_query(Wishing.withdrawing, Choice())
async def withdraw(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "no":
        return await menu.home(talk, _("好的，心愿还在。"))
    wish_id, reason = talk.data.get("wish", 0), _("许愿的人收回了心愿，谢谢您的好意。")
    try:
        await granting.withdraw_wish(talk.session, wish_id, talk.user_id, reason, now=talk.now)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("好的，收回了。"))
