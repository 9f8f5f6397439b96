"""Who ate in a period, or booked for somebody who did; and how old diners are."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import InstrumentedAttribute

from services.keeps import Users
from storage.tables import BookingState, Diner, MealBooking, MealSession


def _ate(
    person_id: InstrumentedAttribute[int], since: datetime, until: datetime
) -> ColumnElement[bool]:
    """By when the meal began."""
    served = (
        MealBooking.state == BookingState.SERVED,
        MealSession.id == MealBooking.session_id,
        MealSession.starts_at >= since,
        MealSession.starts_at < until,
    )
    return or_(
        exists().where(Diner.person_id == person_id, MealBooking.diner_id == Diner.id, *served),
        exists().where(MealBooking.booked_by == person_id, *served),
    )


def born(
    person_id: InstrumentedAttribute[int], earliest: date, latest: date
) -> ColumnElement[bool]:
    """As staff read it on their card, or they said."""
    return exists().where(Diner.person_id == person_id, Diner.born_on.between(earliest, latest))


USERS = Users(service="meals", within=_ate)
