"""The canteen's staff check diners by their cards, note what entitles them, confirm who books."""

from datetime import date, timedelta

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.filters import NeverMind, RepliesTo
from handlers.common.i18n import _, speaking
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply, Sending, outgoing
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals import buttons, words
from handlers.meals.refusals import in_words
from handlers.meals.staff.canteen import IN_CANTEEN, gave_up, prompt
from handlers.meals.staff.people_card import (
    DinerAction,
    OnDiner,
    OnProxyCard,
    ProxyVerdict,
    diner_key,
)
from services.errors import Refusal
from services.meals import diners, pausing, proxies
from services.people import people
from services.tickets import Member
from storage.outbox import Urgency, promise
from storage.tables import Channel, Chat, Diner, Status

router = Router(name="the canteen's diners")

MISTAKE, END = "diner mistake", "diner end"
"""What a prompt is about, before the diner's id."""
SHOWN = 300
"""Characters of staff's words to the resident."""
KEY, STATUS = "diner", "diner status"
ONE_YEAR = timedelta(days=365)
FOR_GOOD, A_YEAR, THIS_YEAR = "for good", "a year", "this year"


class Entitling(StatesGroup):
    status = State()
    until = State()


@router.callback_query(OnDiner.filter(), IN_CANTEEN)
async def pressed(
    query: CallbackQuery, talk: Talk, callback_data: OnDiner, member: Member
) -> Reply:
    try:
        diner = await diners.get(talk.session, callback_data.diner)
        await diners.check_serves(talk.session, diner, member)
        match callback_data.action:
            case DinerAction.VERIFY:
                await diners.verify(talk.session, diner.id, member, now=talk.now)
                return talk.toast(_("核对好了，订餐的人已经知道。"))
            case DinerAction.STATUS:
                return await ask_status(talk, diner)
            case DinerAction.MISTAKE:
                return ask_what_is_wrong(talk, diner)
            case DinerAction.END:
                return ask_why(talk, diner)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)


async def ask_status(talk: Talk, diner: Diner) -> Reply:
    talk.data[KEY] = diner.id
    options = [Option(status.value, words.status_name(status)) for status in Status]
    text = _("{member}：{name}加哪一种身份？请看过证明再点。").format(
        member=esc(talk.name), name=esc(diner.name)
    )
    return await talk.ask(Entitling.status, text, options)


@on_choice(router, Entitling.status, *Status, guard=IN_CANTEEN)
async def status_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    talk.data[STATUS] = choice
    options = [
        Option(FOR_GOOD, _("长期")),
        Option(A_YEAR, _("一年")),
        Option(THIS_YEAR, _("到今年年底")),
    ]
    text = _("“{status}”管到什么时候？").format(status=words.status_name(Status(choice)))
    return await talk.ask(Entitling.until, text, options)


@on_choice(router, Entitling.until, FOR_GOOD, A_YEAR, THIS_YEAR, guard=IN_CANTEEN)
async def until_chosen(
    event: Message | CallbackQuery, talk: Talk, choice: str, member: Member
) -> Reply:
    diner_id, status = talk.data[KEY], Status(talk.data[STATUS])
    first = talk.now.astimezone(talk.config.zone).date()
    last = {A_YEAR: first + ONE_YEAR, THIS_YEAR: date(first.year, 12, 31)}.get(choice)
    await talk.leave()
    try:
        await diners.add_status(talk.session, diner_id, status, first, last, member, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    text = _("记下了：{status}。从今天起订的餐就按这个算。").format(
        status=words.status_name(status)
    )
    return Sending(method=talk.say(text), under_card=diner_key(diner_id))


@on_choice(router, StateFilter(Entitling.status, Entitling.until), BACK)
async def not_entitled(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，没有加。"))


def ask_what_is_wrong(talk: Talk, diner: Diner, before: str = "") -> Sending:
    text = _(
        "{name}的资料哪里不对？请回复这条消息写一句，会转给登记的人重新填。没事就回复“0”。"
    ).format(name=esc(diner.name))
    return prompt(talk, text, f"{MISTAKE}:{diner.id}", before)


def ask_why(talk: Talk, diner: Diner, before: str = "") -> Sending:
    text = _(
        "{name}以后不在食堂用餐了？请回复这条消息写原因，比如“搬到外地”。"
        "订好的餐和固定订餐都会取消。点错了就回复“0”。"
    ).format(name=esc(diner.name))
    return prompt(talk, text, f"{END}:{diner.id}", before)


router.message(RepliesTo(MISTAKE, END), NeverMind())(gave_up)


@router.message(RepliesTo(MISTAKE), IN_CANTEEN)
async def mistaken(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    """Who registered is told what is wrong, and fills it in again."""
    try:
        diner = await diners.get(talk.session, about)
        await diners.check_serves(talk.session, diner, member)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    if not talk.line:
        return ask_what_is_wrong(talk, diner, _("请写几个字说明。"))
    whom = await proxies.concerned(talk.session, diner)
    for person_id in dict.fromkeys((*whom, *filter(None, [diner.created_by]))):
        await tell_mistake(talk, diner, person_id)
    return Sending(method=talk.say(_("转给登记的人了。")), under_card=diner_key(diner.id))


async def tell_mistake(talk: Talk, diner: Diner, person_id: int) -> None:
    person = await people.get(talk.session, person_id)
    if person is None or person.blocked_at is not None:
        return
    with speaking(person.language):
        text = _(
            "食堂核对{name}的资料时，发现不对：\n\n“{words}”\n\n请点下面的按钮，重新填一遍。"
        ).format(name=esc(diner.name), words=esc(cut(talk.line, SHOWN)))
        message = SendMessage(chat_id=person.id, text=text, reply_markup=buttons.correct(diner.id))
    for item in outgoing(message, Chat(Channel.TELEGRAM, person.id), Urgency.NOTICE):
        promise(talk.session, item)


@router.message(RepliesTo(END), IN_CANTEEN)
async def ended(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    try:
        cancelled = await pausing.end(talk.session, about, member, talk.text, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    text = _("记下了。取消了 {count} 餐。").format(count=len(cancelled))
    return Sending(method=talk.say(text), under_card=diner_key(about))


@router.callback_query(OnProxyCard.filter(), IN_CANTEEN)
async def proxy_answered(
    query: CallbackQuery, talk: Talk, callback_data: OnProxyCard, member: Member
) -> Reply:
    confirmed = callback_data.verdict is ProxyVerdict.YES
    try:
        await proxies.answer(
            talk.session, callback_data.proxy, member, confirmed=confirmed, now=talk.now
        )
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(_("记下了，对方已经知道。"))
