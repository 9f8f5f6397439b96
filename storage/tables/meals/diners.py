"""Who eats: diners, what entitles them, and who may book for them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, index_where_set, text_enum
from storage.tables.meals.canteens import Status
from storage.tables.named import Named


class Diner(Named, Base):
    """Somebody for whom meals are booked (用餐人), with or without a telephone of their own.

    Name, birthday and community tell who is meant. No index keeps them unique: what counts is the
    community in which `area_id` lies, and registering locks that.
    """

    __tablename__ = "diners"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """Whose messenger this is, where they have one and use it here."""
    name: Mapped[str] = mapped_column(String(40))
    born_on: Mapped[date]
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """Where they live: a building where known."""
    door: Mapped[str] = mapped_column(String(80))
    """单元, 楼层, 门牌: only those who deliver or look after them see it."""
    phone: Mapped[str | None] = mapped_column(String(40))
    card_number: Mapped[str | None] = mapped_column(String(40))
    """银龄福卡."""
    diet: Mapped[str | None] = mapped_column(String(200))
    """忌口 and allergies, for the kitchen."""
    verified_at: Mapped[datetime | None]
    """When staff checked age and address by the card; before that there are no subsidies."""
    verified_by: Mapped[int | None] = mapped_column(BigInteger)
    paused_from: Mapped[date | None]
    paused_until: Mapped[date | None]
    """The last day of the pause, itself included; empty while open-ended."""
    ended_at: Mapped[datetime | None]
    """Deceased or moved away: nothing is generated any more."""
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]

    __table_args__ = (
        Index(None, "name_form", "born_on"),
        Index(None, "area_id"),
        Index(None, "created_by"),
        Index(None, "verified_by"),
        index_where_set("phone"),
    )


class DinerStatus(Base):
    """A status that staff verified, with the days on which it holds."""

    __tablename__ = "diner_statuses"

    id: Mapped[int] = mapped_column(primary_key=True)
    diner_id: Mapped[int] = mapped_column(ForeignKey("diners.id"))
    status: Mapped[Status] = mapped_column(text_enum(Status))
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    verified_by: Mapped[int | None] = mapped_column(BigInteger)
    verified_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="in_order"),
        Index(None, "diner_id"),
        Index(None, "verified_by"),
    )


class Relation(StrEnum):
    """Who books, as seen from the diner."""

    CHILD = "child"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    GRID_WORKER = "grid_worker"
    """网格员, 代办."""


class ProxyState(StrEnum):
    ASKED = "asked"
    """Waits for the diner's, or the staff's, confirmation."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ENDED = "ended"


class MealProxy(Base):
    """Somebody who books for a diner (代订), once the diner or staff confirmed it."""

    __tablename__ = "meal_proxies"

    id: Mapped[int] = mapped_column(primary_key=True)
    diner_id: Mapped[int] = mapped_column(ForeignKey("diners.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    relation: Mapped[Relation] = mapped_column(text_enum(Relation))
    state: Mapped[ProxyState] = mapped_column(text_enum(ProxyState))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(BigInteger)
    """The diner, or the member of staff who confirmed in their place."""

    __table_args__ = (
        Index(
            "uq_meal_proxies_living",
            "diner_id",
            "person_id",
            unique=True,
            sqlite_where=text("state IN ('asked', 'confirmed')"),
            postgresql_where=text("state IN ('asked', 'confirmed')"),
        ),
        Index(None, "diner_id"),
        Index(None, "person_id"),
        Index(None, "answered_by"),
    )
