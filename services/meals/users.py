"""Who ate in a period, or booked for somebody who did; and how old diners are."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from services.keeps import Users
from storage.keys import found_for
from storage.tables import BookingState, Diner, MealBooking, MealSession, Person


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
    theirs = (Diner.person_id == person_id, MealBooking.diner_id == Diner.id)
    return or_(
        found_for(Person, select(MealBooking.id).where(*theirs, *served)),
        found_for(
            Person,
            select(MealBooking.id).where(MealBooking.booked_by == person_id, *served),
        ),
    )


def born(
    person_id: InstrumentedAttribute[int], earliest: date, latest: date
) -> ColumnElement[bool]:
    """As staff read it on their card, or they said."""
    of_age = select(Diner.id).where(
        Diner.person_id == person_id, Diner.born_on.between(earliest, latest)
    )
    return found_for(Person, of_age)


USERS = Users(service="meals", within=_ate)
