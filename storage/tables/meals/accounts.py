"""A month's accounts of a canteen: charges that are never changed, only reversed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey, text_enum


class ChargeKind(StrEnum):
    CHARGE = "charge"
    REVERSAL = "reversal"
    """冲正: takes a charge back exactly."""


class MealMonth(Base):
    """A month that was closed (结账): what happened in it changes only by reversals."""

    __tablename__ = "meal_months"

    canteen_id: Mapped[int] = mapped_column(ForeignKey("canteens.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    """Such as 2026-11, of the meals' dates."""
    closed_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(BigInteger)
    closed_by_name: Mapped[str | None] = mapped_column(String(140))

    __table_args__ = (Index(None, "closed_by"),)


class MealCharge(Base):
    """A line of the accounts, append-only. Fen; a reversal has its charge's figures negated."""

    __tablename__ = "meal_charges"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    canteen_id: Mapped[int] = mapped_column(ForeignKey("canteens.id"))
    month: Mapped[str] = mapped_column(String(7))
    """In whose accounts it stands; a reversal stands in the month it was made in."""
    booking_id: Mapped[int] = mapped_column(ForeignKey("meal_bookings.id"))
    kind: Mapped[ChargeKind] = mapped_column(text_enum(ChargeKind))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("meal_charges.id"), unique=True)
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(Text)
    portions: Mapped[int]
    full_fen: Mapped[int]
    """portions × price."""
    subsidy_id: Mapped[int | None] = mapped_column(ForeignKey("meal_subsidies.id"))
    subsidy_fen: Mapped[int]
    delivery_fen: Mapped[int]
    paid_fen: Mapped[int]

    __table_args__ = (
        CheckConstraint("paid_fen = full_fen - subsidy_fen + delivery_fen", name="money"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reverses"),
        Index(None, "canteen_id", "month"),
        Index(None, "booking_id"),
        Index(None, "by"),
    )
