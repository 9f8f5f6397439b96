"""Nearby services (近邻服务): themes, kinds, places, where and when each is found, reports."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey, Json, text_enum


class PlaceTheme(Base):
    """What people come for in one word: 助老, 助餐, 助医 …"""

    __tablename__ = "place_themes"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    """Language (zh, zh_Hant, en) → name."""

    def name(self, language: str) -> str:
        return self.names[language]


class PlaceKind(Base):
    """A kind of place under its theme, such as 健康小屋 under 助医."""

    __tablename__ = "place_kinds"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    theme: Mapped[str] = mapped_column(ForeignKey("place_themes.key"))
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    words: Mapped[list[str]] = mapped_column(Json)
    """What people say when they look for it: 量血压, 测血糖."""

    __table_args__ = (Index(None, "theme"),)

    def name(self, language: str) -> str:
        return self.names[language]


class Place(Base):
    """A service that people go to. Where and when it is found stands in its spots."""

    __tablename__ = "places"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("place_kinds.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The community that keeps the entry true; people of any community find it."""
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(40))
    offers: Mapped[str | None] = mapped_column(String(400))
    """What there is: the breakfast cart's menu, a station's services."""
    bring: Mapped[str | None] = mapped_column(String(200))
    """What people need to have with them."""
    demo: Mapped[bool] = mapped_column(default=False)
    """Made up for the demonstration."""
    confirmed_at: Mapped[datetime | None]
    """When staff last said that the entry is true."""
    closed_at: Mapped[datetime | None]
    """When it was found to be gone for good."""

    __table_args__ = (Index(None, "area_id", "confirmed_at"), Index(None, "kind_id"))


class PlaceSpot(Base):
    """A position with its hours. What moves has several: a cart's stops, a doctor's rounds."""

    __tablename__ = "place_spots"

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    name: Mapped[str] = mapped_column(String(80))
    """The stop's; empty where the place does not move."""
    latitude: Mapped[float]
    longitude: Mapped[float]
    """WGS-84 degrees."""
    hours: Mapped[str] = mapped_column(String(200))
    """In OpenStreetMap's `opening_hours` format."""
    listed_kind_id: Mapped[int | None] = mapped_column(ForeignKey("place_kinds.id"))
    """The place's kind while people should find it; empty once the place is closed for good.

    Kept beside the position so that one index answers a search.
    """

    __table_args__ = (
        # Covers the search: neither database reads the table for it.
        Index(None, "listed_kind_id", "latitude", "longitude", "id"),
        UniqueConstraint("place_id", "name"),
    )


class PlaceClosure(Base):
    """Days on which a place is shut though its hours say otherwise (临时停业)."""

    __tablename__ = "place_closures"

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day, itself included; both in the community's zone."""
    reason: Mapped[str] = mapped_column(String(80))

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="in_order"),
        Index(None, "place_id", "ends_on"),
    )


class ReportKind(StrEnum):
    """What a resident found to be wrong."""

    MOVED = "moved"
    """已搬走: it is not there."""
    HOURS = "hours"
    """时间不对: it was shut when we said open, or the other way round."""
    OTHER = "other"
    """Anything else, in their own words."""


class Verdict(StrEnum):
    """What staff found."""

    CLOSED = "closed"
    """属实·关闭."""
    CHANGED = "changed"
    """已更正: it was wrong and has been put right."""
    UNFOUNDED = "unfounded"
    """不属实."""


class PlaceReport(Base):
    """A resident's word that an entry is wrong; a small task for staff until settled."""

    __tablename__ = "place_reports"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    what: Mapped[ReportKind] = mapped_column(text_enum(ReportKind))
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who reported it; empty once they were erased."""
    words: Mapped[str | None] = mapped_column(String(500))
    """Only where `what` is OTHER."""
    reported_at: Mapped[datetime]
    verdict: Mapped[Verdict | None] = mapped_column(text_enum(Verdict))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(BigInteger)
    settled_by_name: Mapped[str | None] = mapped_column(String(140))

    __table_args__ = (
        CheckConstraint("(verdict IS NULL) = (settled_at IS NULL)", name="settled_with_a_verdict"),
        # The same trouble told by two people is one task; words of one's own are each heard.
        Index(
            "uq_place_reports_unsettled",
            "place_id",
            "what",
            unique=True,
            sqlite_where=text("settled_at IS NULL AND what <> 'other'"),
            postgresql_where=text("settled_at IS NULL AND what <> 'other'"),
        ),
        Index(None, "person_id"),
        Index(None, "settled_by"),
    )
