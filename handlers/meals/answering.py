"""The diner's answer whether somebody may book for them; its buttons work at any time."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.common.i18n import _
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals.buttons import OnProxy, ProxyAnswer
from handlers.meals.refusals import in_words
from services.errors import Refusal
from services.meals import proxies

router = Router(name="answering proxies")


@router.callback_query(OnProxy.filter())
async def answered(query: CallbackQuery, talk: Talk, callback_data: OnProxy) -> Reply:
    confirmed = callback_data.answer is ProxyAnswer.CONFIRM
    try:
        await proxies.answer(
            talk.session, callback_data.proxy, talk.user_id, confirmed=confirmed, now=talk.now
        )
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    if confirmed:
        return talk.say(
            _("好的，以后可以替您订餐了，每次订了都告诉您。不想要了，在“订餐 → 用餐人”里停掉。")
        )
    return talk.say(_("好的，没有同意。"))
