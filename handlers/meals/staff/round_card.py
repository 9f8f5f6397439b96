"""A round (送餐路线) in the canteen's group: buildings and counts, and who carries it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId, ToVolunteers
from handlers.common.cards import Card
from handlers.common.i18n import _, mark
from handlers.common.members import InGroupFor
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals.refusals import of_canteens
from handlers.meals.words import heading
from services.meals.rounds import Stop
from services.volunteering import staff_after_all
from storage.tables import MealRound, MealSession, Purpose, RoundState, StopState, TaskSource


class Action(StrEnum):
    TAKE = "take"
    GIVE_BACK = "back"
    SEND = "send"
    """Have the doors sent again, for a carrier who could not be written to before."""


class OnRound(CallbackData, prefix="round"):
    """Somebody carries a round, or cannot: the latter two under the doors, see `round_doors`."""

    action: Action
    round: RowId


_SIGNS = {RoundState.CALLED_OFF: "✖️", RoundState.DONE: "✅"}

card = Card[MealRound](OnRound, InGroupFor(Purpose.CANTEEN), refusals=of_canteens)


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
        _("{sign} <b>送餐路线 {number}</b> · {meal}").format(
            sign=_SIGNS.get(found.state, "🛵"), number=found.number, meal=heading(meal_session)
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
            return _("这一路的餐都取消了，不用送。")
        case RoundState.TAKEN:
            return _("🙋 {name} 在送：{progress}").format(
                name=esc(found.carrier_name), progress=_progress(stops)
            )
        case RoundState.DONE:
            return _("{name} 送完了：{progress}").format(
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


def _is_open(found: MealRound) -> bool:
    return found.state is RoundState.OPEN


@card.button(Action.TAKE, label=mark("我来送"), when=_is_open)
async def take(talk: Talk, round_id: int) -> Reply:
    """Volunteers who were asked as well are told that nobody is needed any more."""
    reason = _("食堂自己送了。")
    await staff_after_all.take_round(talk.session, round_id, talk.member, reason, now=talk.now)
    return talk.toast(_("谢谢您！门牌发给您了，请看我和您的私聊。"))


card.link(
    label=mark("转志愿者"),
    when=_is_open,
    data=lambda found: ToVolunteers(source=TaskSource.ROUND, id=found.id),
)
