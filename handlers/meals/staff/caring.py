"""平安守望 in the office's group: who goes to look, and what they found."""

from aiogram import Router
from aiogram.types import CallbackQuery, ForceReply, Message

from handlers.common.filters import RepliesTo, Words
from handlers.common.i18n import _
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.groups.members import InGroupFor
from handlers.meals.staff import care_card
from handlers.meals.staff.kitchen_buttons import OUTCOMES, CareAction, OnCare
from handlers.meals.staff.refusals import in_words
from services.errors import Refusal, TooLong, WordsNeeded
from services.meals import care
from services.tickets import Member
from services.volunteering import passing_on
from storage.tables import CareOutcome, Purpose, TaskSource

router = Router(name="looking in on people")

FOUND = "care words"
"""What a prompt for words is about, before the alert's id."""
ZERO = "0"


@router.callback_query(OnCare.filter(), InGroupFor(Purpose.STAFF))
async def pressed(query: CallbackQuery, talk: Talk, callback_data: OnCare, member: Member) -> Reply:
    alert_id, action = callback_data.alert, callback_data.action
    try:
        match action:
            case CareAction.HELP:
                return await ask_for_words(talk, alert_id, member)
            case CareAction.TAKE:
                alert = await care.get(talk.session, alert_id)
                await care.check_looks_after(talk.session, alert, member)
                await call_volunteers_back(talk, alert_id)
                await care.take_as_staff(talk.session, alert_id, member, now=talk.now)
                return talk.toast(_("谢谢您！看完请回来点结果。"))
            case found:
                await settle(talk, alert_id, member, OUTCOMES[found], None)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(_("记下了，家里人也会知道。"))


async def settle(
    talk: Talk, alert_id: int, member: Member, outcome: CareOutcome, words: str | None
) -> None:
    """Raises as `care.settle` does, before volunteers are called back."""
    await care.check_settles(talk.session, alert_id, member, outcome, words)
    await call_volunteers_back(talk, alert_id)
    await care.settle(talk.session, alert_id, member, outcome, words, now=talk.now)


async def call_volunteers_back(talk: Talk, alert_id: int) -> None:
    """Volunteers who were asked, and of whom none has gone yet, need not go any more."""
    alert = await care.get(talk.session, alert_id)
    if alert.task_id is not None and alert.taken_at is None and alert.settled_at is None:
        reason = _("社区自己去看了。")
        await passing_on.call_back(talk.session, TaskSource.CARE, alert_id, reason, now=talk.now)


async def ask_for_words(talk: Talk, alert_id: int, member: Member, before: str = "") -> Reply:
    """What they found is written in answer to this. Raises as `care.check_looks_after` does."""
    alert = await care.get(talk.session, alert_id)
    await care.check_looks_after(talk.session, alert, member)
    if alert.settled_at is not None:
        text = _("{name} 已经点过结果了。").format(name=alert.settled_by_name or "")
        return talk.toast(text, alert=True)
    text = _("请回复这条消息，写一句现在怎么样、要什么帮助。点错了就回复“0”。")
    asked = talk.say(f"{before}\n\n{text}" if before else text, ForceReply(selective=True))
    return Sending(method=asked, about=f"{FOUND}:{alert_id}", under_card=care_card.key(alert_id))


@router.message(RepliesTo(FOUND), Words(ZERO))
async def gave_up(message: Message, talk: Talk) -> Reply:
    return talk.say(_("好的，没有动。"))


@router.message(RepliesTo(FOUND), InGroupFor(Purpose.STAFF))
async def needs_help(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    try:
        await settle(talk, about, member, CareOutcome.NEEDS_HELP, talk.text)
    except (WordsNeeded, TooLong) as refusal:
        return await ask_for_words(talk, about, member, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("记下了，家里人也收到了，请接着照应。"))
