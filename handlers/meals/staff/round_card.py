"""A round (送餐路线): buildings and counts for the canteen's group, the doors for its carrier."""

from collections import Counter
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from handlers.common import maps
from handlers.common.i18n import _
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.staff.sheet import heading
from services.meals.rounds import Stop
from storage.tables import BookingState, MealRound, MealSession, RoundState, StopState


def key(round_id: int) -> str:
    return f"round:{round_id}"


def stops_key(round_id: int) -> str:
    return f"stops:{round_id}"


def look(
    found: MealRound,
    meal_session: MealSession,
    stops: Sequence[Stop],
    buildings: Mapping[int, str],
) -> str:
    """HTML, without doors, names or telephones; `buildings` names areas by id."""
    going = [each for each in stops if each.stop.state is not StopState.CALLED_OFF]
    portions: Counter[int] = Counter()
    for each in going:
        portions[each.building.id] += each.booking.portions
    lines = [
        _("🛵 <b>送餐路线 {number}</b> · {meal}").format(
            number=found.number, meal=heading(meal_session)
        ),
        *(
            _("{building}：{count} 份").format(building=esc(buildings[area_id]), count=count)
            for area_id, count in portions.items()
        ),
        _("一共 {doors} 家，{count} 份。").format(doors=len(going), count=portions.total()),
        "",
        _how_it_stands(found, stops),
    ]
    return "\n".join(lines)


def _how_it_stands(found: MealRound, stops: Sequence[Stop]) -> str:
    match found.state:
        case RoundState.OPEN if found.task_id is not None:
            return _("请过志愿者认领，还没有人接。哪位来送？请点“我来送”。")
        case RoundState.OPEN:
            return _("还没有人送。哪位来送？请点“我来送”，门牌会私下发给您。")
        case RoundState.CALLED_OFF:
            return _("✖️ 这一路的餐都取消了，不用送。")
        case RoundState.TAKEN:
            return _("🙋 {name} 在送：{progress}").format(
                name=esc(found.carrier_name), progress=_progress(stops)
            )
        case RoundState.DONE:
            return _("✅ {name} 送完了：{progress}").format(
                name=esc(found.carrier_name), progress=_progress(stops)
            )


def _progress(stops: Sequence[Stop]) -> str:
    counted = Counter(each.stop.state for each in stops)
    told = [_("送到 {count} 家").format(count=counted[StopState.DELIVERED])]
    if counted[StopState.NOBODY_HOME]:
        told.append(_("没人在家 {count} 家").format(count=counted[StopState.NOBODY_HOME]))
    if counted[StopState.CALLED_OFF]:
        told.append(_("不用送 {count} 家").format(count=counted[StopState.CALLED_OFF]))
    if counted[StopState.WAITING]:
        told.append(_("还有 {count} 家").format(count=counted[StopState.WAITING]))
    return " · ".join(told)


def doors(
    found: MealRound,
    meal_session: MealSession,
    stops: Sequence[Stop],
    buildings: Mapping[int, str],
    zone: ZoneInfo,
    *,
    in_private: bool,
) -> str:
    """HTML for the carrier: where to go, for whom, with what. In a group without who it is."""
    head = _("🛵 <b>您送的路线 {number}</b>：{meal}").format(
        number=found.number, meal=heading(meal_session)
    )
    lines = [head, _("交到本人或者家里人手上，再点“送到了”。没人应门，点“没人在家”，社区会去看。")]
    if not in_private:
        lines.append(_("要看姓名和电话：先在私聊里给我发一句话，再点“私下发给我”。"))
    for number, each in enumerate(stops, start=1):
        lines += ["", *_door(number, each, buildings, zone, in_private=in_private)]
    if found.state is RoundState.DONE:
        lines += ["", _("这一路送完了，辛苦您！")]
    return "\n".join(lines)


def _door(
    number: int, each: Stop, buildings: Mapping[int, str], zone: ZoneInfo, *, in_private: bool
) -> list[str]:
    place = f"{esc(buildings[each.building.id])} {esc(each.diner.door)}"
    if each.stop.state is StopState.CALLED_OFF:
        return [_("<s>{number}. {place}</s>").format(number=number, place=place), _("✖️ 不用送了")]
    lines = [_("<b>{number}. {place}</b>").format(number=number, place=place)]
    if each.booking.state is BookingState.BOOKED:
        lines += _for_whom(each, in_private=in_private)
    if told := _what_happened(each, zone):
        lines.append(told)
    return lines


def _for_whom(each: Stop, *, in_private: bool) -> list[str]:
    """Who lives there and what they get; it leaves the screen once they have it."""
    what = _("{set} {count} 份，取餐码 {code}").format(
        set=esc(each.meal_set.name), count=each.booking.portions, code=each.booking.code
    )
    if not in_private:
        return [what]
    lines = [f"{esc(each.diner.name)} · {what}"]
    if each.diner.phone:
        lines.append(f"☎️ {esc(each.diner.phone)}")
    if link := _map(each):
        lines.append(link)
    return lines


def _map(each: Stop) -> str:
    if each.building.latitude is None or each.building.longitude is None:
        return ""
    link = maps.amap(each.building.latitude, each.building.longitude, each.building.name)
    return _('📍 <a href="{link}">看地图</a>').format(link=link)


def _what_happened(each: Stop, zone: ZoneInfo) -> str:
    match each.stop.state:
        case StopState.DELIVERED if each.stop.at is not None:
            return _("✅ {time} 送到了").format(time=when(each.stop.at, zone))
        case StopState.NOBODY_HOME if each.booking.state is BookingState.BOOKED:
            return _("🚪 没人在家，社区已经知道。后来见到人了，再点“送到了”。")
        case StopState.NOBODY_HOME:
            return _("🚪 没人在家，社区已经知道。")
        case _:
            return ""
