"""What the canteen's group hears of the kitchen, and people of meals that they missed."""

import asyncio

from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.saying import Document, File
from handlers.common.telling import Tell, Telling
from handlers.common.words import esc
from handlers.meals.staff import sheet, sheet_file
from handlers.meals.words import day_words, heading, meal_name
from services import areas
from services.meals import canteens, kitchen, reading, rounds, sessions
from services.meals.kitchen_news import DeliveriesUntold, OftenMissed, SheetMade
from storage.outbox import Urgency
from storage.tables import Group, MealSession

telling = Telling()


@telling.hears(SheetMade)
async def sheet_made(tell: Tell, news: SheetMade) -> None:
    """The prep sheet or supplement in words, and as a file; to admins where no group is bound."""
    read = await kitchen.read(tell.session, news.sheet_id)
    group = await group_of(tell, read.meal_session)
    if group is None:
        tell.admins(lambda: f"{_unbound()}\n\n{sheet.in_words(read, tell.config.zone)}")
        return
    tell.group(group, lambda: sheet.in_words(read, tell.config.zone), Urgency.NOTICE)
    if read.eaters:
        with speaking(SOURCE):
            document = await _file(tell, read, group)
        tell.group(group, lambda: document, Urgency.NOTICE)


async def group_of(tell: Tell, meal_session: MealSession) -> Group | None:
    """The group of the canteen whose meal it is, if one is bound."""
    canteen = await canteens.get(tell.session, meal_session.canteen_id)
    return await canteens.group_for(tell.session, canteen.area_id)


def _unbound() -> str:
    return _("⚠️ 食堂还没有绑定群。请在食堂的群里发 /bind，选“长者食堂群”。")


async def _file(tell: Tell, read: kitchen.Sheet, group: Group) -> Document:
    """The Excel file of a sheet, for the canteen's group."""
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

    def words() -> str:
        return _(
            "⚠️ {meal}还有送餐没有人点“送到了”。请问一问送餐的人，再发 /serve 点清楚；"
            "没点清楚的，月底结不了账。"
        ).format(meal=heading(meal_session))

    tell.group(group, words, Urgency.NOTICE)


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
