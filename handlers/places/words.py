"""How a place that was found reads: its line in a list, its pin, and everything about it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.common import maps
from handlers.common.i18n import _, current_language, mark
from handlers.common.refusals import in_words
from handlers.common.saying import Button, Buttons, Venue
from handlers.common.times import when
from handlers.common.words import cut, esc
from services.places import Found, OpenState
from services.places.written_entry import EntryUnreadable
from storage.tables import Place, PlaceKind

NAME = 60
"""Characters of a name in a list."""
VENUE = 60
"""Characters of a venue's name and address: more is cut by phones."""


in_words.say(
    {
        EntryUnreadable: mark(
            "这个我看不懂。请写清楚是哪一样，比如：地址：东街口 12 号；电话：0591-8765 4321。"
        ),
    }
)


def distance(metres: float) -> str:
    if metres < 995:
        return _("{metres} 米").format(metres=max(10, round(metres / 10) * 10))
    return _("{kilometres} 公里").format(kilometres=f"{metres / 1000:.1f}")


def walk(found: Found) -> str:
    """How far, and how long on foot."""
    return _("{distance} · 走 {minutes} 分钟").format(
        distance=distance(found.distance_m), minutes=found.minutes
    )


def opening(state: OpenState, now: datetime, zone: ZoneInfo) -> str:
    """Open until when and, after a break at noon, again when; or closed and open when."""
    if state.now:
        if state.until is None:
            return _("开着，不关门")
        until = _moment(state.until, now, zone)
        if state.next is not None:
            again = _moment(state.next, now, zone)
            return _("开着，到 {until}；{again} 再开").format(until=until, again=again)
        return _("开着，到 {time}").format(time=until)
    if state.next is None:
        return _("现在关着")
    return _("关着，{time} 开").format(time=_moment(state.next, now, zone))


def _moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The time alone if it is today, else the day as well."""
    day, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    time = f"{at.astimezone(zone):%H:%M}"
    if day == today:
        return time
    if day == today + timedelta(days=1):
        return _("明天 {time}").format(time=time)
    return when(at, zone)


def name(found: Found) -> str:
    """The place's name, with the stop where it has several."""
    return " · ".join(filter(None, (found.place.name, found.spot.name)))


def line(found: Found, now: datetime, zone: ZoneInfo) -> str:
    return f"{walk(found)} · {opening(found.open, now, zone)}"


def entry(number: int, found: Found, now: datetime, zone: ZoneInfo) -> str:
    """HTML of one place in a list."""
    sign = "🟢" if found.open.now else "⚪️"
    return f"<b>{number}. {esc(cut(name(found), NAME))}</b>\n{sign} {line(found, now, zone)}"


def venue(found: Found) -> Venue:
    """The pin, which opens the map on the phone, with links to other maps."""
    place = found.place
    links = {
        _("腾讯地图"): maps.tencent(found.latitude, found.longitude, place.name),
        _("高德地图"): maps.amap(found.latitude, found.longitude, place.name),
    }
    buttons = [Button(label, url=url) for label, url in links.items()]
    return Venue(
        found.latitude,
        found.longitude,
        cut(name(found), VENUE),
        cut(place.address or "", VENUE),
        Buttons([buttons]),
    )


def details(found: Found, kind: PlaceKind, now: datetime, zone: ZoneInfo) -> str:
    """HTML: what one needs to know before setting out."""
    place = found.place
    lines = [
        f"<b>{esc(name(found))}</b>",
        f"🏷 {esc(kind.name(current_language()))}",
        f"📍 {esc(place.address)}",
        f"🚶 {walk(found)}",
        f"🕗 {opening(found.open, now, zone)}",
    ]
    if place.phone:
        lines.append(f"☎️ {esc(place.phone)}")
    if place.offers:
        lines.append(_("📋 有：{things}").format(things=esc(place.offers)))
    if place.bring:
        lines.append(_("🎒 要带：{things}").format(things=esc(place.bring)))
    lines.append(_checked(place, zone))
    return "\n".join(lines)


def _checked(place: Place, zone: ZoneInfo) -> str:
    if place.demo:
        return _("🧪 演示数据，不是真的地方。")
    if place.confirmed_at is None:
        return _("❔ 还没有人核对过，去之前最好打个电话。")
    return _("✔️ {day} 核对过").format(day=when(place.confirmed_at, zone))
