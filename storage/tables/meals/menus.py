"""Meal sessions (one meal of one day at one canteen) and the sets on their menu."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Json, index_where, index_where_set, text_enum
from storage.tables.meals.canteens import Meal


class MealSession(Base):
    """A meal that is or was served. `taken` and `deliveries_taken` decide who gets a portion.

    They are changed on the row that is held alone (`services.meals.seats`): taken = Σ portions of
    the bookings that hold a portion (booked, served, missed), never more than `portions`.
    """

    __tablename__ = "meal_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    canteen_id: Mapped[int] = mapped_column(ForeignKey("canteens.id"))
    day: Mapped[date]
    """In the community's zone."""
    meal: Mapped[Meal] = mapped_column(text_enum(Meal))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    cut_off_at: Mapped[datetime]
    """截单: from here on only staff change anything."""
    portions: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    deliveries: Mapped[int]
    deliveries_taken: Mapped[int] = mapped_column(default=0)
    """Bookings to be delivered, not portions."""
    portions_each: Mapped[int]
    waiting: Mapped[int] = mapped_column(default=0)
    """Bookings on the waiting list; while there are some, nobody passes them by."""
    reopened: Mapped[int] = mapped_column(default=0)
    """Portions left that staff opened again after cut-off (余餐), and that are not taken yet."""
    codes: Mapped[int] = mapped_column(default=0)
    """How many pick-up codes (取餐码) were given; the next booking's follows from it."""
    standing_done_at: Mapped[datetime | None]
    """When standing orders were turned into bookings."""
    sheet_sent_at: Mapped[datetime | None]
    """When the prep sheet (备餐单) was made; changes since are supplements."""
    changed_at: Mapped[datetime | None]
    """Something changed that no sheet or supplement tells yet."""
    rounds_made_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    """When what was not fetched was counted as missed."""
    closed_at: Mapped[datetime | None]
    """The meal is not served after all; its bookings are cancelled."""
    closed_reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("canteen_id", "day", "meal"),
        CheckConstraint("taken >= 0 AND taken <= portions", name="never_oversold"),
        CheckConstraint(
            "deliveries_taken >= 0 AND deliveries_taken <= deliveries", name="deliveries"
        ),
        CheckConstraint("waiting >= 0 AND reopened >= 0", name="counts"),
        CheckConstraint("starts_at < ends_at", name="hours"),
        Index(None, "cut_off_at"),
        Index(None, "day"),
        index_where_set("changed_at"),
        # Sessions to which something is still to be done, of years of them.
        index_where(
            "standing_done_at IS NULL AND closed_at IS NULL",
            "cut_off_at",
            name="ix_meal_sessions_no_standing",
        ),
        index_where(
            "sheet_sent_at IS NULL AND closed_at IS NULL",
            "cut_off_at",
            name="ix_meal_sessions_no_sheet",
        ),
        index_where(
            "settled_at IS NULL AND closed_at IS NULL", "ends_at", name="ix_meal_sessions_unsettled"
        ),
        index_where("waiting > 0", "cut_off_at", name="ix_meal_sessions_awaited"),
    )


class MealSet(Base):
    """A set (套餐) on a session's menu."""

    __tablename__ = "meal_sets"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("meal_sessions.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    dishes: Mapped[list[str]] = mapped_column(Json)
    price_fen: Mapped[int]
    tags: Mapped[list[str]] = mapped_column(Json)
    """Diet tags (低糖, 软食, 清真, 素食 …) as staff wrote them."""
    withdrawn_at: Mapped[datetime | None]
    """Off the menu; what was booked before stays booked."""

    __table_args__ = (
        UniqueConstraint("session_id", "position"),
        CheckConstraint("price_fen >= 0", name="money"),
    )
