"""Whether a day that staff named to a resident is a promise: they confirm it with one tap.

It stands in what they asked the resident, or answers 承诺时间. The resident hears of it once the
member has confirmed what was understood.
"""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.choices import on_choice
from handlers.common.i18n import _, mark
from handlers.common.members import InBoundGroup
from handlers.common.questions import BACK, Option
from handlers.common.refusals import in_words
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import until
from handlers.common.words import esc
from handlers.tickets.staff.noting import noted
from services import calendar
from services.errors import Refusal
from services.tickets import promises
from services.tickets.promises import PromisePast, PromiseTooFar, PromiseUnreadable
from services.tickets.transitions import IN_WORK
from storage.tables import PromiseState, Ticket

router = Router(name="promising")

YES = "yes"
_ASKED_ABOUT = "promised"
"""In the conversation's data: the ticket's id, and by when."""


async def promised(session: AsyncSession, ticket: Ticket) -> list[str]:
    """HTML of the card's line on what is promised, or was not kept."""
    if ticket.state not in IN_WORK:
        return []
    promise = await promises.last(session, ticket)
    match promise and promise.state:
        case PromiseState.STANDING:
            text = _("🤝 答应居民{by}前办好")
        case PromiseState.BROKEN:
            text = _("⚠️ 答应居民{by}前办好，过了")
        case _:
            return []
    assert promise is not None
    return [text.format(by=until(promise.by, calendar.ZONE))]


class Promising(StatesGroup):
    sure = State()


in_words.say(
    {
        PromiseUnreadable: mark("这个日子我看不懂。"),
        PromisePast: mark("这个时间已经过了，不能当承诺。"),
        PromiseTooFar: mark("这个日子太远了，一年以后的不能当承诺。"),
        promises.AlreadyPromised: mark("这个日子已经答应过居民了。"),
    }
)


async def promised_in(talk: Talk, ticket_id: int, words: str, *, under_card: str) -> list[Say]:
    """What is asked after words to the resident that promise a day; nothing after others."""
    try:
        by = await promises.found_in(talk.session, words, now=talk.now, zone=talk.config.zone)
    except Refusal as refusal:
        return [talk.say(in_words(refusal, talk.config.zone), under_card=under_card)]
    return [await sure(talk, ticket_id, by)] if by else []


async def sure(talk: Talk, ticket_id: int, by: datetime) -> Say:
    """Ask whether what was understood is meant."""
    talk.data[_ASKED_ABOUT] = [ticket_id, by.isoformat()]
    text = _("{name}，您答应居民 <b>{by}</b>前办好，要记成承诺吗？记下了就告诉居民。").format(
        name=esc(talk.name), by=until(by, talk.config.zone)
    )
    options = [Option(YES, _("记下")), Option(BACK, _("不是"))]
    return talk.as_one(await talk.ask(Promising.sure, text, options, back=False, columns=2))


@on_choice(router, Promising.sure, BACK)
async def not_meant(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return noted(talk, _("好的，不记。"))


@on_choice(router, Promising.sure, YES, guard=InBoundGroup())
async def meant(event: Message | CallbackQuery, talk: Talk) -> Reply:
    ticket_id, by = talk.data[_ASKED_ABOUT]
    await talk.leave()
    try:
        await promises.make(
            talk.session, ticket_id, talk.member, datetime.fromisoformat(by), now=talk.now
        )
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return noted(talk, _("记下了，居民已经知道。"))
