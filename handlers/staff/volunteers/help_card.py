"""An order and a wish as the community's office sees them."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import SOURCE, _
from handlers.common.times import when
from handlers.common.words import esc
from handlers.helps.words import state_name as help_state
from handlers.wishes.words import state_name as wish_state
from storage.tables import HelpKind, HelpOrder, Wish


def help_key(order_id: int) -> str:
    return f"help:{order_id}"


def wish_key(wish_id: int) -> str:
    return f"wish:{wish_id}"


def of_help(order: HelpOrder, kind: HelpKind, zone: ZoneInfo) -> str:
    """HTML, with the name: the office arranges it with the person."""
    lines = [
        f"🛎 <b>{esc(kind.name(SOURCE))}</b> · {help_state(order.state)}",
        _("{name} · {when} 订的").format(
            name=esc(order.person_name) or _("居民"), when=when(order.ordered_at, zone)
        ),
        _("时间：{wanted}").format(wanted=esc(order.wanted)),
        _("地点：{place}").format(place=esc(order.place)),
    ]
    if order.words:
        lines.append(_("说明：{words}").format(words=esc(order.words)))
    if kind.partner:
        lines.append("ℹ️ " + esc(kind.partner))
    if order.answer:
        lines.append(
            _("{name} 说：{answer}").format(
                name=esc(order.handled_by_name), answer=esc(order.answer)
            )
        )
    return "\n".join(lines)


def of_wish(wish: Wish, place: str, granter: str | None, zone: ZoneInfo) -> str:
    """HTML, with the name; the wall does not show it. `granter` is the volunteer who has it."""
    lines = [
        _("🌟 微心愿 · {state}").format(state=wish_state(wish.state)),
        f"“{esc(wish.text)}”",
        _("{name} · {place} · {when} 许的").format(
            name=esc(wish.person_name) or _("居民"),
            place=esc(place),
            when=when(wish.posted_at, zone),
        ),
    ]
    if wish.rounds:
        lines.append(_("已经 {rounds} 轮没有人认领，排在前面。").format(rounds=wish.rounds))
    if granter:
        lines.append(_("认领：{name}").format(name=esc(granter)))
    if wish.contact_by is not None:
        lines.append(_("最晚 {when} 前联系。").format(when=when(wish.contact_by, zone)))
    if wish.reason:
        lines.append(_("原因：{reason}").format(reason=esc(wish.reason)))
    return "\n".join(lines)
