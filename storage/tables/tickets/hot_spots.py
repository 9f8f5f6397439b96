"""Hot spots: many requests alike in one place; what is kept for the residents' council (议事)."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, index_where_set


class HotSpotRule(Base):
    """How many requests alike, how close and how soon after one another, make a hot spot."""

    __tablename__ = "hot_spot_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    """Of which requests; empty for all that have no rule of their own."""
    requests: Mapped[int]
    days: Mapped[int]
    within_m: Mapped[int]
    """Metres; in the same compound they may be farther apart."""
    quiet_days: Mapped[int]
    """So long its group hears nothing more of the same one."""

    __table_args__ = (
        Index(None, "category_id"),
        CheckConstraint("requests >= 2", name="requests"),
        CheckConstraint("days >= 1 AND within_m >= 1 AND quiet_days >= 1", name="positive"),
    )


class HotSpot(Base):
    """One that a group was told of."""

    __tablename__ = "hot_spots"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The compound, or where the request lies that made it one."""
    found_at: Mapped[datetime]
    quiet_until: Mapped[datetime]
    merged_at: Mapped[datetime | None]
    """When its requests were last merged."""


class HotSpotTicket(Base):
    """A request that belongs to a hot spot."""

    __tablename__ = "hot_spot_tickets"

    hot_spot_id: Mapped[int] = mapped_column(ForeignKey("hot_spots.id"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)

    __table_args__ = (Index(None, "ticket_id"),)


class AgendaItem(Base):
    """列入议事: a matter that is kept for the council, with the requests of its hot spot."""

    __tablename__ = "agenda_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    hot_spot_id: Mapped[int] = mapped_column(ForeignKey("hot_spots.id"), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    """Kind and place; nobody's words."""
    added_at: Mapped[datetime]
    added_by: Mapped[int | None] = mapped_column(BigInteger)
    """Empty once they were erased."""

    __table_args__ = (Index(None, "group_id", "id"), index_where_set("added_by"))
