"""Minutes of service, and what the people helped say of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey, text_enum


class RecordState(StrEnum):
    PENDING = "pending"
    """The organiser has yet to confirm the minutes."""
    APPROVED = "approved"
    STOPPED = "stopped"
    """A complaint stops the points until staff decide."""
    REFUSED = "refused"


class ServiceRecord(Base):
    """Minutes of service (服务记录) of one claim; points come from approved records alone."""

    __tablename__ = "service_records"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("task_claims.id"), unique=True)
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("volunteer_teams.id"))
    """At the time of the service."""
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    post: Mapped[str] = mapped_column(ForeignKey("volunteer_posts.key"))
    started_at: Mapped[datetime]
    minutes: Mapped[int]
    """Whole minutes, as checked in and out or as the organiser put them right."""
    review: Mapped[bool] = mapped_column(default=False)
    """A check-out is missing: the minutes are a guess that somebody has to judge."""
    state: Mapped[RecordState] = mapped_column(text_enum(RecordState))
    approved_by: Mapped[int | None] = mapped_column(BigInteger)
    approved_by_name: Mapped[str | None] = mapped_column(String(140))
    approved_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("minutes >= 0", name="minutes"),
        CheckConstraint("approved_by IS NULL OR approved_by <> person_id", name="nobody_their_own"),
        Index(None, "person_id", "state"),
        Index(None, "area_id", "started_at"),
        Index(None, "approved_by"),
    )


class Feedback(Base):
    """What the person helped says of one who helped: thanks, stars, or a complaint."""

    __tablename__ = "task_feedback"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("task_claims.id"), unique=True)
    from_id: Mapped[int | None] = mapped_column(BigInteger)
    stars: Mapped[int | None]
    complaint: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str | None] = mapped_column(String(500))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    """When staff decided a complaint."""
    upheld: Mapped[bool | None]
    settled_by: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        CheckConstraint("stars IS NULL OR (stars >= 1 AND stars <= 5)", name="stars"),
        CheckConstraint("(upheld IS NULL) = (settled_at IS NULL)", name="settled"),
        Index(None, "from_id"),
        Index(None, "settled_by"),
    )
