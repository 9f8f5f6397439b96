"""接手: a colleague goes on with a request that somebody else took."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.groups.members import InBoundGroup
from services import tickets
from services.errors import AlreadyTaken, Refusal
from services.groups.members import ask_whether_there
from storage.tables import Ticket

router = Router(name="taking over")

YES = "yes"


class TakingOver(StatesGroup):
    sure = State()


async def ask_whether(talk: Talk, ticket_id: int, refusal: AlreadyTaken) -> SendMessage:
    """Somebody wanted to go on with what a colleague has, who may be gone."""
    ticket = await talk.session.get_one(Ticket, ticket_id)
    ask_whether_there(talk.session, ticket.group_id, ticket.taker_id)
    talk.data["ticket"] = ticket.id
    text = _("{name}，编号 <b>{number}</b> 在{taker}手里。要由您接手吗？").format(
        name=esc(talk.name), number=ticket.number, taker=esc(refusal.by_name)
    )
    return await talk.ask(TakingOver.sure, text, [Option(YES, _("由我接手"))])


@router.message(TakingOver.sure, Choice(BACK))
@router.callback_query(TakingOver.sure, Choice(BACK))
async def left_to_them(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，没有动。"))


@router.message(TakingOver.sure, InBoundGroup(), Choice(YES))
@router.callback_query(TakingOver.sure, InBoundGroup(), Choice(YES))
async def take_over(event: Message | CallbackQuery, talk: Talk, member: tickets.Member) -> Reply:
    ticket_id = talk.data["ticket"]
    await talk.leave()
    try:
        await tickets.take_over(talk.session, ticket_id, member, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return None
