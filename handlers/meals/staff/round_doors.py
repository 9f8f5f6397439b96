"""The doors of a round (送餐路线) for its carrier, and what is said at each.

They come to the carrier in private, or to the group where we cannot write to them; so these
buttons work in both.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters.callback_data import CallbackData

from handlers.common import maps
from handlers.common.button_data import RowId
from handlers.common.cards import Card
from handlers.common.i18n import _, mark
from handlers.common.saying import Buttons
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.refusals import of_canteens
from handlers.meals.staff.round_card import Action, OnRound
from handlers.meals.words import heading
from services.meals import rounds
from services.meals.rounds import Stop
from services.volunteering import staff_after_all
from storage.tables import BookingState, MealRound, MealSession, RoundState, StopState


class AtDoor(StrEnum):
    DELIVERED = "done"
    NOBODY_HOME = "nobody"


class OnStop(CallbackData, prefix="stop"):
    """The carrier stands before a door."""

    action: AtDoor
    booking: RowId


class Door(NamedTuple):
    """A door with its number in the list."""

    number: int
    stop: Stop


class Carried(NamedTuple):
    """A round, and whether its carrier reads of it in private."""

    found: MealRound
    in_private: bool


at_door = Card[Door](OnStop, refusals=of_canteens, id_of=lambda door: door.stop.booking.id)
below = Card[Carried](
    OnRound, refusals=of_canteens, key="stops", columns=1, id_of=lambda carried: carried.found.id
)
router = Router(name="carrying meals")
router.include_routers(at_door, below)


def look(
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


def keyboard(found: MealRound, stops: Sequence[Stop], *, in_private: bool) -> Buttons:
    """Two buttons for each door that waits, numbered as in the text; then those of the round."""
    keyboards = [at_door.keyboard(Door(*each)) for each in enumerate(stops, start=1)]
    keyboards.append(below.keyboard(Carried(found, in_private)))
    rows = [row for each in keyboards for row in each.rows]
    return Buttons(rows)


def _nobody_answered_yet(door: Door) -> bool:
    return _waits_for_a_meal(door) and door.stop.stop.state is StopState.WAITING


def _waits_for_a_meal(door: Door) -> bool:
    booking, stop = door.stop.booking, door.stop.stop
    is_served = stop.state not in (StopState.WAITING, StopState.NOBODY_HOME)
    return booking.state is BookingState.BOOKED and not is_served


@at_door.button(
    AtDoor.DELIVERED,
    label=lambda door: _("✅ {number} 送到了").format(number=door.number),
    when=_waits_for_a_meal,
)
async def delivered(talk: Talk, booking_id: int) -> Reply:
    await rounds.delivered(talk.session, booking_id, talk.user_id, talk.name, now=talk.now)
    return talk.toast(_("记下了，送到了。"))


@at_door.button(
    AtDoor.NOBODY_HOME,
    label=lambda door: _("🚪 {number} 没人在家").format(number=door.number),
    when=_nobody_answered_yet,
)
async def nobody_home(talk: Talk, booking_id: int) -> Reply:
    await rounds.nobody_home(talk.session, booking_id, talk.user_id, talk.name, now=talk.now)
    return talk.toast(_("记下了，社区马上有人去看。饭先带着，见到人了再点“送到了”。"))


def _is_carried(carried: Carried) -> bool:
    return carried.found.state is RoundState.TAKEN


@below.button(Action.GIVE_BACK, label=mark("送不了，交还"), when=_is_carried)
async def give_back(talk: Talk, round_id: int) -> Reply:
    await staff_after_all.give_back_round(talk.session, round_id, talk.user_id, now=talk.now)
    return talk.toast(_("好的，交还了，别的人来送。"))


@below.button(
    Action.SEND,
    label=mark("私下发给我"),
    when=lambda carried: _is_carried(carried) and not carried.in_private,
)
async def send_again(talk: Talk, round_id: int) -> Reply:
    """The doors once more, for a carrier who has written to the bot by now."""
    await rounds.tell_again(talk.session, round_id, talk.user_id)
    return talk.toast(_("发了。私聊里没有看到的话，先在私聊里给我发一句话，再点一次。"), alert=True)
