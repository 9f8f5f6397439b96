"""The person helped says how it was: stars by a tap, a few words, or that something was wrong."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.filters import HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering.doing_buttons import OnThanks, Said
from handlers.volunteering.hours_refusals import in_words
from services.errors import Refusal, TooLong, WordsNeeded
from services.volunteering import feedback

router = Router(name="thanks to volunteers")

KEPT = "thanking"
"""Key of the claim's id in the conversation's data."""


class Thanking(StatesGroup):
    words = State()
    complaint = State()


@router.callback_query(OnThanks.filter())
async def tapped(query: CallbackQuery, talk: Talk, callback_data: OnThanks) -> Reply:
    claim_id, said = callback_data.claim, callback_data.said
    try:
        if said is Said.COMPLAINT:
            return await ask_what_was_wrong(talk, claim_id)
        await feedback.thank(talk.session, claim_id, talk.user_id, int(said), now=talk.now)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    talk.data[KEPT] = claim_id
    text = _("谢谢您！想对志愿者说一句吗？直接写下来；不想说就点“不用了”。")
    return await talk.ask(
        Thanking.words, text, [Option("no", _("不用了"))], back=False, in_words=True
    )


async def ask_what_was_wrong(talk: Talk, claim_id: int) -> Reply:
    """Raises NotFound or NotYours."""
    task, _claim = await feedback.helped(talk.session, claim_id, talk.user_id)
    talk.data[KEPT] = claim_id
    text = _(
        "“{title}”，哪里不好？请写几句。社区会核实，核实完告诉您；核实清楚前，志愿者的时长和积分先停下。"
    ).format(title=esc(task.title))
    return await talk.ask(Thanking.complaint, text)


@on_choice(router, Thanking.complaint, BACK)
async def rather_not(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，没有记下。想说的时候，再点那条消息下面的按钮。"))


@on_choice(router, Thanking.words, "no")
async def no_words(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，谢谢您。有事随时找我。"))


@router.message(Thanking.words, HasText())
async def words(message: Message, talk: Talk) -> Reply:
    try:
        await feedback.add_words(
            talk.session, talk.data[KEPT], talk.user_id, talk.text, now=talk.now
        )
    except (TooLong, WordsNeeded) as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("记下了，志愿者会看到您的话。谢谢您！"))


@router.message(Thanking.complaint, HasText())
async def complaint(message: Message, talk: Talk) -> Reply:
    try:
        await feedback.complain(
            talk.session, talk.data[KEPT], talk.user_id, talk.text, now=talk.now
        )
    except (TooLong, WordsNeeded) as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    return await menu.home(
        talk, _("记下了，社区会去核实，有结果马上告诉您。急事发 /phone 打电话。")
    )
