"""What somebody who is with us hears of what another filed for them, and says to it: 对吗?"""

from enum import StrEnum

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.button_data import RowId
from handlers.common.choices import on_choice, on_press
from handlers.common.filters import HasMedia, HasText
from handlers.common.i18n import _
from handlers.common.labels import role_name
from handlers.common.questions import BACK
from handlers.common.refusals import UNFIT
from handlers.common.saying import Button, Buttons, Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell, Telling
from handlers.common.words import cut, esc
from handlers.tickets.adding import ask_for_more
from handlers.tickets.draft import EXCERPT
from handlers.tickets.mine import mine
from handlers.tickets.refusals import in_words
from handlers.tickets.wording import numbered, own_words
from services import calendar, tickets
from services.errors import Refusal
from services.stewards import reading as stewards
from services.tickets import read_back
from services.tickets.on_behalf import FiledForYou
from services.tickets.read_back import NotTheirs
from storage.tables import Matter, Ticket

ABOUT = "correcting"
"""In the conversation's data: which request they correct."""
SHOWN_TEXT = 600


class Reading(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    NOT_MINE = "notmine"


class OnFiled(CallbackData, prefix="behalf"):
    """They answer whenever it suits them."""

    reading: Reading
    ticket: RowId


class Correcting(StatesGroup):
    words = State()


router = Router(name="filed for me")
telling = Telling(Matter.REQUEST)


@telling.hears(FiledForYou)
async def filed_for_you(tell: Tell, news: FiledForYou) -> None:
    ticket = await tickets.get(tell.session, news.ticket_id)
    if ticket is None:
        return
    who = await _who(tell, ticket)
    data = {each: OnFiled(reading=each, ticket=ticket.id) for each in Reading}

    def asked() -> Say:
        text = _("{who}替您反映了：\n“{text}”\n{place}\n\n对吗？").format(
            who=esc(who) or _("社区的工作人员"),
            text=esc(cut(ticket.text, SHOWN_TEXT)) or _("（没有文字）"),
            place=esc(cut(ticket.place, EXCERPT)),
        )
        buttons = [
            [Button(_("对"), data[Reading.RIGHT]), Button(_("不对，改一改"), data[Reading.WRONG])],
            [Button(_("我没有托人反映"), data[Reading.NOT_MINE])],
        ]
        return Say(numbered(text, ticket), Buttons(buttons), about=f"mine:{ticket.id}")

    await tell.person(ticket.author_id, asked)


async def _who(tell: Tell, ticket: Ticket) -> str:
    """By their public role; colleagues of the office are not named to residents."""
    today = ticket.filed_at.astimezone(calendar.ZONE).date()
    posts = await stewards.communities_of(tell.session, ticket.filed_by_id or 0, today)
    steward = posts.get(ticket.community_id)
    return f"{role_name(steward.role)}{steward.name}" if steward else ""


@telling.hears(NotTheirs)
async def not_theirs(tell: Tell, news: NotTheirs) -> None:
    """To who filed it: they can withdraw what nobody wants."""
    ticket = await tickets.get(tell.session, news.ticket_id)
    if ticket is not None:
        text = _("您代办的“{text}”，本人说没有托人反映。现在算您反映的；不用办了，请撤回。")
        await tell.person(
            ticket.author_id, lambda: numbered(_(text).format(text=esc(own_words(ticket))), ticket)
        )


@on_press(router, OnFiled, refusals=in_words)
async def pressed(talk: Talk, data: OnFiled) -> Reply:
    await read_back.for_them(talk.session, data.ticket, talk.user_id)
    match data.reading:
        case Reading.RIGHT:
            await read_back.confirm(talk.session, data.ticket, talk.user_id, now=talk.now)
            return talk.say(_("好的，有进展会告诉您。"))
        case Reading.NOT_MINE:
            await read_back.deny(talk.session, data.ticket, talk.user_id, now=talk.now)
            return talk.say(_("知道了，这件事跟您没有关系了，不会再来问您。"))
    talk.data[ABOUT] = data.ticket
    text = _("哪里不对？写下来，或者说一句、拍张照片都行，我转给办事的人。")
    return await talk.ask(Correcting.words, text, in_words=True)


@on_choice(router, Correcting.words, BACK)
async def later(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。想好了，再点上面的按钮。"))


@router.message(Correcting.words, HasMedia())
@router.message(Correcting.words, HasText())
async def corrected(message: Message, talk: Talk) -> Reply:
    try:
        await read_back.correct(
            talk.session,
            talk.data[ABOUT],
            talk.user_id,
            talk.words,
            talk.attachments,
            now=talk.now,
        )
    except UNFIT as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return await menu.refused(talk, refusal, in_words)
    mine.look_at(talk, talk.data[ABOUT])
    return await ask_for_more(
        talk, _("转给办事的人了，谢谢。还有要改的请接着发；说完了请点“补充好了”。")
    )
