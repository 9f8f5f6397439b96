"""Who books for a diner, and the diner's answer whether they may; it can be given at any time."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.button_data import RowId
from handlers.common.cards import Card
from handlers.common.i18n import _, mark
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut
from handlers.meals import words
from services.meals import proxies
from services.people import people
from storage.tables import MealProxy

NAME = 60
"""Characters of a messenger's name."""


class ProxyAnswer(StrEnum):
    CONFIRM = "confirm"
    REFUSE = "refuse"


class OnProxy(CallbackData, prefix="mealproxy"):
    """The diner answers whether somebody may book for them."""

    answer: ProxyAnswer
    proxy: RowId


async def proxy_name(session: AsyncSession, proxy: MealProxy) -> str:
    """Plain text: who books, as they call themselves, and what they are to the diner."""
    person = await people.get(session, proxy.person_id)
    return _("{name}（{relation}）").format(
        name=cut((person.name if person else None) or _("不留名"), NAME),
        relation=words.relation_name(proxy.relation),
    )


may_they = Card[MealProxy](OnProxy, columns=1)


def always(proxy: MealProxy) -> bool:
    return True


@may_they.button(ProxyAnswer.CONFIRM, label=mark("可以，让他们替我订"), when=always)
async def confirm(talk: Talk, proxy_id: int) -> Reply:
    await proxies.answer(talk.session, proxy_id, talk.user_id, confirmed=True, now=talk.now)
    return talk.say(
        _("好的，以后可以替您订餐了，每次订了都告诉您。不想要了，在“订餐 → 用餐人”里停掉。")
    )


@may_they.button(ProxyAnswer.REFUSE, label=mark("不用了"), when=always)
async def refuse(talk: Talk, proxy_id: int) -> Reply:
    await proxies.answer(talk.session, proxy_id, talk.user_id, confirmed=False, now=talk.now)
    return talk.say(_("好的，没有同意。"))
