"""What the canteen's group, carriers and bookers hear of the rounds."""

from collections.abc import Sequence

from handlers.common.i18n import _
from handlers.common.labels import meal_name
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling, Words
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.staff import round_card, round_doors
from services import areas
from services.meals import canteens, reading, rounds, sessions
from services.meals.kitchen_news import (
    MealDelivered,
    RoundCard,
    RoundGivenBack,
    RoundTaken,
    StopCalledOff,
    StopsCard,
)
from services.meals.rounds import Stop
from services.people import people
from storage.outbox import Urgency
from storage.tables import Group, Matter, MealRound, MealSession, RoundState

telling = Telling(Matter.MEAL)


@telling.draws(RoundCard)
async def round_drawn(tell: Tell, subject: RoundCard) -> None:
    """The round in the canteen's group, without doors."""
    found = await rounds.get(tell.session, subject.round_id)
    meal_session = await sessions.get(tell.session, found.session_id)
    stops = await rounds.stops(tell.session, found.id)
    buildings = await _buildings(tell, stops)

    def words() -> Say:
        text = round_card.look(found, meal_session, stops, buildings)
        return Say(text, round_card.card.keyboard(found), card=round_card.card.key(found.id))

    tell.group(await group_of(tell, meal_session), words)


@telling.draws(StopsCard)
async def doors_drawn(tell: Tell, subject: StopsCard) -> None:
    """The doors for the carrier: in private, or without names where we cannot write to them."""
    await _doors(tell, await rounds.get(tell.session, subject.round_id), to_the_end=False)


@telling.hears(RoundTaken)
async def round_taken(tell: Tell, news: RoundTaken) -> None:
    """The doors, as something new."""
    await _doors(tell, await rounds.get(tell.session, news.round_id), to_the_end=True)


async def _doors(tell: Tell, found: MealRound, *, to_the_end: bool) -> None:
    if found.carrier_id is None:
        return
    meal_session = await sessions.get(tell.session, found.session_id)
    stops = await rounds.stops(tell.session, found.id)
    buildings = await _buildings(tell, stops)
    in_private = await people.reachable(tell.session, found.carrier_id) is not None

    def words() -> Say:
        text = round_doors.look(
            found, meal_session, stops, buildings, tell.config.zone, in_private=in_private
        )
        keyboard = round_doors.keyboard(found, stops, in_private=in_private)
        return Say(text, keyboard, card=round_doors.below.key(found.id), to_the_end=to_the_end)

    await _to_carrier(tell, found, found.carrier_id, words)


@telling.hears(RoundGivenBack)
async def round_given_back(tell: Tell, news: RoundGivenBack) -> None:
    """The doors leave the screen of the person who does not go there any more."""
    found = await rounds.get(tell.session, news.round_id)
    if found.carrier_id == news.person_id:
        return

    def words() -> Say:
        text = _("路线 {number} 交还了，不用您送了。谢谢您！").format(number=found.number)
        return Say(text, card=round_doors.below.key(found.id))

    await _to_carrier(tell, found, news.person_id, words)


async def _to_carrier(tell: Tell, found: MealRound, person_id: int, words: Words) -> None:
    """In private, or to the canteen's group where we cannot write to them."""
    if await people.reachable(tell.session, person_id) is not None:
        await tell.person(person_id, words, Urgency.CARD)
        return
    meal_session = await sessions.get(tell.session, found.session_id)
    tell.group(await group_of(tell, meal_session), words)


@telling.hears(StopCalledOff)
async def stop_called_off(tell: Tell, news: StopCalledOff) -> None:
    """The carrier is under way and would not see that a card has changed."""
    found = await rounds.of_booking(tell.session, news.booking_id)
    if found.state not in (RoundState.TAKEN, RoundState.DONE):
        return
    stops = await rounds.stops(tell.session, found.id)
    number, stop = next(
        (number, stop)
        for number, stop in enumerate(stops, start=1)
        if stop.booking.id == news.booking_id
    )
    building = await areas.title(tell.session, stop.building)

    def words() -> str:
        return _("✖️ 第 {number} 家不用送了：{building} {door}。").format(
            number=number, building=esc(building), door=esc(stop.diner.door)
        )

    await tell.person(found.carrier_id, words)


@telling.hears(MealDelivered)
async def meal_delivered(tell: Tell, news: MealDelivered) -> None:
    """People who booked for somebody else hear that it arrived; that is why they booked it."""
    booked = await reading.get(tell.session, news.booking_id)
    booking, diner, meal_session = booked.booking, booked.diner, booked.meal_session
    if booking.booked_by in (diner.person_id, booking.ended_by):
        return

    def words() -> str:
        return _("✅ {name}的{meal}送到了，{time}，送餐的人当面交的。").format(
            name=esc(diner.name),
            meal=meal_name(meal_session.meal),
            time=when(booking.ended_at or meal_session.starts_at, tell.config.zone),
        )

    await tell.person(booking.booked_by, words)


async def group_of(tell: Tell, meal_session: MealSession) -> Group | None:
    """The group of the canteen whose meal it is, if one is bound."""
    canteen = await canteens.get(tell.session, meal_session.canteen_id)
    return await canteens.group_for(tell.session, canteen.area_id)


async def _buildings(tell: Tell, stops: Sequence[Stop]) -> dict[int, str]:
    return await areas.titles(tell.session, {each.building.id for each in stops})
