"""Who filed requests in a period: whom a survey asks about them."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from services.keeps import Users
from storage.keys import found_for
from storage.tables import Person, Ticket


def _filed(
    person_id: InstrumentedAttribute[int], since: datetime, until: datetime
) -> ColumnElement[bool]:
    filed = select(Ticket.id).where(
        Ticket.author_id == person_id, Ticket.filed_at >= since, Ticket.filed_at < until
    )
    return found_for(Person, filed)


USERS = Users(service="tickets", within=_filed)
