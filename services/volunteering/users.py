"""Who served as a volunteer in a period, and who was helped through the switchboard."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import InstrumentedAttribute

from services.keeps import Users
from storage.tables import HelpOrder, HelpState, RecordState, ServiceRecord


def _served(
    person_id: InstrumentedAttribute[int], since: datetime, until: datetime
) -> ColumnElement[bool]:
    return exists().where(
        ServiceRecord.person_id == person_id,
        ServiceRecord.state == RecordState.APPROVED,
        ServiceRecord.started_at >= since,
        ServiceRecord.started_at < until,
    )


def _helped(
    person_id: InstrumentedAttribute[int], since: datetime, until: datetime
) -> ColumnElement[bool]:
    return exists().where(
        HelpOrder.person_id == person_id,
        HelpOrder.state == HelpState.DONE,
        HelpOrder.ordered_at >= since,
        HelpOrder.ordered_at < until,
    )


USERS = (Users(service="volunteering", within=_served), Users(service="helps", within=_helped))
