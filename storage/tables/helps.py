"""The switchboard's helps (社区总机, 六助) and small wishes (微心愿)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class HelpKind(Base):
    """A help that can be ordered: 理发, 买米买油, 干洗, 代办 …, under one of the six (六助)."""

    __tablename__ = "help_kinds"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    theme: Mapped[str] = mapped_column(ForeignKey("place_themes.key"))
    names: Mapped[dict[str, str]]
    """Language (zh, zh_Hant, en) → name."""
    post: Mapped[str] = mapped_column(ForeignKey("volunteer_posts.key"))
    """Which volunteers it is for."""
    partner: Mapped[str | None] = mapped_column(String(200))
    """A standing partner (a barber, a laundry) in words, with what it costs."""

    def name(self, language: str) -> str:
        return self.names[language]


class HelpState(StrEnum):
    OPEN = "open"
    """Waits for staff."""
    ARRANGED = "arranged"
    """With a partner or a member of staff; the resident knows when."""
    OFFERED = "offered"
    """A volunteers' task."""
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class HelpOrder(Base):
    """A resident's order of a help."""

    __tablename__ = "help_orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(ForeignKey("help_kinds.key"))
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    person_name: Mapped[str | None] = mapped_column(String(140))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    place: Mapped[str] = mapped_column(String(200))
    wanted: Mapped[str] = mapped_column(String(200))
    """When, in their words."""
    words: Mapped[str | None] = mapped_column(Text)
    state: Mapped[HelpState] = mapped_column(text_enum(HelpState))
    ordered_at: Mapped[datetime]
    handled_by: Mapped[int | None] = mapped_column(BigInteger)
    handled_by_name: Mapped[str | None] = mapped_column(String(140))
    answer: Mapped[str | None] = mapped_column(String(500))
    """What staff arranged, or why not."""
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "area_id", "state"),
        Index(None, "person_id"),
        Index(None, "handled_by"),
    )


class WishState(StrEnum):
    POSTED = "posted"
    """Waits for staff."""
    APPROVED = "approved"
    """On the wall, a volunteers' task."""
    DECLINED = "declined"
    GRANTED = "granted"
    """已圆梦."""
    WITHDRAWN = "withdrawn"


class Wish(Base):
    """A small wish (微心愿) of a resident."""

    __tablename__ = "wishes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    person_name: Mapped[str | None] = mapped_column(String(140))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[WishState] = mapped_column(text_enum(WishState))
    rounds: Mapped[int] = mapped_column(default=0)
    """How often it went unmatched: those come first next time."""
    posted_at: Mapped[datetime]
    handled_by: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(String(200))
    contact_by: Mapped[datetime | None]
    """The granter has to be in touch by then (seven days after the claim)."""
    granted_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("rounds >= 0", name="rounds"),
        Index(None, "area_id", "state", "rounds"),
        Index(None, "person_id"),
        Index(None, "contact_by"),
        Index(None, "state"),
        Index(None, "handled_by"),
    )
