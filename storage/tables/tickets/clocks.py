"""What runs while a request is in work: by when it is taken, done, reported on."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Base, BigKey, index_where_set, text_enum
from storage.tables.tickets.tickets import Ticket


class ClockKind(StrEnum):
    """What has to have happened when the clock runs out."""

    ACCEPT = "accept"
    """接单: somebody has taken it."""
    SOLVE = "solve"
    """办结: it is done."""
    PROMISE = "promise"
    """承诺: it is done by the day that staff named."""
    REPORT = "report"
    """报到: a group that was called to it has said what it did."""


class ClockStep(StrEnum):
    """What a clock does next, in this order, each once."""

    WARN = "warn"
    """Its taker is warned, at a share of the time."""
    CALL = "call"
    """The time is over: the group is called."""
    UP = "up"
    """Still nothing: the level above hears of it."""


class TicketClock(Base):
    """A clock that runs, or stands still for an answer; the row goes when it is over."""

    __tablename__ = "ticket_clocks"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    kind: Mapped[ClockKind] = mapped_column(text_enum(ClockKind))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    """Whose time it is; empty where it is that of any group that has the request."""
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    step: Mapped[ClockStep | None] = mapped_column(text_enum(ClockStep))
    """What comes next; empty once everybody was told."""
    step_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    """Since when it stands still; `step_at` and a later `due_at` move when it goes on."""
    act_at: Mapped[datetime | None]
    """When the scheduler has to act: `step_at`, or when it has stood still for long enough."""
    ticket: Mapped[Ticket] = relationship(lazy="raise")
    """Set with `ticket_id`, it has both written in their order."""

    __table_args__ = (Index(None, "ticket_id"), index_where_set("act_at"))
