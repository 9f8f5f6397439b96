"""What the kitchen is told, the rounds that carry meals to doors, and each stop."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class PrepSheet(Base):
    """备餐单 (number 0) or one of its numbered supplements (补充单). Immutable once made."""

    __tablename__ = "prep_sheets"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("meal_sessions.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    """Portions by set and mode, by booking id; no names (people may have themselves erased)."""

    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint("number >= 0", name="number"),
    )


class RoundState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    CALLED_OFF = "called_off"


class MealRound(Base):
    """A route of deliveries (送餐路线): one or several buildings, carried by one named person."""

    __tablename__ = "meal_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("meal_sessions.id"))
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(text_enum(RoundState))
    carrier_id: Mapped[int | None] = mapped_column(BigInteger)
    carrier_name: Mapped[str | None] = mapped_column(String(140))
    taken_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"))
    """The volunteers' task, where the round was offered to them."""

    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint(
            "state NOT IN ('taken', 'done') OR taken_at IS NOT NULL", name="taken_by_someone"
        ),
        Index(None, "carrier_id"),
    )


class StopState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    """送到: a named person tapped it."""
    NOBODY_HOME = "nobody_home"
    CALLED_OFF = "called_off"


class MealStop(Base):
    """A door on a round, for one booking."""

    __tablename__ = "meal_stops"

    booking_id: Mapped[int] = mapped_column(ForeignKey("meal_bookings.id"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("meal_rounds.id"))
    position: Mapped[int]
    state: Mapped[StopState] = mapped_column(text_enum(StopState))
    at: Mapped[datetime | None]
    by: Mapped[int | None] = mapped_column(BigInteger)
    by_name: Mapped[str | None] = mapped_column(String(140))

    __table_args__ = (
        CheckConstraint("state <> 'delivered' OR at IS NOT NULL", name="delivered_when"),
        Index(None, "round_id", "position"),
        Index(None, "by"),
    )
