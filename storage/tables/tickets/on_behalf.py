"""For whom a request was filed by somebody else (代办), as long as they may have to be rung."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Base, index_where_set, text_enum
from storage.tables.tickets.tickets import Ticket


class Heard(StrEnum):
    """What the person for whom it was filed said of it, in chat or on the telephone."""

    WAITING = "waiting"
    RIGHT = "right"
    CORRECTED = "corrected"
    UNREACHED = "unreached"
    """Nobody answered, and nobody tries any more."""


class OnBehalf(Base):
    """Name and telephone of somebody for whom another filed; forgotten after a while.

    Kept beside the request and not in it: they go long before the ledger does.
    """

    __tablename__ = "on_behalf"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str | None] = mapped_column(String(40))
    told_at: Mapped[datetime]
    heard: Mapped[Heard] = mapped_column(text_enum(Heard), default=Heard.WAITING)
    heard_by: Mapped[int | None] = mapped_column(BigInteger)
    """Who of the office rang them; empty where they said it in chat."""
    heard_by_name: Mapped[str | None] = mapped_column(String(140))
    ticket: Mapped[Ticket] = relationship(lazy="raise")
    """As in `TicketEvent`."""

    __table_args__ = (Index(None, "told_at"), index_where_set("heard_by"))
