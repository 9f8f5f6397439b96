"""What the canteen's group, carriers and bookers hear of the kitchen and of the rounds."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from aiogram.methods import SendDocument, SendMessage, TelegramMethod
from aiogram.types import BufferedInputFile
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.words import day_words, meal_name
from handlers.staff.meals import kitchen_buttons, round_card, sheet, sheet_file
from services import areas, people
from services.meals import kitchen, reading, rounds
from services.meals.kitchen_news import (
    DeliveriesUntold,
    MealDelivered,
    OftenMissed,
    RoundCard,
    RoundGivenBack,
    RoundTaken,
    SheetMade,
    StopCalledOff,
    StopsCard,
)
from services.meals.rounds import Stop
from services.news import News, Subject
from services.routing import serving
from storage.outbox import Outgoing, Urgency
from storage.tables import (
    Area,
    Canteen,
    Diner,
    Group,
    MealRound,
    MealSession,
    MealStop,
    Person,
    Purpose,
    RoundState,
)


async def sheet_made(session: AsyncSession, news: SheetMade, config: Config) -> list[Outgoing]:
    """The prep sheet or supplement in words, and as a file."""
    read = await kitchen.read(session, news.sheet_id)
    group = await _group(session, read.meal_session)
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
        sheet_file.excel, read, await _buildings(session, living), routed
    )
    day = f"{read.meal_session.day:%m%d}"
    what = _("备餐单") if not read.number else _("补充单{number}").format(number=read.number)
    name = f"{what}-{day}-{meal_name(read.meal_session.meal)}.xlsx"
    return SendDocument(chat_id=group.chat_id, document=BufferedInputFile(table, name))


async def round_drawn(session: AsyncSession, subject: RoundCard, _config: Config) -> list[Outgoing]:
    """The round in the canteen's group, without doors."""
    found = await rounds.get(session, subject.round_id)
    meal_session = await session.get_one(MealSession, found.session_id)
    group = await _group(session, meal_session)
    if group is None:
        return []
    stops = await rounds.stops(session, found.id)
    with speaking(SOURCE):
        text = round_card.look(found, meal_session, stops, await _titles(session, stops))
        message = SendMessage(
            chat_id=group.chat_id, text=text, reply_markup=kitchen_buttons.for_round(found)
        )
    sending = Sending(method=message, card=round_card.key(found.id))
    return list(outgoing(sending, group.chat_id, Urgency.CARD))


async def doors_drawn(session: AsyncSession, subject: StopsCard, config: Config) -> list[Outgoing]:
    """The doors for the carrier: in private, or without names where we cannot write to them."""
    found = await rounds.get(session, subject.round_id)
    return await _doors(session, found, config, to_the_end=False)


async def round_taken(session: AsyncSession, news: RoundTaken, config: Config) -> list[Outgoing]:
    """The doors, as something new."""
    found = await rounds.get(session, news.round_id)
    return await _doors(session, found, config, to_the_end=True)


async def _doors(
    session: AsyncSession, found: MealRound, config: Config, *, to_the_end: bool
) -> list[Outgoing]:
    if found.carrier_id is None:
        return []
    meal_session = await session.get_one(MealSession, found.session_id)
    stops = await rounds.stops(session, found.id)
    carrier = await _reachable(session, found.carrier_id)
    group = await _group(session, meal_session)
    chat_id = carrier.id if carrier else group.chat_id if group else None
    if chat_id is None:
        return []
    with speaking(carrier.language if carrier else SOURCE):
        text = round_card.doors(
            found,
            meal_session,
            stops,
            await _titles(session, stops),
            config.zone,
            in_private=carrier is not None,
        )
        keyboard = kitchen_buttons.for_stops(found, stops, in_private=carrier is not None)
    message = SendMessage(
        chat_id=chat_id, text=text, reply_markup=keyboard if keyboard.inline_keyboard else None
    )
    sending = Sending(method=message, card=round_card.stops_key(found.id), to_the_end=to_the_end)
    return list(outgoing(sending, chat_id, Urgency.CARD))


async def round_given_back(
    session: AsyncSession, news: RoundGivenBack, _config: Config
) -> list[Outgoing]:
    """The doors leave the screen of whoever does not go there any more."""
    found = await rounds.get(session, news.round_id)
    person = await _reachable(session, news.person_id)
    group = await _group(session, await session.get_one(MealSession, found.session_id))
    chat_id = person.id if person else group.chat_id if group else None
    if chat_id is None or found.carrier_id == news.person_id:
        return []
    with speaking(person.language if person else SOURCE):
        text = _("路线 {number} 交还了，不用您送了。谢谢您！").format(number=found.number)
    message = SendMessage(chat_id=chat_id, text=text)
    sending = Sending(method=message, card=round_card.stops_key(found.id))
    return list(outgoing(sending, chat_id, Urgency.CARD))


async def stop_called_off(
    session: AsyncSession, news: StopCalledOff, _config: Config
) -> list[Outgoing]:
    """The carrier is under way and would not see that a card has changed."""
    stop = await session.get_one(MealStop, news.booking_id, populate_existing=True)
    found = await rounds.get(session, stop.round_id)
    carrier = await _reachable(session, found.carrier_id)
    if carrier is None or found.state not in (RoundState.TAKEN, RoundState.DONE):
        return []
    stops = await rounds.stops(session, found.id)
    [(number, each)] = [
        (number, each)
        for number, each in enumerate(stops, start=1)
        if each.booking.id == news.booking_id
    ]
    with speaking(carrier.language):
        text = _("✖️ 第 {number} 家不用送了：{building} {door}。").format(
            number=number,
            building=esc(await areas.title(session, each.building)),
            door=esc(each.diner.door),
        )
    return _notice(carrier, text)


async def meal_delivered(
    session: AsyncSession, news: MealDelivered, config: Config
) -> list[Outgoing]:
    """Whoever booked for somebody else hears that it arrived; that is why they booked it."""
    booked = await reading.get(session, news.booking_id)
    booking, diner, meal_session = booked.booking, booked.diner, booked.meal_session
    person = await _reachable(session, booking.booked_by)
    if person is None or person.id in (diner.person_id, booking.ended_by):
        return []
    with speaking(person.language):
        text = _("✅ {name}的{meal}送到了，{time}，送餐的人当面交的。").format(
            name=esc(diner.name),
            meal=meal_name(meal_session.meal),
            time=when(booking.ended_at or meal_session.starts_at, config.zone),
        )
    return _notice(person, text)


async def deliveries_untold(
    session: AsyncSession, news: DeliveriesUntold, _config: Config
) -> list[Outgoing]:
    """Staff ask the carriers, and tick off what arrived."""
    meal_session = await session.get_one(MealSession, news.session_id)
    group = await _group(session, meal_session)
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
        person = await _reachable(session, person_id)
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
        sent += _notice(person, text)
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


async def _reachable(session: AsyncSession, person_id: int | None) -> Person | None:
    """Whom we can write to: they have written to us, and not stopped us since."""
    person = await people.get(session, person_id) if person_id else None
    return person if person is not None and person.blocked_at is None else None


def _notice(person: Person, text: str) -> list[Outgoing]:
    return list(outgoing(SendMessage(chat_id=person.id, text=text), person.id, Urgency.NOTICE))


async def _group(session: AsyncSession, meal_session: MealSession) -> Group | None:
    canteen = await session.get_one(Canteen, meal_session.canteen_id)
    area = await session.get_one(Area, canteen.area_id)
    return await serving(session, area, Purpose.CANTEEN)


async def _titles(session: AsyncSession, stops: Sequence[Stop]) -> dict[int, str]:
    return await _buildings(session, {each.building.id for each in stops})


async def _buildings(session: AsyncSession, area_ids: set[int]) -> dict[int, str]:
    return {
        area_id: await areas.title(session, await session.get_one(Area, area_id))
        for area_id in sorted(area_ids)
    }


def _to_admins(words: str, config: Config) -> list[Outgoing]:
    """Nobody is bound who could cook it: those who can bind a group get it."""
    hint = _("⚠️ 食堂还没有绑定群。请在食堂的群里发 /bind，选“长者食堂群”。")
    return [
        message
        for admin in sorted(config.admin_ids)
        for message in outgoing(
            SendMessage(chat_id=admin, text=f"{hint}\n\n{words}"), admin, Urgency.NOTICE
        )
    ]


HEARD: Mapping[type[News], Callable[..., Awaitable[list[Outgoing]]]] = {
    SheetMade: sheet_made,
    RoundTaken: round_taken,
    RoundGivenBack: round_given_back,
    StopCalledOff: stop_called_off,
    MealDelivered: meal_delivered,
    DeliveriesUntold: deliveries_untold,
    OftenMissed: often_missed,
}
DRAWN: Mapping[type[Subject], Callable[..., Awaitable[list[Outgoing]]]] = {
    RoundCard: round_drawn,
    StopsCard: doors_drawn,
}
