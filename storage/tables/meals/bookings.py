"""Meal bookings, their history, and standing orders."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Base, BigKey, text_enum
from storage.tables.meals.canteens import Meal


class BookingState(StrEnum):
    BOOKED = "booked"
    """已订: holds its portions."""
    WAITING = "waiting"
    """候补: holds nothing yet."""
    CANCELLED = "cancelled"
    """已取消, by the diner, a proxy, staff or a closure; or never promoted."""
    SERVED = "served"
    """已取餐 or 送到."""
    MISSED = "missed"
    """未取: neither came nor cancelled; the portions were cooked."""


class Mode(StrEnum):
    """How the meal reaches the diner."""

    DINE_IN = "dine_in"
    FETCH = "fetch"
    DELIVERY = "delivery"


class MealBooking(Base):
    """A diner's meal of one session; what it costs is frozen when it is booked.

    The diner pays portions × price - subsidy + delivery fee, all in fen.
    """

    __tablename__ = "meal_bookings"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("meal_sessions.id"))
    diner_id: Mapped[int] = mapped_column(ForeignKey("diners.id"))
    set_id: Mapped[int] = mapped_column(ForeignKey("meal_sets.id"))
    portions: Mapped[int]
    mode: Mapped[Mode] = mapped_column(text_enum(Mode))
    state: Mapped[BookingState] = mapped_column(text_enum(BookingState))
    code: Mapped[str] = mapped_column(String(6))
    """取餐码: digits, once a session."""
    booked_by: Mapped[int | None] = mapped_column(BigInteger)
    """The diner, a proxy or staff; empty once they were erased."""
    booked_at: Mapped[datetime]
    price_fen: Mapped[int]
    """Of one portion."""
    subsidy_id: Mapped[int | None] = mapped_column(ForeignKey("meal_subsidies.id"))
    subsidy_fen: Mapped[int]
    """Of the whole booking."""
    delivery_terms_id: Mapped[int | None] = mapped_column(ForeignKey("meal_delivery_terms.id"))
    delivery_fen: Mapped[int]
    paid_fen: Mapped[int]
    """What the diner pays."""
    standing_id: Mapped[int | None] = mapped_column(ForeignKey("standing_orders.id"))
    waits_since: Mapped[datetime | None]
    """Its place on the waiting list; ties go to the lower id."""
    ended_at: Mapped[datetime | None]
    """When it was cancelled, served or missed."""
    ended_by: Mapped[int | None] = mapped_column(BigInteger)
    ended_by_name: Mapped[str | None] = mapped_column(String(140))

    __table_args__ = (
        CheckConstraint("portions >= 1", name="portions"),
        CheckConstraint(
            "price_fen >= 0 AND subsidy_fen >= 0 AND delivery_fen >= 0 AND paid_fen >= 0"
            " AND paid_fen = portions * price_fen - subsidy_fen + delivery_fen",
            name="money",
        ),
        Index(
            "uq_meal_bookings_active",
            "diner_id",
            "session_id",
            unique=True,
            sqlite_where=text("state <> 'cancelled'"),
            postgresql_where=text("state <> 'cancelled'"),
        ),
        Index("uq_meal_bookings_code", "session_id", "code", unique=True),
        Index(
            "uq_meal_bookings_standing",
            "standing_id",
            "session_id",
            unique=True,
            sqlite_where=text("standing_id IS NOT NULL"),
            postgresql_where=text("standing_id IS NOT NULL"),
        ),
        Index(None, "session_id", "state", "waits_since"),
        Index(None, "diner_id"),
        Index(None, "booked_by"),
        Index(None, "ended_by"),
    )


class BookingEventKind(StrEnum):
    BOOKED = "booked"
    QUEUED = "queued"
    PROMOTED = "promoted"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    SERVED = "served"
    MISSED = "missed"
    CORRECTED = "corrected"
    """Staff undid a tick, or a miss that was none."""
    ERASED = "erased"


class BookingEvent(Base):
    """A line of a booking's history. Append-only; an erasure may empty `actor_id` and `reason`."""

    __tablename__ = "meal_booking_events"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("meal_bookings.id"))
    booking: Mapped[MealBooking] = relationship(lazy="raise")
    """So that both are written together, in this order."""
    at: Mapped[datetime]
    kind: Mapped[BookingEventKind] = mapped_column(text_enum(BookingEventKind))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    """Empty for the system."""
    reason: Mapped[str | None] = mapped_column(Text)
    """Why staff did it after cut-off, or why it was closed."""
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """No names, no words of people."""

    __table_args__ = (Index(None, "booking_id", "id"), Index(None, "actor_id"))


class StandingOrder(Base):
    """固定订餐: the same meal on the same weekdays until it ends."""

    __tablename__ = "standing_orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    diner_id: Mapped[int] = mapped_column(ForeignKey("diners.id"))
    canteen_id: Mapped[int] = mapped_column(ForeignKey("canteens.id"))
    meal: Mapped[Meal] = mapped_column(text_enum(Meal))
    weekdays: Mapped[str] = mapped_column(String(7))
    """Digits 1 (Monday) to 7."""
    set_name: Mapped[str | None] = mapped_column(String(40))
    """The set that is wanted where the menu has it, else the menu's first."""
    portions: Mapped[int]
    mode: Mapped[Mode] = mapped_column(text_enum(Mode))
    from_day: Mapped[date]
    paused_from: Mapped[date | None]
    paused_until: Mapped[date | None]
    """The last day of the pause, itself included; empty while open-ended."""
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("portions >= 1", name="portions"),
        Index(
            "uq_standing_orders_living",
            "diner_id",
            "canteen_id",
            "meal",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "created_by"),
    )
