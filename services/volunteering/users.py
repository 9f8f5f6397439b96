"""Who served as a volunteer in a period, and who was helped through the switchboard."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from services.keeps import Users
from storage.keys import found_for
from storage.tables import HelpOrder, HelpState, Person, RecordState, ServiceRecord


def _served(
    person_id: InstrumentedAttribute[int], since: datetime, until: datetime
) -> ColumnElement[bool]:
    served = select(ServiceRecord.id).where(
        ServiceRecord.person_id == person_id,
        ServiceRecord.state == RecordState.APPROVED,
        ServiceRecord.started_at >= since,
        ServiceRecord.started_at < until,
    )
    return found_for(Person, served)


def _helped(
    person_id: InstrumentedAttribute[int], since: datetime, until: datetime
) -> ColumnElement[bool]:
    helped = select(HelpOrder.id).where(
        HelpOrder.person_id == person_id,
        HelpOrder.state == HelpState.DONE,
        HelpOrder.ordered_at >= since,
        HelpOrder.ordered_at < until,
    )
    return found_for(Person, helped)


USERS = (Users(service="volunteering", within=_served), Users(service="helps", within=_helped))
