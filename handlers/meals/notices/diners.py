"""Who eats and who books for whom: what residents hear, and the cards of the canteen's group."""

from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling
from handlers.common.words import esc
from handlers.meals import words
from handlers.meals.answering import may_they
from handlers.meals.staff.people_card import diner_card, diner_look, proxy_card, proxy_look
from services.meals import canteens, diners, proxies
from services.meals.news import (
    DinerCard,
    DinerToVerify,
    DinerVerified,
    ProxyAnswered,
    ProxyAsked,
    ProxyCard,
    ProxyEnded,
)
from services.people import people
from storage.tables import Diner, Matter, MealProxy, ProxyState

telling = Telling(Matter.MEAL)


@telling.hears(DinerToVerify)
async def to_verify(tell: Tell, news: DinerToVerify) -> None:
    await _diner_card(tell, news.diner_id, to_the_end=True)


@telling.draws(DinerCard)
async def diner_drawn(tell: Tell, subject: DinerCard) -> None:
    await _diner_card(tell, subject.diner_id, to_the_end=False)


async def _diner_card(tell: Tell, diner_id: int, *, to_the_end: bool) -> None:
    diner = await diners.get(tell.session, diner_id)
    with speaking(SOURCE):
        text, keyboard = await diner_look(tell.session, diner), diner_card.keyboard(diner)
    look = Say(text, keyboard, card=diner_card.key(diner.id), to_the_end=to_the_end)
    await _to_canteen(tell, diner, look)


@telling.draws(ProxyCard)
async def proxy_drawn(tell: Tell, subject: ProxyCard) -> None:
    """Only where staff answer in the diner's place: a diner's own answer is nobody else's."""
    proxy = await proxies.get(tell.session, subject.proxy_id)
    diner = await diners.get(tell.session, proxy.diner_id)
    if diner.person_id is None:
        await _proxy_card(tell, proxy, diner)


async def _proxy_card(tell: Tell, proxy: MealProxy, diner: Diner) -> None:
    with speaking(SOURCE):
        text, keyboard = await proxy_look(tell.session, proxy), proxy_card.keyboard(proxy)
    await _to_canteen(tell, diner, Say(text, keyboard, card=proxy_card.key(proxy.id)))


async def _to_canteen(tell: Tell, diner: Diner, look: Say) -> None:
    """To the group of the canteen that serves the diner; without one, to who can bind it."""
    group = await canteens.group_for(tell.session, diner.area_id)
    if group is not None:
        tell.group(group, lambda: look)
        return
    await tell.admins(
        lambda: _("⚠️ 有用餐人要核对，可是没有绑定长者食堂的群。请在食堂的群里发 /bind。")
    )


@telling.hears(DinerVerified)
async def verified(tell: Tell, news: DinerVerified) -> None:
    diner = await diners.get(tell.session, news.diner_id)

    def text() -> str:
        return _("✅ {name}的资料食堂核对好了，以后订餐就按补贴算。").format(name=esc(diner.name))

    await tell.people(await proxies.concerned(tell.session, diner), text)


@telling.hears(ProxyAsked)
async def proxy_asked(tell: Tell, news: ProxyAsked) -> None:
    """The diner answers; for one without a messenger, or who stopped the bot, staff do."""
    proxy = await proxies.get(tell.session, news.proxy_id)
    diner = await diners.get(tell.session, proxy.diner_id)
    if await people.reachable(tell.session, diner.person_id) is None:
        await _proxy_card(tell, proxy, diner)
        return
    asking = await people.get(tell.session, proxy.person_id)

    def question() -> Say:
        text = _(
            "🤝 {name}（您的{relation}）想替您订食堂的饭，可以吗？每次订了都会告诉您。"
        ).format(
            name=esc(asking.name if asking else None) or _("有人"),
            relation=words.relation_name(proxy.relation),
        )
        return Say(text, may_they.keyboard(proxy))

    await tell.person(diner.person_id, question)


@telling.hears(ProxyAnswered)
async def proxy_answered(tell: Tell, news: ProxyAnswered) -> None:
    proxy = await proxies.get(tell.session, news.proxy_id)
    diner = await diners.get(tell.session, proxy.diner_id)

    def text() -> str:
        if proxy.state is ProxyState.CONFIRMED:
            return _("✅ 可以替{name}订餐了：点“🍚 订餐”，或者直接写“明天午饭”。").format(
                name=esc(diner.name)
            )
        return _("替{name}订餐没有得到同意。有出入的话，请本人或者家里人跟食堂说一声。").format(
            name=esc(diner.name)
        )

    await tell.person(proxy.person_id, text)


@telling.hears(ProxyEnded)
async def proxy_ended(tell: Tell, news: ProxyEnded) -> None:
    """Both hear it but for the one who ended it."""
    proxy = await proxies.get(tell.session, news.proxy_id)
    diner = await diners.get(tell.session, proxy.diner_id)

    def to_proxy() -> str:
        return _("以后您不能再替{name}订餐了。").format(name=esc(diner.name))

    def to_diner() -> str:
        return _("您的{relation}以后不再替您订餐了。要吃的话，点“🍚 订餐”自己订。").format(
            relation=words.relation_name(proxy.relation)
        )

    if proxy.person_id != news.by:
        await tell.person(proxy.person_id, to_proxy)
    if diner.person_id not in (news.by, proxy.person_id):
        await tell.person(diner.person_id, to_diner)
