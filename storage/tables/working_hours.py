"""When a community works, where that differs from the usual."""

from datetime import time
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class WorkDay(StrEnum):
    """A day of the week, as people keep it; on a working weekend (调休) they keep a weekday's."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    """A public holiday (放假), whatever its weekday."""


class WorkingHours(Base):
    """A stretch in which an area works; its rows hold together, for all below it without rows.

    Hours beside the usual ones (错时) and on days off (无假日) are stretches like any other.
    """

    __tablename__ = "working_hours"

    area_id: Mapped[int] = mapped_column(
        ForeignKey("areas.id"), primary_key=True, autoincrement=False
    )
    day: Mapped[WorkDay] = mapped_column(text_enum(WorkDay), primary_key=True)
    opens: Mapped[time] = mapped_column(primary_key=True)
    closes: Mapped[time]
    """Local times; 0:00 is the end of the day."""
