"""平安守望 in the group of the office: whom to look in on, and how it turned out."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.staff.sheet import heading
from storage.tables import CareAlert, CareCause, CareOutcome, Diner, MealSession, MealStop


def key(alert_id: int) -> str:
    return f"care:{alert_id}"


def look(
    alert: CareAlert,
    diner: Diner,
    building: str,
    meal_session: MealSession,
    stop: MealStop | None,
    zone: ZoneInfo,
) -> str:
    """HTML. Once it is settled the card does not say any more who it was."""
    if alert.outcome is not None:
        settled = [
            _("🏠 <b>平安守望</b> · {building}").format(building=esc(building)),
            _("{outcome} · {name} {time}").format(
                outcome=outcome_name(alert.outcome),
                name=esc(alert.settled_by_name),
                time=when(alert.settled_at or alert.raised_at, zone),
            ),
        ]
        return "\n".join([*settled, *([esc(alert.words)] if alert.words else [])])
    lines = [
        _("🏠 <b>平安守望：请去看看{name}</b>").format(name=esc(diner.name)),
        f"{esc(building)} {esc(diner.door)}",
        f"☎️ {esc(diner.phone)}" if diner.phone else _("☎️ 没有登记电话"),
        _why(alert, meal_session, stop, zone),
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


def _why(alert: CareAlert, meal_session: MealSession, stop: MealStop | None, zone: ZoneInfo) -> str:
    meal = heading(meal_session)
    match alert.cause:
        case CareCause.NOBODY_HOME:
            return _("{meal}送到门口，没人应门（{time}，{name} 送的）。").format(
                meal=meal,
                time=when(alert.raised_at, zone),
                name=esc(stop.by_name if stop else None),
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
