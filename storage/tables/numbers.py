"""How results are counted (三率), and which groups get a report by themselves."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class RateRule(Base):
    """What counts as an answer to 回访, and how the three rates become a score; from a day on."""

    __tablename__ = "rate_rules"

    from_day: Mapped[date] = mapped_column(primary_key=True)
    response_weight: Mapped[int]
    solved_weight: Mapped[int]
    satisfied_weight: Mapped[int]
    """Per cent of the score."""
    fair_percent: Mapped[int]
    """What 基本满意 counts, in per cent of 满意."""
    half_counts: Mapped[bool]
    """Whether an asking counts whose author said that it is solved, and not how content they are;
    it then counts as not content."""
    only_last: Mapped[bool]
    """Whether of a request that was done again (重办) only the last answer counts."""

    __table_args__ = (
        CheckConstraint(
            "response_weight >= 0 AND solved_weight >= 0 AND satisfied_weight >= 0"
            " AND response_weight + solved_weight + satisfied_weight = 100",
            name="weights",
        ),
        CheckConstraint("fair_percent >= 0 AND fair_percent <= 100", name="fair"),
    )


class Rhythm(StrEnum):
    """How often a report goes out by itself."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class RegularReport(Base):
    """A group that gets a report by itself (定时报告); the row goes when it wants none."""

    __tablename__ = "regular_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    rhythm: Mapped[Rhythm] = mapped_column(text_enum(Rhythm))
    due_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("group_id", "rhythm"), Index(None, "due_at"))
