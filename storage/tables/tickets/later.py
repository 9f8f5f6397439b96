"""Asking once more, weeks after a request was closed as solved: is it still all right?"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, index_where_set, text_enum


class Still(StrEnum):
    """What the author answers."""

    GOOD = "good"
    AGAIN = "again"
    """又坏了: it is opened again."""
    UNKNOWN = "unknown"
    STOP = "stop"
    """别再问了: nothing about this one, and they are not asked about others either."""


class LaterFollowUp(Base):
    """One asking; a request has one for each round that was closed as solved."""

    __tablename__ = "later_follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    round: Mapped[int]
    due_at: Mapped[datetime | None]
    """When to ask; empty once that was done, or there was nobody to be asked."""
    asked_at: Mapped[datetime | None]
    answer: Mapped[Still | None] = mapped_column(text_enum(Still))
    answered_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("ticket_id", "round"), index_where_set("due_at"))
