"""What the canteen's group hears of the kitchen, and people of meals that they missed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram.methods import SendDocument, SendMessage, TelegramMethod
from aiogram.types import BufferedInputFile
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.admins import to_admins
from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import outgoing
from handlers.common.words import esc
from handlers.meals.notices.canteen_chats import buildings, canteen_group, notice, reachable
from handlers.meals.staff import sheet, sheet_file
from handlers.meals.words import day_words, meal_name
from services.meals import kitchen, reading, rounds
from services.meals.kitchen_news import (
    DeliveriesUntold,
    OftenMissed,
    SheetMade,
)
from services.news import News
from storage.outbox import Outgoing, Urgency
from storage.tables import (
    Canteen,
    Diner,
    Group,
    MealSession,
    Person,
)


async def sheet_made(session: AsyncSession, news: SheetMade, config: Config) -> list[Outgoing]:
    """The prep sheet or supplement in words, and as a file."""
    read = await kitchen.read(session, news.sheet_id)
    group = await canteen_group(session, read.meal_session)
    with speaking(SOURCE):
        words = sheet.in_words(read, config.zone)
        if group is None:
            return _to_admins(words, config)
        messages: list[TelegramMethod[Any]] = [SendMessage(chat_id=group.chat_id, text=words)]
        if read.eaters:
            messages.append(await file(session, read, group))
        return list(outgoing(messages, group.chat_id, Urgency.NOTICE))


async def file(session: AsyncSession, read: kitchen.Sheet, group: Group) -> SendDocument:
    """The Excel file of a sheet, for the canteen's group."""
    routed: dict[int, int] = {}
    living: set[int] = set()
    for found in await rounds.of_session(session, read.meal_session.id):
        for stop in await rounds.stops(session, found.id):
            routed[stop.booking.id] = found.number
            living.add(stop.building.id)
    table = await asyncio.to_thread(
        sheet_file.excel, read, await buildings(session, living), routed
    )
    day = f"{read.meal_session.day:%m%d}"
    what = _("备餐单") if not read.number else _("补充单{number}").format(number=read.number)
    name = f"{what}-{day}-{meal_name(read.meal_session.meal)}.xlsx"
    return SendDocument(chat_id=group.chat_id, document=BufferedInputFile(table, name))


async def deliveries_untold(
    session: AsyncSession, news: DeliveriesUntold, _config: Config
) -> list[Outgoing]:
    """Staff ask the carriers, and tick off what arrived."""
    meal_session = await session.get_one(MealSession, news.session_id)
    group = await canteen_group(session, meal_session)
    if group is None:
        return []
    with speaking(SOURCE):
        text = _(
            "⚠️ {meal}还有送餐没有人点“送到了”。请问一问送餐的人，再发 /serve 点清楚；"
            "没点清楚的，月底结不了账。"
        ).format(meal=sheet.heading(meal_session))
    return list(
        outgoing(SendMessage(chat_id=group.chat_id, text=text), group.chat_id, Urgency.NOTICE)
    )


async def often_missed(session: AsyncSession, news: OftenMissed, _config: Config) -> list[Outgoing]:
    """A kind word: cancel next time, so that nothing is cooked in vain."""
    booked = await reading.get(session, news.booking_id)
    diner, meal_session = booked.diner, booked.meal_session
    canteen = await session.get_one(Canteen, meal_session.canteen_id)
    sent: list[Outgoing] = []
    for person_id in reading.hearers(booked):
        person = await reachable(session, person_id)
        if person is None:
            continue
        with speaking(person.language):
            text = _missed_words(person, diner).format(
                name=esc(diner.name),
                day=day_words(meal_session.day),
                meal=meal_name(meal_session.meal),
                count=news.missed,
                canteen=esc(canteen.name),
            )
        sent += notice(person, text)
    return sent


def _missed_words(person: Person, diner: Diner) -> str:
    if person.id == diner.person_id:
        return _(
            "{day}的{meal}给您留着，您没有来吃，这个月有 {count} 次了。"
            "下次来不了，提前发 /meals 退掉就行，饭菜不浪费，也不收钱。"
            "要是身体不舒服，请告诉我们。{canteen}"
        )
    return _(
        "您帮{name}订的{day}{meal}没有人来取，这个月有 {count} 次了。"
        "下次用不着，提前发 /meals 退掉就行，饭菜不浪费，也不收钱。{canteen}"
    )


def _to_admins(words: str, config: Config) -> list[Outgoing]:
    """Nobody is bound who could cook it: those who can bind a group get it."""
    hint = _("⚠️ 食堂还没有绑定群。请在食堂的群里发 /bind，选“长者食堂群”。")
    return to_admins(f"{hint}\n\n{words}", config)


HEARD: Mapping[type[News], Callable[..., Awaitable[list[Outgoing]]]] = {
    SheetMade: sheet_made,
    DeliveriesUntold: deliveries_untold,
    OftenMissed: often_missed,
}
