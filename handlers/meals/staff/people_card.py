"""Diners to verify and proxies to confirm, as the canteen's group sees them.

Birthday, address and telephone leave the card once they were checked.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.button_data import RowId
from handlers.common.i18n import _
from handlers.common.questions import rows
from handlers.common.words import cut, esc, listed
from handlers.meals import words
from services import areas
from services.meals import diners
from services.people import people
from storage.tables import Area, Diner, DinerStatus, MealProxy, ProxyState

NAME = 60
"""Characters of a messenger's name."""


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


def diner_key(diner_id: int) -> str:
    return f"diner:{diner_id}"


def proxy_key(proxy_id: int) -> str:
    return f"proxy:{proxy_id}"


async def diner_look(session: AsyncSession, diner: Diner, statuses: list[DinerStatus]) -> str:
    """HTML."""
    names = listed(dict.fromkeys(words.status_name(each.status) for each in statuses))
    entitled = [_("🏷 身份：{statuses}").format(statuses=names)] if names else []
    if diner.ended_at is not None:
        return _("🚫 {name}：不再用餐").format(name=esc(diner.name))
    if diner.verified_at is not None:
        return "\n".join([_("✅ {name}：核对过了").format(name=esc(diner.name)), *entitled])
    area = await session.get_one(Area, diner.area_id)
    lines = [
        _("👤 <b>核对用餐人：{name}</b>").format(name=esc(diner.name)),
        _("🎂 {day}").format(day=words.birthday(diner.born_on)),
        f"🏠 {esc(await areas.title(session, area))} {esc(diner.door)}",
        *([f"☎️ {esc(diner.phone)}"] if diner.phone else []),
        *entitled,
        "",
        _("请看银龄福卡或者身份证，对得上就点“核对无误”。核对以后才有补贴。"),
    ]
    return "\n".join(lines)


def for_diner(diner: Diner) -> InlineKeyboardMarkup | None:
    names = {
        DinerAction.VERIFY: _("✅ 核对无误"),
        DinerAction.MISTAKE: _("✖️ 不对"),
        DinerAction.STATUS: _("🏷 加身份"),
        DinerAction.END: _("搬走或过世"),
    }
    if diner.ended_at is not None:
        return None
    wanted = list(names) if diner.verified_at is None else [DinerAction.STATUS, DinerAction.END]
    keys = [
        InlineKeyboardButton(
            text=names[action], callback_data=OnDiner(action=action, diner=diner.id).pack()
        )
        for action in wanted
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows(keys, 2))


async def proxy_look(session: AsyncSession, proxy: MealProxy) -> str:
    """HTML."""
    diner = await diners.get(session, proxy.diner_id)
    person = await people.get(session, proxy.person_id)
    who = _("{name}（{relation}）").format(
        name=esc(cut((person.name if person else None) or _("不留名"), NAME)),
        relation=words.relation_name(proxy.relation),
    )
    match proxy.state:
        case ProxyState.CONFIRMED:
            return _("✅ {who} 可以替{name}订餐").format(who=who, name=esc(diner.name))
        case ProxyState.REFUSED:
            return _("🚫 {who} 不能替{name}订餐").format(who=who, name=esc(diner.name))
        case ProxyState.ENDED:
            return _("{who} 不再替{name}订餐").format(who=who, name=esc(diner.name))
    lines = [
        _("🤝 <b>{who} 想替{name}订餐</b>").format(who=who, name=esc(diner.name)),
        f"☎️ {esc(diner.phone)}" if diner.phone else _("☎️ 没有登记电话"),
        _("本人没有用这个服务。请跟{name}问一声，再点：").format(name=esc(diner.name)),
    ]
    return "\n".join(lines)


def for_proxy(proxy: MealProxy) -> InlineKeyboardMarkup | None:
    if proxy.state is not ProxyState.ASKED:
        return None
    names = {ProxyVerdict.YES: _("✅ 本人同意"), ProxyVerdict.NO: _("不同意")}
    keys = [
        InlineKeyboardButton(
            text=text, callback_data=OnProxyCard(verdict=verdict, proxy=proxy.id).pack()
        )
        for verdict, text in names.items()
    ]
    return InlineKeyboardMarkup(inline_keyboard=[keys])
