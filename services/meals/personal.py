"""What is kept about one person for their meals, for them to take along."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.meals import diners, reading, standing
from services.meals.reading import Booked
from storage.tables import (
    CareAlert,
    Diner,
    DinerStatus,
    MealProxy,
    MealRound,
    MealSession,
    StandingOrder,
)


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Ready for JSON, below "meals"; times and days in ISO 8601, money in fen.

    Keys: diner (None for those who are not), bookings (for them or by them), standing, books_for,
    booked_by_others, carried (rounds), looked_in_on (alerts about them, alerts they saw to).
    """
    own = await diners.of_person(session, person_id)
    booked = await reading.of_booker(session, person_id, from_day=date.min)
    return {
        "meals": {
            "diner": await _diner(session, own) if own else None,
            "bookings": [_booking(one) for one in booked],
            "standing": [_standing(one) for one in await _orders(session, own, person_id)],
            "books_for": await _books_for(session, person_id),
            "booked_by_others": await _others(session, own),
            "carried": await _carried(session, person_id),
            "looked_in_on": await _alerts(session, own, person_id),
        }
    }


async def _diner(session: AsyncSession, diner: Diner) -> dict[str, Any]:
    area = await areas.one(session, diner.area_id)
    statuses = await session.scalars(
        select(DinerStatus).where(DinerStatus.diner_id == diner.id).order_by(DinerStatus.id)
    )
    return {
        "name": diner.name,
        "born_on": diner.born_on.isoformat(),
        "home": await areas.title(session, area),
        "door": diner.door,
        "phone": diner.phone,
        "card_number": diner.card_number,
        "diet": diner.diet,
        "verified_at": _iso(diner.verified_at),
        "paused_from": _iso(diner.paused_from),
        "paused_until": _iso(diner.paused_until),
        "ended_at": _iso(diner.ended_at),
        "created_at": _iso(diner.created_at),
        "statuses": [
            {
                "status": status.status.value,
                "from": _iso(status.from_day),
                "until": _iso(status.until_day),
            }
            for status in statuses
        ],
    }


def _booking(booked: Booked) -> dict[str, Any]:
    booking = booked.booking
    return {
        "for": booked.diner.name,
        "day": _iso(booked.meal_session.day),
        "meal": booked.meal_session.meal.value,
        "set": booked.meal_set.name,
        "portions": booking.portions,
        "mode": booking.mode.value,
        "state": booking.state.value,
        "code": booking.code,
        "price_fen": booking.price_fen,
        "subsidy_fen": booking.subsidy_fen,
        "delivery_fen": booking.delivery_fen,
        "paid_fen": booking.paid_fen,
        "booked_at": _iso(booking.booked_at),
        "ended_at": _iso(booking.ended_at),
    }


async def _orders(session: AsyncSession, own: Diner | None, person_id: int) -> list[StandingOrder]:
    """The living ones for them, and all that they gave for others."""
    given = await session.scalars(
        select(StandingOrder)
        .where(StandingOrder.created_by == person_id)
        .order_by(StandingOrder.id)
    )
    orders = {order.id: order for order in given}
    if own is not None:
        orders |= {order.id: order for order in await standing.of_diner(session, own.id)}
    return list(orders.values())


def _standing(order: StandingOrder) -> dict[str, Any]:
    return {
        "meal": order.meal.value,
        "weekdays": order.weekdays,
        "set": order.set_name,
        "portions": order.portions,
        "mode": order.mode.value,
        "from": _iso(order.from_day),
        "paused_from": _iso(order.paused_from),
        "paused_until": _iso(order.paused_until),
        "ended_at": _iso(order.ended_at),
    }


async def _books_for(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    found = await session.execute(
        select(MealProxy, Diner.name)
        .join(Diner, Diner.id == MealProxy.diner_id)
        .where(MealProxy.person_id == person_id)
        .order_by(MealProxy.id)
    )
    return [{"name": name} | _proxy(proxy) for proxy, name in found]


async def _others(session: AsyncSession, own: Diner | None) -> list[dict[str, Any]]:
    if own is None:
        return []
    found = await session.scalars(
        select(MealProxy).where(MealProxy.diner_id == own.id).order_by(MealProxy.id)
    )
    return [_proxy(proxy) for proxy in found]


def _proxy(proxy: MealProxy) -> dict[str, Any]:
    return {
        "relation": proxy.relation.value,
        "state": proxy.state.value,
        "asked_at": _iso(proxy.asked_at),
        "answered_at": _iso(proxy.answered_at),
    }


async def _carried(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    found = await session.execute(
        select(MealRound, MealSession.day)
        .join(MealSession, MealSession.id == MealRound.session_id)
        .where(MealRound.carrier_id == person_id)
        .order_by(MealRound.id)
    )
    return [
        {"day": _iso(day), "number": carried.number, "state": carried.state.value}
        for carried, day in found
    ]


async def _alerts(session: AsyncSession, own: Diner | None, person_id: int) -> list[dict[str, Any]]:
    """What staff found stands in those about them alone."""
    by_them = or_(CareAlert.taken_by == person_id, CareAlert.settled_by == person_id)
    found = await session.scalars(
        select(CareAlert)
        .where(or_(by_them, CareAlert.diner_id == own.id) if own else by_them)
        .order_by(CareAlert.id)
    )
    return [
        {
            "about_you": own is not None and alert.diner_id == own.id,
            "cause": alert.cause.value,
            "raised_at": _iso(alert.raised_at),
            "outcome": alert.outcome.value if alert.outcome else None,
            "settled_at": _iso(alert.settled_at),
            "words": alert.words if own is not None and alert.diner_id == own.id else None,
        }
        for alert in found
    ]


def _iso(moment: datetime | date | None) -> str | None:
    return moment.isoformat() if moment else None
