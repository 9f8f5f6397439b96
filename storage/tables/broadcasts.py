"""One message to many people (群发), and to whom it goes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, index_where, index_where_set, text_enum


class BroadcastState(StrEnum):
    SENDING = "sending"
    """From `starts_at` on its recipients are drawn, and it goes out."""
    PAUSED = "paused"
    STOPPED = "stopped"
    """By staff: who was not sent it never is."""
    DONE = "done"


class Broadcast(Base):
    """A survey's invitation, a reminder, an announcement: what it says is its subject's."""

    __tablename__ = "broadcasts"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    """See `services.keeps.BroadcastKind`."""
    subject_id: Mapped[int]
    """Of the survey or announcement that it is about."""
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """Whose staff send it."""
    audience: Mapped[dict[str, Any] | None]
    """`services.audiences.Audience`; empty where the kind itself says who gets it."""
    asks: Mapped[bool]
    """It wants something of people: who was asked lately can be left out of the next one."""
    urgent: Mapped[bool]
    """It rings at night, and others wait for it."""
    state: Mapped[BroadcastState] = mapped_column(text_enum(BroadcastState))
    created_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    act_at: Mapped[datetime | None]
    """When more of it is to be drawn and promised."""
    quotas: Mapped[dict[str, Any] | None]
    """Of a sample: how many are drawn in each grid, by its id."""
    drawn_up_to: Mapped[int | None]
    """Of a sample: the last grid that was drawn."""
    drawn_at: Mapped[datetime | None]
    """When the last recipient was drawn."""
    shown_at: Mapped[datetime | None]
    """When staff were last shown how far it is."""
    ended_at: Mapped[datetime | None]
    total: Mapped[int | None]
    """What it came to, as it ended; until then recipients are counted."""
    sent: Mapped[int | None]
    failed: Mapped[int | None]
    not_wanted: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("(total IS NULL) = (sent IS NULL)", name="counted"),
        index_where_set("act_at"),
        Index(None, "kind", "subject_id"),
    )


class RecipientState(StrEnum):
    WAITING = "waiting"
    PROMISED = "promised"
    """It stands in the outbox."""
    DELIVERED = "delivered"
    UNREACHABLE = "unreachable"
    """They stopped the bot, or the messenger refused it."""
    NOT_WANTED = "not_wanted"
    """They no longer want it, or have answered before."""


class BroadcastRecipient(Base):
    """Somebody whom a broadcast is for. Once each: who is drawn again is the same row."""

    __tablename__ = "broadcast_recipients"

    broadcast_id: Mapped[int] = mapped_column(
        ForeignKey("broadcasts.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[RecipientState] = mapped_column(text_enum(RecipientState))
    drawn_at: Mapped[datetime]
    promised_at: Mapped[datetime | None]
    """When it was last put into the outbox; empty again where it was taken back from there."""

    __table_args__ = (
        index_where(
            "state = 'waiting'", "broadcast_id", "person_id", name="ix_broadcast_recipients_waiting"
        ),
        index_where(
            "state = 'promised'",
            *("broadcast_id", "promised_at"),
            name="ix_broadcast_recipients_promised",
        ),
        Index(None, "broadcast_id", "promised_at"),
        Index(None, "person_id", "promised_at"),
        Index(None, "drawn_at"),
    )
