"""接手: a colleague goes on with a request that somebody else took."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.members import InBoundGroup
from handlers.common.questions import BACK, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.tickets.staff.card import ASKED_ABOUT, card
from handlers.tickets.staff.noting import noted
from services import tickets
from services.errors import AlreadyTaken, Refusal

router = Router(name="taking over")

YES = "yes"


class TakingOver(StatesGroup):
    sure = State()


@card.refused(AlreadyTaken)
async def ask_to_take_over(talk: Talk, ticket_id: int, refusal: AlreadyTaken) -> Reply:
    """Somebody wants to go on with what a colleague has, who may be gone."""
    ticket = await tickets.doubt_taker(talk.session, ticket_id)
    talk.data[ASKED_ABOUT] = ticket.id
    text = _("{name}，编号 <b>{number}</b> 在{taker}手里。要由您接手吗？").format(
        name=esc(talk.name), number=ticket.number, taker=esc(refusal.by_name)
    )
    return talk.as_one(await talk.ask(TakingOver.sure, text, [Option(YES, _("由我接手"))]))


@on_choice(router, TakingOver.sure, BACK)
async def left_to_them(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return noted(talk, _("好的，没有动。"))


@on_choice(router, TakingOver.sure, YES, guard=InBoundGroup())
async def take_over(event: Message | CallbackQuery, talk: Talk) -> Reply:
    ticket_id = talk.data[ASKED_ABOUT]
    await talk.leave()
    try:
        await tickets.take_over(talk.session, ticket_id, talk.member, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return None
