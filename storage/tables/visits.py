"""Lists of visits (走访) and inspections (巡查), and what was found at each door."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey, Json, index_where_set, text_enum


class VisitKind(StrEnum):
    VISIT = "visit"
    """走访: households, to see the people who live there."""
    INSPECTION = "inspection"
    """巡查: points such as 消防通道 or 配电房."""


class VisitRound(Base):
    """A list that staff drew: who goes where, by when, and what is asked or looked at."""

    __tablename__ = "visit_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """Whose office drew it: a community, or a street."""
    kind: Mapped[VisitKind] = mapped_column(text_enum(VisitKind))
    title: Mapped[str] = mapped_column(String(60))
    questions: Mapped[list[str]] = mapped_column(Json)
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    created_by_name: Mapped[str | None] = mapped_column(String(140))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    call_at: Mapped[datetime | None]
    """When it is looked at next: to remind, to tell the group, to end what nobody ended."""
    rhythm: Mapped[str | None] = mapped_column(String(20))
    """A `services.rhythms.Rhythm` of the latest list of those that repeat."""
    repeat_on: Mapped[date | None]
    """The next day by the rhythm, whether people work on it or not."""
    repeat_at: Mapped[datetime | None]
    """When the next one is drawn: on the first working day from then on."""
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "area_id", "created_at"),
        index_where_set("call_at"),
        index_where_set("repeat_at"),
        index_where_set("ended_at"),
        index_where_set("created_by"),
    )


class VisitGoer(Base):
    """Somebody who goes to the doors of a list."""

    __tablename__ = "visit_goers"

    round_id: Mapped[int] = mapped_column(
        ForeignKey("visit_rounds.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(140))

    __table_args__ = (Index(None, "person_id"),)


class VisitState(StrEnum):
    WAITING = "waiting"
    SEEN = "seen"
    """见到了: somebody was met, or the point was looked at."""
    NOBODY = "nobody"
    """没人在家: it waits again from `again_at` on; without that the office has to see to it."""


class Visit(Base):
    """One door or point of a list."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("visit_rounds.id", ondelete="CASCADE"))
    position: Mapped[int]
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The building; where the tree does not have it, the area of the list."""
    door: Mapped[str] = mapped_column(String(80))
    """Of a building, such as 301; or a point; empty for the building itself."""
    name: Mapped[str | None] = mapped_column(String(60))
    """Who lives there: for those who go and the office, never for a group."""
    state: Mapped[VisitState] = mapped_column(text_enum(VisitState))
    tries: Mapped[int]
    """How often nobody was at home."""
    again_at: Mapped[datetime | None]
    holder_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who is on the way there, so that nobody else goes."""
    held_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(BigInteger)
    done_by_name: Mapped[str | None] = mapped_column(String(140))
    done_at: Mapped[datetime | None]
    """When somebody last stood there."""
    answers: Mapped[list[str]] = mapped_column(Json)
    """In the order of the list's questions."""
    note: Mapped[str | None] = mapped_column(Text)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    """The request that was made of what was found."""

    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries"),
        CheckConstraint("state <> 'seen' OR done_at IS NOT NULL", name="seen_when"),
        CheckConstraint("(holder_id IS NULL) = (held_at IS NULL)", name="held_when"),
        Index(None, "round_id", "position"),
        Index(None, "area_id", "done_at"),
        index_where_set("again_at"),
        index_where_set("holder_id"),
        index_where_set("done_by"),
        index_where_set("ticket_id"),
    )


class VisitMedia(Base):
    """A photo that was taken at a door."""

    __tablename__ = "visit_media"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"))
    media_id: Mapped[str] = mapped_column(ForeignKey("media.id"))
    sender_id: Mapped[int | None] = mapped_column(BigInteger)
    sent_at: Mapped[datetime]

    __table_args__ = (
        Index(None, "visit_id"),
        Index(None, "media_id"),
        Index(None, "sent_at"),
        index_where_set("sender_id"),
    )
