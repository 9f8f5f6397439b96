"""Who filed requests in a period: whom a survey asks about them."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import InstrumentedAttribute

from services.keeps import Users
from storage.tables import Ticket


def _filed(
    person_id: InstrumentedAttribute[int], since: datetime, until: datetime
) -> ColumnElement[bool]:
    return exists().where(
        Ticket.author_id == person_id, Ticket.filed_at >= since, Ticket.filed_at < until
    )


USERS = Users(service="tickets", within=_filed)
