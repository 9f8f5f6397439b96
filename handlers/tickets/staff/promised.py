"""Whether a day that staff named to a resident is a promise: they confirm it with one tap.

It stands in what they asked the resident, or answers 承诺时间. The resident hears of it once the
member has confirmed what was understood.
"""

from datetime import UTC, datetime
from enum import StrEnum

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.button_data import Count, RowId
from handlers.common.choices import on_press
from handlers.common.filters import RepliesTo
from handlers.common.i18n import _, mark
from handlers.common.members import InBoundGroup
from handlers.common.questions import goes_back
from handlers.common.refusals import in_words
from handlers.common.saying import Button, Buttons, Say
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.times import until
from handlers.common.words import comparable, esc
from handlers.tickets.staff.noting import noted
from services import calendar, tickets
from services.errors import Refusal
from services.tickets import promises
from services.tickets.promises import PromisePast, PromiseTooFar, PromiseUnreadable
from services.tickets.transitions import IN_WORK
from storage.tables import PromiseState, Ticket

router = Router(name="promising")

ASKED = "promised"
"""What such a question is about, and what it is called, before the ticket's id."""
_KEY = "promised"
"""In the member's conversation, by the ticket's id: by when they were asked about it last."""
PENDING = 5


class Meant(StrEnum):
    YES = "yes"
    NO = "no"


class OnPromised(CallbackData, prefix="promised"):
    """Whether the day that was understood is meant; `minute` is its end, since 1970 in UTC."""

    meant: Meant
    ticket: RowId
    minute: Count


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
    """Ask whether what was understood is meant. Of one request one such question stands."""
    asked: dict[str, int] = talk.data.get(_KEY, {})
    asked.pop(str(ticket_id), None)
    minute = int(by.timestamp()) // 60
    talk.data[_KEY] = dict([*asked.items(), (str(ticket_id), minute)][-PENDING:])
    await talk.keep()
    text = _(
        "{name}，您答应居民 <b>{by}</b>前办好，要记成承诺吗？记下了就告诉居民。\n"
        "点一个，或者回复这条消息：1 记下，0 不是。"
    ).format(name=esc(talk.name), by=until(by, talk.config.zone))
    data = {each: OnPromised(meant=each, ticket=ticket_id, minute=minute) for each in Meant}
    buttons = [Button(_("记下"), data[Meant.YES]), Button(_("不是"), data[Meant.NO])]
    about = f"{ASKED}:{ticket_id}"
    under = f"ticket:{ticket_id}"
    return Say(text, Buttons([buttons]), card=about, about=about, under_card=under, to_the_end=True)


@on_press(router, OnPromised, InBoundGroup())
async def pressed(talk: Talk, data: OnPromised) -> Reply:
    return await _settle(talk, data.ticket, data.minute, meant=data.meant is Meant.YES)


@router.message(RepliesTo(ASKED), InBoundGroup())
async def replied(message: Message, talk: Talk, about: int) -> Reply:
    """By the number of an option or its label, to the question that it answers."""
    minute = talk.data.get(_KEY, {}).get(str(about))
    if minute is None:
        return talk.say(_("这个我没有问您。要答应居民时间，请点卡片上的“承诺时间”。"))
    said = comparable(talk.text)
    options = {"1": True, comparable(_("记下")): True, comparable(_("不是")): False}
    meant = False if goes_back(talk.text) else options.get(said)
    if meant is None:
        return talk.say(_("没有记。请回复那条消息：1 记下，0 不是。"))
    try:
        return await _settle(talk, about, minute, meant=meant)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))


async def _settle(talk: Talk, ticket_id: int, minute: int, *, meant: bool) -> Reply:
    """The question says what came of it; its buttons go. Raises Refusal."""
    await tickets.held(talk.session, ticket_id, talk.member)
    by = datetime.fromtimestamp(minute * 60, UTC)
    if meant:
        await promises.make(talk.session, ticket_id, talk.member, by, now=talk.now)
        result = _("🤝 {by}前办好：记下了，居民已经知道。")
    else:
        result = _("{by}前办好：好的，不记。")
    card = f"{ASKED}:{ticket_id}"
    looks = talk.say(result.format(by=until(by, talk.config.zone)), card=card)
    return [looks, *every(noted(talk, _("记下了，居民已经知道。") if meant else _("好的，不记。")))]
