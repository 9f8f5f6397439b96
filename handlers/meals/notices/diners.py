"""Who eats and who books for whom: what residents hear, and the cards of the canteen's group."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.admins import to_admins
from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.words import esc
from handlers.meals import buttons, words
from handlers.meals.notices.bookings import to_each
from handlers.meals.staff import people_card
from services.groups import routing
from services.meals import diners, proxies
from services.meals.news import (
    DinerCard,
    DinerToVerify,
    DinerVerified,
    ProxyAnswered,
    ProxyAsked,
    ProxyCard,
    ProxyEnded,
)
from services.news import News, Subject
from services.people import people
from storage.outbox import Outgoing, Urgency
from storage.tables import Area, Diner, MealProxy, Person, ProxyState, Purpose


async def to_verify(session: AsyncSession, news: DinerToVerify, config: Config) -> list[Outgoing]:
    return await _diner_card(session, news.diner_id, config, to_the_end=True)


async def diner_card(session: AsyncSession, subject: DinerCard, config: Config) -> list[Outgoing]:
    return await _diner_card(session, subject.diner_id, config, to_the_end=False)


async def _diner_card(
    session: AsyncSession, diner_id: int, config: Config, *, to_the_end: bool
) -> list[Outgoing]:
    diner = await diners.get(session, diner_id)
    with speaking(SOURCE):
        text = await people_card.diner_look(
            session, diner, await diners.statuses_of(session, diner.id)
        )
        keyboard = people_card.for_diner(diner)
    key = people_card.diner_key(diner.id)
    return await _to_canteen(session, diner, text, keyboard, key, config, to_the_end=to_the_end)


async def proxy_card(session: AsyncSession, subject: ProxyCard, config: Config) -> list[Outgoing]:
    """Only where staff answer in the diner's place: a diner's own answer is nobody else's."""
    proxy = await proxies.get(session, subject.proxy_id)
    diner = await diners.get(session, proxy.diner_id)
    if diner.person_id is not None:
        return []
    return await _proxy_card(session, proxy, diner, config)


async def _proxy_card(
    session: AsyncSession, proxy: MealProxy, diner: Diner, config: Config
) -> list[Outgoing]:
    with speaking(SOURCE):
        text = await people_card.proxy_look(session, proxy)
        keyboard = people_card.for_proxy(proxy)
    key = people_card.proxy_key(proxy.id)
    return await _to_canteen(session, diner, text, keyboard, key, config, to_the_end=False)


async def _to_canteen(
    session: AsyncSession,
    diner: Diner,
    text: str,
    keyboard: InlineKeyboardMarkup | None,
    key: str,
    config: Config,
    *,
    to_the_end: bool,
) -> list[Outgoing]:
    """To the group of the canteen that serves the diner; without one, to who can bind it."""
    area = await session.get_one(Area, diner.area_id)
    group = await routing.serving(session, area, Purpose.CANTEEN)
    if group is None:
        with speaking(SOURCE):
            text = _("⚠️ 有用餐人要核对，可是没有绑定长者食堂的群。请在食堂的群里发 /bind。")
        return to_admins(text, config)
    message = SendMessage(chat_id=group.chat_id, text=text, reply_markup=keyboard)
    sending = Sending(method=message, card=key, to_the_end=to_the_end)
    return list(outgoing(sending, group.chat_id, Urgency.CARD))


async def verified(session: AsyncSession, news: DinerVerified, _config: Config) -> list[Outgoing]:
    diner = await diners.get(session, news.diner_id)

    def text(_person: Person) -> str:
        return _("✅ {name}的资料食堂核对好了，以后订餐就按补贴算。").format(name=esc(diner.name))

    return await to_each(session, await proxies.concerned(session, diner), text)


async def proxy_asked(session: AsyncSession, news: ProxyAsked, config: Config) -> list[Outgoing]:
    """The diner answers; for one without a messenger, or who stopped the bot, staff do."""
    proxy = await proxies.get(session, news.proxy_id)
    diner = await diners.get(session, proxy.diner_id)
    answering = await people.get(session, diner.person_id) if diner.person_id else None
    if answering is None or answering.blocked_at is not None:
        return await _proxy_card(session, proxy, diner, config)
    asking = await people.get(session, proxy.person_id)

    def text(_person: Person) -> str:
        return _(
            "🤝 {name}（您的{relation}）想替您订食堂的饭，可以吗？每次订了都会告诉您。"
        ).format(
            name=esc(asking.name if asking else None) or _("有人"),
            relation=words.relation_name(proxy.relation),
        )

    return await to_each(session, [answering.id], text, lambda: buttons.for_proxy(proxy.id))


async def proxy_answered(
    session: AsyncSession, news: ProxyAnswered, _config: Config
) -> list[Outgoing]:
    proxy = await proxies.get(session, news.proxy_id)
    diner = await diners.get(session, proxy.diner_id)

    def text(_person: Person) -> str:
        if proxy.state is ProxyState.CONFIRMED:
            return _("✅ 可以替{name}订餐了：点“🍚 订餐”，或者直接写“明天午饭”。").format(
                name=esc(diner.name)
            )
        return _("替{name}订餐没有得到同意。有出入的话，请本人或者家里人跟食堂说一声。").format(
            name=esc(diner.name)
        )

    return await to_each(session, [proxy.person_id], text)


async def proxy_ended(session: AsyncSession, news: ProxyEnded, _config: Config) -> list[Outgoing]:
    proxy = await proxies.get(session, news.proxy_id)
    diner = await diners.get(session, proxy.diner_id)

    def text(person: Person) -> str:
        if person.id == proxy.person_id:
            return _("以后您不能再替{name}订餐了。").format(name=esc(diner.name))
        return _("您的{relation}以后不再替您订餐了。要吃的话，点“🍚 订餐”自己订。").format(
            relation=words.relation_name(proxy.relation)
        )

    whom = [each for each in (proxy.person_id, diner.person_id) if each and each != news.by]
    return await to_each(session, whom, text)


HEARD: Mapping[type[News], Callable[..., Awaitable[list[Outgoing]]]] = {
    DinerToVerify: to_verify,
    DinerVerified: verified,
    ProxyAsked: proxy_asked,
    ProxyAnswered: proxy_answered,
    ProxyEnded: proxy_ended,
}
DRAWN: Mapping[type[Subject], Callable[..., Awaitable[list[Outgoing]]]] = {
    DinerCard: diner_card,
    ProxyCard: proxy_card,
}
