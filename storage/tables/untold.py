"""News that reached nobody: what staff have to tell somebody by telephone or at the door."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, index_where, index_where_set, text_enum
from storage.tables.messages import Matter

LONGEST_NEWS = 200
"""Characters."""


class Untold(Base):
    """One message to one person that no channel took in time."""

    __tablename__ = "untold"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The community whose staff tell them."""
    message_id: Mapped[int] = mapped_column(BigInteger)
    """The row of the outbox, which may be forgotten by now."""
    matter: Mapped[Matter] = mapped_column(text_enum(Matter))
    about: Mapped[str | None] = mapped_column(String(60))
    """As the row had it, such as `mine:123`: of one matter only the latest is told."""
    text: Mapped[str] = mapped_column(String(LONGEST_NEWS))
    """What they were to read, cut; empty where nobody else may know it."""
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    """When it would be of no use any more."""
    ended_at: Mapped[datetime | None]
    """When they were told, wrote, or it was of no use any more."""
    told_by: Mapped[int | None] = mapped_column(BigInteger)
    """Empty where nobody of the staff had to."""
    told_by_name: Mapped[str | None] = mapped_column(String(140))

    __table_args__ = (
        index_where("ended_at IS NULL", "area_id", "since", name="ix_untold_open"),
        index_where("ended_at IS NULL AND until IS NOT NULL", "until", name="ix_untold_open_until"),
        Index(None, "area_id", "ended_at"),
        Index(None, "ended_at"),
        Index(None, "message_id"),
        Index(None, "person_id"),
        index_where_set("told_by"),
    )
