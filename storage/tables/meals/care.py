"""平安守望: alerts that somebody should be looked in on."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class CareCause(StrEnum):
    NOBODY_HOME = "nobody_home"
    """A meal was brought and nobody answered the door."""
    MISSED_MEAL = "missed_meal"
    """Lives alone, usually eats, and neither came nor cancelled."""


class CareOutcome(StrEnum):
    SAFE = "safe"
    """平安."""
    AWAY = "away"
    """Out or travelling; safe."""
    NEEDS_HELP = "needs_help"
    """Ill or in need; staff go on from there."""


class CareAlert(Base):
    """Somebody has to look in on a diner; one a booking."""

    __tablename__ = "care_alerts"

    id: Mapped[int] = mapped_column(primary_key=True)
    diner_id: Mapped[int] = mapped_column(ForeignKey("diners.id"))
    booking_id: Mapped[int] = mapped_column(ForeignKey("meal_bookings.id"), unique=True)
    cause: Mapped[CareCause] = mapped_column(text_enum(CareCause))
    raised_at: Mapped[datetime]
    nudge_at: Mapped[datetime | None]
    """When the group is told again that nobody has looked yet; empty once somebody does."""
    taken_by: Mapped[int | None] = mapped_column(BigInteger)
    taken_by_name: Mapped[str | None] = mapped_column(String(140))
    taken_at: Mapped[datetime | None]
    outcome: Mapped[CareOutcome | None] = mapped_column(text_enum(CareOutcome))
    settled_by: Mapped[int | None] = mapped_column(BigInteger)
    settled_by_name: Mapped[str | None] = mapped_column(String(140))
    settled_at: Mapped[datetime | None]
    words: Mapped[str | None] = mapped_column(String(500))
    """What staff found."""
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"))
    """The volunteers' task, where it was passed on to them."""

    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="settled_with_outcome"),
        Index(None, "diner_id"),
        Index(None, "nudge_at"),
        Index(None, "raised_at"),
        Index(None, "taken_by"),
        Index(None, "settled_by"),
    )
