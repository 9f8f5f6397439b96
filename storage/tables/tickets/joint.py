"""吹哨报到: who was called to a request, by when they report, and what says what they did."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey


class JointPart(Base):
    """A group that was called to a request, beside the one that leads it.

    A request that comes back (重办) keeps what was done about it before: parts are of its round.
    """

    __tablename__ = "joint_parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    round: Mapped[int]
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    called_at: Mapped[datetime]
    report_by: Mapped[datetime]
    reported_at: Mapped[datetime | None]
    event_id: Mapped[int | None] = mapped_column(BigKey)
    """The line of the timeline that has their words, and who wrote them."""

    __table_args__ = (
        UniqueConstraint("ticket_id", "round", "group_id"),
        Index(None, "group_id", "reported_at"),
    )
