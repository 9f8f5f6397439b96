"""Days that staff promised to residents (承诺)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, index_where_set, text_enum

_STANDING = text("state = 'standing'")


class PromiseState(StrEnum):
    STANDING = "standing"
    """The day is ahead, and the request is in work."""
    KEPT = "kept"
    """It was resolved by then."""
    BROKEN = "broken"
    """It was not, or it was declined."""
    MOVED = "moved"
    """A later day was promised instead, before this one was over."""
    LAPSED = "lapsed"
    """It was brought forward, or nobody needs it any more: it says nothing about who promised."""


class Promise(Base):
    """A day promised for one request. At most one stands at a time.

    承诺兑现率 is kept / (kept + broken + moved): a moved promise is none that was kept, or a day
    that is put off on its eve, again and again, would never be missed.
    """

    __tablename__ = "promises"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who promised it; empty once they were erased."""
    by: Mapped[datetime]
    """Until when it is kept; a whole day lasts until it is over, at midnight in the community."""
    state: Mapped[PromiseState] = mapped_column(text_enum(PromiseState))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "ticket_id"),
        Index(
            "uq_promises_standing",
            "ticket_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        index_where_set("person_id"),
    )
