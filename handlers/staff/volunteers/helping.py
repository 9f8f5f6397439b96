"""The office with orders and wishes: the buttons of their cards, and the words they need."""

from collections.abc import Awaitable

from aiogram import Router
from aiogram.types import CallbackQuery, ForceReply, Message

from handlers.common.filters import NeverMind, RepliesTo
from handlers.common.i18n import _
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.staff.members import InGroupFor
from handlers.staff.volunteers import help_card
from handlers.staff.volunteers.help_buttons import HelpAction, OnHelp, OnWish, WishAction
from handlers.volunteers.refusals import in_words
from services import helps, wishes
from services.errors import Refusal, TooLong, WordsNeeded
from services.tickets import Member
from services.volunteering import granting
from storage.tables import Purpose, WishState

router = Router(name="helps and wishes, the office's side")

ARRANGE, DECLINE, NO_WISH = "help arrange", "help decline", "wish decline"
"""What a prompt is about, before the id of the order or the wish."""
OFFICE = InGroupFor(Purpose.STAFF)


@router.callback_query(OnHelp.filter(), OFFICE)
async def on_help(query: CallbackQuery, talk: Talk, callback_data: OnHelp, member: Member) -> Reply:
    order_id = callback_data.order
    try:
        if callback_data.action is HelpAction.DONE:
            await helps.done(talk.session, order_id, member, now=talk.now)
            return talk.toast(_("记下了：办好了。"))
        await helps.for_staff(talk.session, order_id, member, *helps.WITH_STAFF)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    if callback_data.action is HelpAction.ARRANGE:
        return prompt(talk, ARRANGE, order_id, help_card.help_key(order_id), _how_arranged())
    return prompt(talk, DECLINE, order_id, help_card.help_key(order_id), _why_not())


@router.callback_query(OnWish.filter(), OFFICE)
async def on_wish(query: CallbackQuery, talk: Talk, callback_data: OnWish, member: Member) -> Reply:
    wish_id = callback_data.wish
    try:
        if callback_data.action is WishAction.ANOTHER:
            await granting.another_granter(talk.session, wish_id, member, now=talk.now)
            return talk.toast(_("好的，心愿又回到墙上了，两边都会知道。"), alert=True)
        await wishes.for_staff(talk.session, wish_id, member, WishState.POSTED)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return prompt(talk, NO_WISH, wish_id, help_card.wish_key(wish_id), _why_no_wish())


@router.message(RepliesTo(ARRANGE, DECLINE, NO_WISH), NeverMind())
async def gave_up(message: Message, talk: Talk) -> Reply:
    return talk.say(_("好的，没有动。"))


@router.message(RepliesTo(ARRANGE), OFFICE)
async def arranged(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    return await act(
        talk,
        helps.arrange(talk.session, about, member, talk.text),
        (ARRANGE, about, help_card.help_key(about), _how_arranged()),
        _("安排好了，居民已经收到。"),
    )


@router.message(RepliesTo(DECLINE), OFFICE)
async def declined(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    return await act(
        talk,
        helps.decline(talk.session, about, member, talk.text, now=talk.now),
        (DECLINE, about, help_card.help_key(about), _why_not()),
        _("原因转给居民了。"),
    )


@router.message(RepliesTo(NO_WISH), OFFICE)
async def not_on_the_wall(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    return await act(
        talk,
        wishes.decline(talk.session, about, member, talk.text),
        (NO_WISH, about, help_card.wish_key(about), _why_no_wish()),
        _("原因转给许愿的人了。"),
    )


async def act(
    talk: Talk, doing: Awaitable[object], asked: tuple[str, int, str, str], done: str
) -> Reply:
    """Do it; a refusal that words can mend asks again what `asked` (see `prompt`) asked for."""
    kind, number, card, words = asked
    try:
        await doing
    except (WordsNeeded, TooLong) as refusal:
        again = f"{in_words(refusal, talk.config.zone)}\n{words}"
        return prompt(talk, kind, number, card, again)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return Sending(method=talk.say(done), under_card=card)


def prompt(talk: Talk, kind: str, number: int, card: str, words: str) -> Reply:
    """Ask the member for `words` (HTML) by a forced reply; see `handlers.staff.work`."""
    text = _("{name}，{words}\n不办了就回复“0”。").format(
        name=f'<a href="tg://user?id={talk.user_id}">{esc(talk.name)}</a>', words=words
    )
    asked = talk.say(text, ForceReply(selective=True))
    return Sending(method=asked, about=f"{kind}:{number}", under_card=card)


def _how_arranged() -> str:
    return _("请回复这条消息，写下怎么安排的：谁来、什么时候、多少钱。居民会原样收到。")


def _why_not() -> str:
    return _("请回复这条消息，写下为什么办不了、可以去哪里办。居民会原样收到。")


def _why_no_wish() -> str:
    return _("请回复这条消息，写下为什么不合适。许愿的人会原样收到。")
