"""Whom something is sent to, in words: who they are, how many, who is left out and why."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _, current_language
from handlers.common.times import day_in
from handlers.common.words import esc, listed
from services import areas
from services.audiences import Audience, LeftOut, Preview

AREAS_SHOWN = 12


async def described(session: AsyncSession, audience: Audience) -> str:
    """A line (HTML): where they live, and what else makes them part of it."""
    known = await areas.with_ids(session, audience.area_ids)
    names = [known[area_id].name for area_id in audience.area_ids if area_id in known]
    parts = ["📍 " + esc("、".join(names))]
    if audience.ages is not None:
        parts.append("🎂 " + ages_name(*audience.ages))
    if (used := audience.used) is not None:
        language = current_language()
        parts.append(
            _("🧾 {since}到{until}用过{service}").format(
                since=day_in("MMMd", used.since, language),
                until=day_in("MMMd", used.until, language),
                service=service_name(used.service),
            )
        )
    if audience.sample is not None:
        parts.append(_("🎲 抽 {count} 人").format(count=audience.sample))
    if audience.rested_days:
        parts.append(_("🕊 {days} 天内问过的不问").format(days=audience.rested_days))
    return " · ".join(parts)


def counted(preview: Preview) -> str:
    """How many it is now, by area, and who is not among them (HTML)."""
    left_out = why_left_out(preview.left_out)
    if not preview.people:
        why = left_out or _("那里没有人登记过。")
        return _("⚠️ 现在一个人也没有：{why}").format(why=why)
    lines = [_("现在是 <b>{count}</b> 人。").format(count=preview.people)]
    if len(preview.by_area) > 1:
        lines.append(_by_area(preview))
    if left_out:
        lines.append(_("没有算进去：{who}").format(who=left_out))
    return "\n".join(lines)


def _by_area(preview: Preview) -> str:
    shown = [
        _("{area} {count} 人").format(area=esc(area.name), count=count)
        for area, count in preview.by_area[:AREAS_SHOWN]
    ]
    return "、".join(shown) + ("…" if len(preview.by_area) > AREAS_SHOWN else "")


def why_left_out(left_out: Mapping[LeftOut, int]) -> str:
    """Such as 停用了机器人的 3 人、最近问过的 12 人; empty where nobody is."""
    return listed(_left_out(why, count) for why, count in left_out.items())


def _left_out(why: LeftOut, count: int) -> str:
    match why:
        case LeftOut.UNREACHABLE:
            return _("停用了、发不到的 {count} 人").format(count=count)
        case LeftOut.NOT_SUBSCRIBED:
            return _("没有订这一类的 {count} 人").format(count=count)
        case LeftOut.ASKED_LATELY:
            return _("最近刚问过的 {count} 人").format(count=count)
        case LeftOut.NOT_DRAWN:
            return _("没有抽到的 {count} 人").format(count=count)


def ages_name(low: int | None, high: int | None) -> str:
    if high is None:
        return _("{age} 岁以上").format(age=low)
    if low is None:
        return _("{age} 岁以下").format(age=high)
    return _("{low} 到 {high} 岁").format(low=low, high=high)


def service_name(service: str) -> str:
    """Of `services.keeps.Users.service`."""
    names = {
        "tickets": _("我要反映"),
        "meals": _("订餐"),
        "helps": _("社区帮忙"),
        "volunteering": _("志愿服务"),
    }
    return names.get(service, service)
