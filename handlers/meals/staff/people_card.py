"""Diners to verify and proxies to confirm, as the canteen's group sees them.

Birthday, address and telephone leave the card once they were checked. What is asked for in words
is in `people`.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.button_data import RowId
from handlers.common.cards import Card
from handlers.common.i18n import _, mark
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc, listed
from handlers.meals import words
from handlers.meals.answering import proxy_name
from handlers.meals.staff.canteen import IN_CANTEEN
from services import areas
from services.meals import diners, proxies
from storage.tables import Diner, MealProxy, ProxyState


class DinerAction(StrEnum):
    VERIFY = "verify"
    STATUS = "status"
    MISTAKE = "mistake"
    END = "end"


class OnDiner(CallbackData, prefix="dinercard"):
    """Staff act on a diner."""

    action: DinerAction
    diner: RowId


class ProxyVerdict(StrEnum):
    YES = "yes"
    NO = "no"


class OnProxyCard(CallbackData, prefix="proxycard"):
    """Staff answer in the diner's place whether somebody may book."""

    verdict: ProxyVerdict
    proxy: RowId


diner_card = Card[Diner](OnDiner, IN_CANTEEN, key="diner")
proxy_card = Card[MealProxy](OnProxyCard, IN_CANTEEN, key="proxy")


async def diner_look(session: AsyncSession, diner: Diner) -> str:
    """HTML."""
    if diner.ended_at is not None:
        return _("🚫 {name}：不再用餐").format(name=esc(diner.name))
    statuses = await diners.statuses_of(session, diner.id)
    names = listed(dict.fromkeys(words.status_name(each.status) for each in statuses))
    entitled = [_("🏷 身份：{statuses}").format(statuses=names)] if names else []
    if diner.verified_at is not None:
        return "\n".join([_("✅ {name}：核对过了").format(name=esc(diner.name)), *entitled])
    lines = [
        _("👤 <b>核对用餐人：{name}</b>").format(name=esc(diner.name)),
        _("🎂 {day}").format(day=words.birthday(diner.born_on)),
        f"🏠 {esc(await areas.title_of(session, diner.area_id))} {esc(diner.door)}",
        *([f"☎️ {esc(diner.phone)}"] if diner.phone else []),
        *await _registered_by(session, diner),
        *entitled,
        "",
        _("请看银龄福卡或者身份证，对得上就点“核对无误”。核对以后才有补贴。"),
    ]
    return "\n".join(lines)


async def _registered_by(session: AsyncSession, diner: Diner) -> list[str]:
    """A line (HTML) on who else entered the diner and asks to book for them."""
    return [
        _("✍️ 登记的人：{who}").format(who=esc(await proxy_name(session, each)))
        for each in await proxies.of_diner(session, diner.id)
        if each.person_id == diner.created_by
    ]


def is_unchecked(diner: Diner) -> bool:
    return still_eats(diner) and diner.verified_at is None


def still_eats(diner: Diner) -> bool:
    return diner.ended_at is None


@diner_card.button(DinerAction.VERIFY, label=mark("✅ 核对无误"), when=is_unchecked)
async def verify(talk: Talk, diner_id: int) -> Reply:
    await diners.verify(talk.session, diner_id, talk.member, now=talk.now)
    return talk.toast(_("核对好了，订餐的人已经知道。"))


async def proxy_look(session: AsyncSession, proxy: MealProxy) -> str:
    """HTML."""
    diner = await diners.get(session, proxy.diner_id)
    name = esc(diner.name)
    who = esc(await proxy_name(session, proxy))
    match proxy.state:
        case ProxyState.CONFIRMED:
            return _("✅ {who} 可以替{name}订餐").format(who=who, name=name)
        case ProxyState.REFUSED:
            return _("🚫 {who} 不能替{name}订餐").format(who=who, name=name)
        case ProxyState.ENDED:
            return _("{who} 不再替{name}订餐").format(who=who, name=name)
    lines = [
        _("🤝 <b>{who} 想替{name}订餐</b>").format(who=who, name=name),
        f"☎️ {esc(diner.phone)}" if diner.phone else _("☎️ 没有登记电话"),
        _("本人没有用这个服务。请跟{name}问一声，再点：").format(name=name),
    ]
    return "\n".join(lines)


def is_asked(proxy: MealProxy) -> bool:
    return proxy.state is ProxyState.ASKED


@proxy_card.button(ProxyVerdict.YES, label=mark("✅ 本人同意"), when=is_asked)
async def agreed(talk: Talk, proxy_id: int) -> Reply:
    return await _answer(talk, proxy_id, confirmed=True)


@proxy_card.button(ProxyVerdict.NO, label=mark("不同意"), when=is_asked)
async def refused(talk: Talk, proxy_id: int) -> Reply:
    return await _answer(talk, proxy_id, confirmed=False)


async def _answer(talk: Talk, proxy_id: int, *, confirmed: bool) -> Reply:
    await proxies.answer(talk.session, proxy_id, talk.member, confirmed=confirmed, now=talk.now)
    return talk.toast(_("记下了，对方已经知道。"))
