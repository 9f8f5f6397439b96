"""Who claimed a place in a task, waits for one, came and left."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class ClaimState(StrEnum):
    HELD = "held"
    """已认领."""
    WAITING = "waiting"
    """候补."""
    RELEASED = "released"
    """Given back, handed over, or never reached from the waiting list."""
    DONE = "done"
    """Has its record of service."""
    MISSED = "missed"
    """Did not come."""


class CheckHow(StrEnum):
    """How somebody checked in or out."""

    PLACE = "place"
    """By sharing a position near the place."""
    CODE = "code"
    """By the rotating code that the organiser shows."""
    ORGANISER = "organiser"


class TaskClaim(Base):
    """A person's place in a task, or on its waiting list."""

    __tablename__ = "task_claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    role_id: Mapped[int] = mapped_column(ForeignKey("task_roles.id"))
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    """Empty once they were erased; the hours they gave stay counted."""
    person_name: Mapped[str | None] = mapped_column(String(140))
    state: Mapped[ClaimState] = mapped_column(text_enum(ClaimState))
    claimed_at: Mapped[datetime]
    """For the waiting list also its order; ties go to the lower id."""
    released_at: Mapped[datetime | None]
    late: Mapped[bool] = mapped_column(default=False)
    """Given back late (within a day of the start)."""
    handed_to: Mapped[int | None] = mapped_column(BigInteger)
    """Whom it is being handed over to (转交); they have to agree."""
    in_at: Mapped[datetime | None]
    in_how: Mapped[CheckHow | None] = mapped_column(text_enum(CheckHow))
    out_at: Mapped[datetime | None]
    out_how: Mapped[CheckHow | None] = mapped_column(text_enum(CheckHow, "out_how"))
    wrong_codes: Mapped[int] = mapped_column(default=0, server_default="0")
    """Check-in codes that they tried and that were not right."""

    __table_args__ = (
        CheckConstraint("out_at IS NULL OR (in_at IS NOT NULL AND out_at >= in_at)", name="times"),
        Index(
            "uq_task_claims_living",
            "task_id",
            "person_id",
            unique=True,
            sqlite_where=text("state <> 'released' AND person_id IS NOT NULL"),
            postgresql_where=text("state <> 'released' AND person_id IS NOT NULL"),
        ),
        Index(None, "task_id"),
        Index(None, "person_id", "state"),
        Index(None, "role_id", "state", "claimed_at"),
        Index(None, "handed_to"),
    )
