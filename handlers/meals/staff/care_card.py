"""平安守望 in the office's group: whom to look in on, who goes, and how it turned out."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId, ToVolunteers
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.members import InGroupFor
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.refusals import of_canteens
from handlers.meals.words import heading
from services.meals import care
from services.meals.reading import Booked
from services.volunteering import staff_after_all
from storage.tables import CareAlert, CareCause, CareOutcome, MealStop, Purpose, TaskSource


class Action(StrEnum):
    TAKE = "take"
    SAFE = "safe"
    AWAY = "away"
    HELP = "help"


class OnCare(CallbackData, prefix="care"):
    """Somebody goes to look, or says what they found."""

    action: Action
    alert: RowId


card = Card[CareAlert](OnCare, InGroupFor(Purpose.STAFF), refusals=of_canteens)


@dataclass(frozen=True, slots=True)
class Looked:
    """An alert and what its card says of the diner; `building` is the title of their area."""

    alert: CareAlert
    booked: Booked
    building: str
    stop: MealStop | None


def look(looked: Looked, zone: ZoneInfo) -> str:
    """HTML. Once it is settled the card does not say any more who it was."""
    alert, diner, building = looked.alert, looked.booked.diner, looked.building
    if alert.outcome is not None:
        return _settled(alert, alert.outcome, building, zone)
    lines = [
        _("🏠 <b>平安守望：请去看看{name}</b>").format(name=esc(diner.name)),
        f"{esc(building)} {esc(diner.door)}",
        f"☎️ {esc(diner.phone)}" if diner.phone else _("☎️ 没有登记电话"),
        _why(looked, zone),
        "",
    ]
    if alert.taken_at is not None:
        lines.append(
            _("🙋 {name} {time} 去看了，请看完点结果。").format(
                name=esc(alert.taken_by_name), time=when(alert.taken_at, zone)
            )
        )
    elif alert.task_id is not None:
        lines.append(_("请过志愿者去看，还没有人接。哪位能去？请点“我去看看”。"))
    else:
        lines.append(_("还没有人去看。电话打通了也可以直接点结果。"))
    return "\n".join(lines)


def _settled(alert: CareAlert, outcome: CareOutcome, building: str, zone: ZoneInfo) -> str:
    lines = [
        _("🏠 <b>平安守望</b> · {building}").format(building=esc(building)),
        _("{outcome} · {name} {time}").format(
            outcome=outcome_name(outcome),
            name=esc(alert.settled_by_name),
            time=when(alert.settled_at or alert.raised_at, zone),
        ),
    ]
    return "\n".join([*lines, *([esc(alert.words)] if alert.words else [])])


def _why(looked: Looked, zone: ZoneInfo) -> str:
    meal = heading(looked.booked.meal_session)
    match looked.alert.cause:
        case CareCause.NOBODY_HOME:
            return _("{meal}送到门口，没人应门（{time}，{name} 送的）。").format(
                meal=meal,
                time=when(looked.alert.raised_at, zone),
                name=esc(looked.stop.by_name if looked.stop else None),
            )
        case CareCause.MISSED_MEAL:
            return _("一个人住，平时几乎餐餐来吃；{meal}订了，没有来，也没有说不来。").format(
                meal=meal
            )


def outcome_name(outcome: CareOutcome) -> str:
    match outcome:
        case CareOutcome.SAFE:
            return _("✅ 平安")
        case CareOutcome.AWAY:
            return _("✅ 外出了，平安")
        case CareOutcome.NEEDS_HELP:
            return _("🆘 需要帮助")


def _is_open(alert: CareAlert) -> bool:
    return alert.settled_at is None


def _waits(alert: CareAlert) -> bool:
    return _is_open(alert) and alert.taken_at is None


@card.button(Action.TAKE, label=mark("我去看看"), when=_waits)
async def take(talk: Talk, alert_id: int) -> Reply:
    await staff_after_all.take_alert(
        talk.session, alert_id, talk.member, _went_themselves(), now=talk.now
    )
    return talk.toast(_("谢谢您！看完请回来点结果。"))


card.link(
    label=mark("转志愿者"),
    when=_waits,
    data=lambda alert: ToVolunteers(source=TaskSource.CARE, id=alert.id),
)


@card.button(Action.SAFE, label=mark("平安"), when=_is_open)
async def safe(talk: Talk, alert_id: int) -> Reply:
    await _settle(talk, alert_id, CareOutcome.SAFE)
    return talk.toast(_("记下了，家里人也会知道。"))


@card.button(Action.AWAY, label=mark("外出了，平安"), when=_is_open)
async def away(talk: Talk, alert_id: int) -> Reply:
    await _settle(talk, alert_id, CareOutcome.AWAY)
    return talk.toast(_("记下了，家里人也会知道。"))


async def _check(talk: Talk, alert_id: int) -> object:
    return await care.for_staff(talk.session, alert_id, talk.member)


def _how_they_are() -> str:
    return _("请回复这条消息，写一句现在怎么样、要什么帮助。")


@card.words(
    Action.HELP,
    label=mark("需要帮助"),
    when=_is_open,
    check=_check,
    ask=_how_they_are,
    about="care words",
)
async def needs_help(talk: Talk, alert_id: int, said: Said) -> str:
    await _settle(talk, alert_id, CareOutcome.NEEDS_HELP, said.text)
    return _("记下了，家里人也收到了，请接着照应。")


async def _settle(
    talk: Talk, alert_id: int, outcome: CareOutcome, words: str | None = None
) -> None:
    await staff_after_all.settle_alert(
        talk.session, alert_id, talk.member, outcome, words, _went_themselves(), now=talk.now
    )


def _went_themselves() -> str:
    """What volunteers are told who were asked as well."""
    return _("社区自己去看了。")
