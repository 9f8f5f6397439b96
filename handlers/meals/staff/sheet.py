"""The prep sheet (备餐单) and its supplements in words, for the canteen's group."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.meals import words
from handlers.meals.words import heading, mode_name
from services.meals.kitchen import Portions, Sheet
from storage.tables import Mode

SHOWN = 25
"""Diet notes and changes in the message; the Excel file has them all."""
DIET = 80
"""Characters of a diet note in the message."""


def in_words(sheet: Sheet, zone: ZoneInfo) -> str:
    """HTML. People go by their pick-up codes; their names are in the file."""
    lines = [_title(sheet)]
    if sheet.number:
        lines += ["", *_changes(sheet)]
    lines += ["", *_totals(sheet)]
    if diets := _diets(sheet):
        lines += ["", _("🥜 忌口，请留意："), *diets]
    if sheet.eaters:
        lines += ["", _("{time} 的数，明细在表格里。").format(time=when(sheet.made_at, zone))]
    return "\n".join(lines)


def _title(sheet: Sheet) -> str:
    what = heading(sheet.meal_session)
    if sheet.number:
        return _("📝 <b>补充单 第 {number} 号</b> · {meal}").format(number=sheet.number, meal=what)
    return _("🍚 <b>备餐单</b> · {meal}").format(meal=what)


def _totals(sheet: Sheet) -> list[str]:
    by_set = sheet.by_set
    if not by_set:
        return [_("没有人订，这一餐不用做。")]
    lines = [_("一共 <b>{count}</b> 份：").format(count=by_set.total())]
    for meal_set in sheet.sets.values():
        modes = {mode: by_set[meal_set.id, mode] for mode in Mode if by_set[meal_set.id, mode]}
        if modes:
            lines.append(
                _("<b>{set}</b> {count} 份（{modes}）").format(
                    set=esc(meal_set.name),
                    count=sum(modes.values()),
                    modes=" · ".join(f"{mode_name(mode)} {n}" for mode, n in modes.items()),
                )
            )
    return lines


def _diets(sheet: Sheet) -> list[str]:
    """Of a supplement those of the changed bookings alone; first those that clash with the set."""
    concerned = sheet.changed if sheet.number else list(sheet.now)
    clashing, others = [], []
    for booking_id, eater in sheet.eaters.items():
        if booking_id not in sheet.now or booking_id not in concerned or not eater.diner.diet:
            continue
        meal_set = sheet.sets[sheet.now[booking_id].set_id]
        line = _("{code} {set}：{diet}").format(
            code=eater.booking.code,
            set=esc(meal_set.name),
            diet=esc(cut(eater.diner.diet, DIET)),
        )
        if clash := words.clash(eater.diner.diet, meal_set):
            clashing.append(f"{line} {clash}")
        else:
            others.append(line)
    return _shortened(clashing + others)


def _changes(sheet: Sheet) -> list[str]:
    told = []
    for booking_id in sheet.changed:
        code = sheet.eaters[booking_id].booking.code
        before, now = sheet.before.get(booking_id), sheet.now.get(booking_id)
        if before is None and now is not None:
            told.append(_("➕ {code} 新加：{now}").format(code=code, now=_one(sheet, now)))
        elif now is None and before is not None:
            told.append(_("➖ {code} 取消：{before}").format(code=code, before=_one(sheet, before)))
        elif now is not None and before is not None:
            told.append(
                _("✏️ {code} 改了：{before} → {now}").format(
                    code=code, before=_one(sheet, before), now=_one(sheet, now)
                )
            )
    return _shortened(told)


def _one(sheet: Sheet, portions: Portions) -> str:
    return _("{set} {count} 份 {mode}").format(
        set=esc(sheet.sets[portions.set_id].name),
        count=portions.portions,
        mode=mode_name(portions.mode),
    )


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= SHOWN:
        return lines
    return [*lines[:SHOWN], _("……还有 {count} 行，见表格。").format(count=len(lines) - SHOWN)]
