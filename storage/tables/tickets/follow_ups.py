"""Asking whether it helped (问效于民, 回访)."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class Satisfaction(StrEnum):
    SATISFIED = "satisfied"
    """满意."""
    FAIR = "fair"
    """基本满意: counts as 0.9 in 满意率 (12345's public analysis code)."""
    UNSATISFIED = "unsatisfied"
    """不满意."""


class FollowUp(Base):
    """One asking: two taps and optional words. A ticket has one for each time it was resolved."""

    __tablename__ = "follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    round: Mapped[int]
    delay: Mapped[timedelta]
    """From resolving to asking; the steps after that are `services.tickets.follow_up.gap` apart."""
    due_at: Mapped[datetime | None]
    """When the scheduler has to act next: ask, remind, close, reopen; empty when nothing is due."""
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    contacted: Mapped[bool | None]
    """Whether anybody contacted them (响应); known only where they say that nobody did."""
    solved: Mapped[bool | None]
    satisfaction: Mapped[Satisfaction | None] = mapped_column(text_enum(Satisfaction))
    words: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None]
    """When it was answered in full, given up, or overtaken by events."""

    __table_args__ = (UniqueConstraint("ticket_id", "round"), Index(None, "due_at"))
