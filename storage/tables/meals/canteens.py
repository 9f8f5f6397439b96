"""Elderly canteens (长者食堂) and their rules, each with the days on which it holds.

Tiers, cut-offs, fees and entitlements differ by canteen and change by decree: they are data with
dates, never code. Days are dates in the community's zone; money is in integer fen.
"""

from datetime import date, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class Meal(StrEnum):
    """The meal of a day (早餐, 午餐, 晚餐)."""

    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    SUPPER = "supper"


class Status(StrEnum):
    """What entitles a diner to more than their age does, verified by staff and dated."""

    LIVES_ALONE = "lives_alone"
    """独居, 空巢."""
    NO_FAMILY = "no_family"
    """孤寡, 特困: nobody is obliged to support them."""
    LOW_INCOME = "low_income"
    """低保."""
    DISABLED = "disabled"
    """残疾."""
    BEREAVED = "bereaved"
    """计生特殊家庭: lost their only child."""


class Canteen(Base):
    """A canteen and the area whose residents it serves."""

    __tablename__ = "canteens"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """Its group is the one bound to this area for Purpose.CANTEEN."""
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(40))
    no_show_mercy: Mapped[int]
    """How many meals not fetched a month go without a word; after that they are asked to cancel."""
    demo: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint("no_show_mercy >= 0", name="mercy"),
        Index(None, "area_id"),
    )


class MealRule(Base):
    """When a canteen serves a meal, by when it is booked, and for how many."""

    __tablename__ = "meal_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    canteen_id: Mapped[int] = mapped_column(ForeignKey("canteens.id"))
    meal: Mapped[Meal] = mapped_column(text_enum(Meal))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    """The last day, itself included; both in the community's zone."""
    weekdays: Mapped[str] = mapped_column(String(7))
    """Digits 1 (Monday) to 7 on which it is served, such as 12345."""
    on_holidays: Mapped[bool]
    """Whether public holidays (放假) are served too. Working weekends (调休) are served where all
    of Monday to Friday are, else by their weekday: see `services.meals.canteens`."""
    starts: Mapped[time]
    ends: Mapped[time]
    """When it is served, in the community's zone."""
    cut_off_days: Mapped[int]
    """截单: so many days before the meal …"""
    cut_off: Mapped[time]
    """… at this time."""
    portions: Mapped[int]
    deliveries: Mapped[int]
    """Capacity of a session unless staff set another."""
    portions_each: Mapped[int]
    """The most portions of one booking."""

    __table_args__ = (
        UniqueConstraint("canteen_id", "meal", "from_day"),
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="in_order"),
        CheckConstraint("starts < ends", name="hours"),
        CheckConstraint("portions >= 0 AND deliveries >= 0", name="capacity"),
        CheckConstraint("cut_off_days >= 0 AND portions_each >= 1", name="limits"),
    )


class CanteenDay(Base):
    """A day on which staff said otherwise than the rule: closed, or open after all."""

    __tablename__ = "canteen_days"

    canteen_id: Mapped[int] = mapped_column(ForeignKey("canteens.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    meal: Mapped[Meal] = mapped_column(text_enum(Meal), primary_key=True)
    is_open: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(80))


class Subsidy(Base):
    """A subsidy (补贴) by age or status; of those that apply the highest is given, one a meal."""

    __tablename__ = "meal_subsidies"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    canteen_id: Mapped[int] = mapped_column(ForeignKey("canteens.id"))
    name: Mapped[str] = mapped_column(String(80))
    """The tier as people know it: 80 周岁以上."""
    source: Mapped[str] = mapped_column(String(80))
    """Who pays: 区民政局, 社区慈善基金."""
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    min_age: Mapped[int | None]
    """In full years on the meal's date."""
    status: Mapped[Status | None] = mapped_column(text_enum(Status))
    """Both conditions hold where both are given."""
    meal: Mapped[Meal | None] = mapped_column(text_enum(Meal))
    """Only for this meal; empty: for each."""
    fen: Mapped[int]
    """Of one portion, for the diner's own; never more than its price."""
    month_cap_fen: Mapped[int | None]
    """The most for a diner in a calendar month of meal dates."""

    __table_args__ = (
        UniqueConstraint("canteen_id", "key", "from_day"),
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="in_order"),
        CheckConstraint("fen > 0 AND (month_cap_fen IS NULL OR month_cap_fen > 0)", name="money"),
        CheckConstraint("min_age IS NOT NULL OR status IS NOT NULL", name="for_somebody"),
    )


class DeliveryTerms(Base):
    """Who is entitled to delivery (送餐上门) and what it costs; the cheapest that applies holds."""

    __tablename__ = "meal_delivery_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    canteen_id: Mapped[int] = mapped_column(ForeignKey("canteens.id"))
    name: Mapped[str] = mapped_column(String(80))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    min_age: Mapped[int | None]
    status: Mapped[Status | None] = mapped_column(text_enum(Status))
    fee_fen: Mapped[int]
    """A booking, however many portions."""

    __table_args__ = (
        UniqueConstraint("canteen_id", "key", "from_day"),
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="in_order"),
        CheckConstraint("fee_fen >= 0", name="money"),
    )
