"""What the canteen's group, carriers and bookers hear of the rounds."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiogram.methods import SendMessage
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.notices.canteen_chats import buildings, canteen_group, notice, reachable
from handlers.meals.staff import kitchen_buttons, round_card
from handlers.meals.words import meal_name
from services import areas
from services.meals import reading, rounds
from services.meals.kitchen_news import (
    MealDelivered,
    RoundCard,
    RoundGivenBack,
    RoundTaken,
    StopCalledOff,
    StopsCard,
)
from services.meals.rounds import Stop
from services.news import News, Subject
from storage.outbox import Outgoing, Urgency
from storage.tables import (
    MealRound,
    MealSession,
    MealStop,
    RoundState,
)


async def round_drawn(session: AsyncSession, subject: RoundCard, _config: Config) -> list[Outgoing]:
    """The round in the canteen's group, without doors."""
    found = await rounds.get(session, subject.round_id)
    meal_session = await session.get_one(MealSession, found.session_id)
    group = await canteen_group(session, meal_session)
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
    carrier = await reachable(session, found.carrier_id)
    group = await canteen_group(session, meal_session)
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
    person = await reachable(session, news.person_id)
    group = await canteen_group(session, await session.get_one(MealSession, found.session_id))
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
    carrier = await reachable(session, found.carrier_id)
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
    return notice(carrier, text)


async def meal_delivered(
    session: AsyncSession, news: MealDelivered, config: Config
) -> list[Outgoing]:
    """Whoever booked for somebody else hears that it arrived; that is why they booked it."""
    booked = await reading.get(session, news.booking_id)
    booking, diner, meal_session = booked.booking, booked.diner, booked.meal_session
    person = await reachable(session, booking.booked_by)
    if person is None or person.id in (diner.person_id, booking.ended_by):
        return []
    with speaking(person.language):
        text = _("✅ {name}的{meal}送到了，{time}，送餐的人当面交的。").format(
            name=esc(diner.name),
            meal=meal_name(meal_session.meal),
            time=when(booking.ended_at or meal_session.starts_at, config.zone),
        )
    return notice(person, text)


async def _titles(session: AsyncSession, stops: Sequence[Stop]) -> dict[int, str]:
    return await buildings(session, {each.building.id for each in stops})


HEARD: Mapping[type[News], Callable[..., Awaitable[list[Outgoing]]]] = {
    RoundTaken: round_taken,
    RoundGivenBack: round_given_back,
    StopCalledOff: stop_called_off,
    MealDelivered: meal_delivered,
}
DRAWN: Mapping[type[Subject], Callable[..., Awaitable[list[Outgoing]]]] = {
    RoundCard: round_drawn,
    StopsCard: doors_drawn,
}
