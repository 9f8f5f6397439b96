"""What the canteen's group hears of the kitchen, and people of meals that they missed."""

import asyncio
from zoneinfo import ZoneInfo

from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.labels import meal_name
from handlers.common.saying import Document, File
from handlers.common.telling import Tell, Telling
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.meals import menu_words
from handlers.meals.notices.rounds import group_of
from handlers.meals.words import day_words, heading, mode_name
from services import areas
from services.meals import canteens, kitchen, reading, rounds, sessions
from services.meals.kitchen import Portions, Sheet
from services.meals.kitchen_news import DeliveriesUntold, OftenMissed, SheetMade
from storage.outbox import Urgency
from storage.tables import Matter, Mode

telling = Telling(Matter.MEAL)

SHOWN = 25
"""Diet notes and changes in the message; the Excel file has them all."""
DIET = 80
"""Characters of a diet note in the message."""


@telling.hears(SheetMade)
async def sheet_made(tell: Tell, news: SheetMade) -> None:
    """The prep sheet or supplement in words, and as a file; to admins where no group is bound."""
    read = await kitchen.read(tell.session, news.sheet_id)
    group = await group_of(tell, read.meal_session)
    if group is None:
        await tell.admins(lambda: f"{_unbound()}\n\n{sheet_words(read, tell.config.zone)}")
        return
    tell.group(group, lambda: sheet_words(read, tell.config.zone), Urgency.NOTICE)
    if read.eaters:
        with speaking(SOURCE):
            document = await _file(tell, read)
        tell.group(group, lambda: document, Urgency.NOTICE)


def _unbound() -> str:
    return _("⚠️ 食堂还没有绑定群。请在食堂的群里发 /bind，选“长者食堂群”。")


async def _file(tell: Tell, read: Sheet) -> Document:
    """The Excel file of a sheet, for the canteen's group."""
    from handlers.meals.staff import sheet_file

    routed: dict[int, int] = {}
    living: set[int] = set()
    for found in await rounds.of_session(tell.session, read.meal_session.id):
        for stop in await rounds.stops(tell.session, found.id):
            routed[stop.booking.id] = found.number
            living.add(stop.building.id)
    buildings = await areas.titles(tell.session, living)
    table = await asyncio.to_thread(sheet_file.excel, read, buildings, routed)
    day = f"{read.meal_session.day:%m%d}"
    what = _("备餐单") if not read.number else _("补充单{number}").format(number=read.number)
    name = f"{what}-{day}-{meal_name(read.meal_session.meal)}.xlsx"
    return Document(File(name, table))


@telling.hears(DeliveriesUntold)
async def deliveries_untold(tell: Tell, news: DeliveriesUntold) -> None:
    """Staff ask the carriers, and tick off what arrived."""
    meal_session = await sessions.get(tell.session, news.session_id)
    group = await group_of(tell, meal_session)

    def text() -> str:
        return _(
            "⚠️ {meal}还有送餐没有人点“送到了”。请问一问送餐的人，再发 /serve 点清楚；"
            "没点清楚的，月底结不了账。"
        ).format(meal=heading(meal_session))

    tell.group(group, text, Urgency.NOTICE)


@telling.hears(OftenMissed)
async def often_missed(tell: Tell, news: OftenMissed) -> None:
    """A kind word: cancel next time, so that nothing is cooked in vain."""
    booked = await reading.get(tell.session, news.booking_id)
    canteen = await canteens.get(tell.session, booked.meal_session.canteen_id)

    def said(template: str) -> str:
        return template.format(
            name=esc(booked.diner.name),
            day=day_words(booked.meal_session.day),
            meal=meal_name(booked.meal_session.meal),
            count=news.missed,
            canteen=esc(canteen.name),
        )

    for person_id in reading.hearers(booked):
        if person_id == booked.diner.person_id:
            await tell.person(person_id, lambda: said(_to_the_diner()))
        else:
            await tell.person(person_id, lambda: said(_to_the_booker()))


def _to_the_diner() -> str:
    return _(
        "{day}的{meal}给您留着，您没有来吃，这个月有 {count} 次了。"
        "下次来不了，提前发 /meals 退掉就行，饭菜不浪费，也不收钱。"
        "要是身体不舒服，请告诉我们。{canteen}"
    )


def _to_the_booker() -> str:
    return _(
        "您帮{name}订的{day}{meal}没有人来取，这个月有 {count} 次了。"
        "下次用不着，提前发 /meals 退掉就行，饭菜不浪费，也不收钱。{canteen}"
    )


def sheet_words(sheet: Sheet, zone: ZoneInfo) -> str:
    """HTML. People go by their pick-up codes; their names are in the file."""
    if not sheet.eaters:
        return _("🍚 {meal}：没有人订，不用做。").format(meal=heading(sheet.meal_session))
    lines = [_title(sheet)]
    if sheet.number:
        lines += ["", *_changes(sheet)]
    lines += ["", *_totals(sheet)]
    if diets := _diets(sheet):
        lines += ["", _("🥜 忌口，请留意："), *diets]
    if sheet.now:
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
        if clash := menu_words.clash(eater.diner.diet, meal_set):
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
