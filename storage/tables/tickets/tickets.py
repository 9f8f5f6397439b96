"""Requests (诉求) and everything that happened to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Base, BigKey, index_where, index_where_set, text_enum


class TicketState(StrEnum):
    OPEN = "open"
    """待接单: waiting for somebody to take it."""
    TAKEN = "taken"
    """处理中: one member of the group works on it."""
    RESOLVED = "resolved"
    """已办结: done, the resident's answer is awaited."""
    CLOSED = "closed"
    """已评价 or, after a reminder, unrated."""
    DECLINED = "declined"
    """不予受理: not ours, with the reason and the right place to go."""
    WITHDRAWN = "withdrawn"
    """已撤回 by the resident."""
    MERGED = "merged"
    """已合并: it goes on as the request in `merged_into_id`, and ends with that."""


class EventKind(StrEnum):
    """What can stand in a timeline."""

    FILED = "filed"
    JOINED = "joined"
    ADDED = "added"
    TAKEN = "taken"
    REASSIGNED = "reassigned"
    NOTE = "note"
    ASKED = "asked"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    DECLINED = "declined"
    NUDGED = "nudged"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"
    FOLLOW_UP_ASKED = "follow_up_asked"
    REMINDED = "reminded"
    RATED = "rated"
    REOPENED = "reopened"
    ESCALATED = "escalated"
    CLOSED = "closed"
    UNDELIVERED = "undelivered"
    ERASED = "erased"
    WARNED = "warned"
    """The taker was told that a clock runs out."""
    PROMISED = "promised"
    """承诺: staff named a day by which it is done."""
    KEPT = "kept"
    BROKEN = "broken"
    RETURNED = "returned"
    """退回: a group says that it is not theirs (不归我管)."""
    WHISTLED = "whistled"
    """吹哨: several groups are called to it, one of which leads."""
    REPORTED = "reported"
    """报到: a called group says what it did."""
    MERGED = "merged"
    UNMERGED = "unmerged"
    SPLIT = "split"
    ASSIGNED = "assigned"
    """派单: it was given to somebody by the rota, who did not take it themselves."""
    CONFIRMED = "confirmed"
    """代办: for whom it was filed says that it is right."""
    CORRECTED = "corrected"
    ASKED_LATER = "asked_later"
    """Weeks after it was closed: is it still all right?"""
    ANSWERED_LATER = "answered_later"


class Ticket(Base):
    """A request, from filing to rating. Its history is in `ticket_events`."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """编号, what people say on the telephone."""
    state: Mapped[TicketState] = mapped_column(text_enum(TicketState))
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who filed it, or who took their place; empty once they were erased."""
    author_name: Mapped[str | None] = mapped_column(String(140))
    """As shown to staff; empty where the resident asked not to be named."""
    on_behalf: Mapped[bool] = mapped_column(default=False, server_default=false())
    """代办: somebody else filed it for the person whose it is."""
    filed_by_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who that was. The same as `author_id` where the person is not with us: the author only hears
    of it then, and rates nothing."""
    author_left_at: Mapped[datetime | None]
    """When who filed it left it to those who joined; then the first of these is the author."""
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It cannot wait: by its category, or by what the resident said had happened."""
    private: Mapped[bool]
    """Not shown to other residents as a similar request."""
    text: Mapped[str] = mapped_column(Text)
    """Whole, up to 30,000 characters."""
    answer: Mapped[str | None] = mapped_column(Text)
    """To the category's own question."""
    community_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    compound_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The nearest node of the tree."""
    place: Mapped[str] = mapped_column(String(400))
    """Where, in words."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    affected: Mapped[int] = mapped_column(default=1)
    """The author and everyone who joined (附议)."""
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    """Which group has it now; empty while no group is bound that could."""
    first_group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    """首接: which group took it first, and stays answerable; empty while nobody ever took it."""
    moves: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many times a group passed it on or gave it back."""
    returns: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many times a group said that it is not theirs (不归我管)."""
    called: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many groups are called to it (吹哨) beside the one that has it; see `JointPart`."""
    taker_id: Mapped[int | None] = mapped_column(BigInteger)
    taker_name: Mapped[str | None] = mapped_column(String(140))
    assignee_id: Mapped[int | None] = mapped_column(BigInteger)
    """Whom it was last given to by the group's rota (派单), at `assigned_at`."""
    assigned_at: Mapped[datetime | None]
    previous_taker_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who resolved it last time: a 重办 is offered to others first."""
    round: Mapped[int] = mapped_column(default=0)
    """How many times it came back (重办)."""
    filed_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    """When it last began to wait for a taker."""
    respond_by: Mapped[datetime]
    overdue_at: Mapped[datetime | None]
    """When the group was told that `respond_by` had passed."""
    solve_by: Mapped[datetime | None]
    """By when it is to be done; empty while its clock stands still, for an answer."""
    late_at: Mapped[datetime | None]
    """When the group was told that `solve_by` had passed."""
    promised_by: Mapped[datetime | None]
    """By when staff last promised it (承诺); what came of that stands in `promises`."""
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]
    compare_at: Mapped[datetime | None]
    """When it is looked whether it makes a hot spot with others; empty once that was done."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    """Which request it was merged into (合并)."""
    asked_at: Mapped[datetime | None]
    """When the author was last asked something (问居民); empty once they answered."""

    __table_args__ = (
        CheckConstraint("affected >= 1", name="affected"),
        CheckConstraint("state <> 'taken' OR taker_id IS NOT NULL", name="taken_by_someone"),
        Index(None, "category_id", "state", "compound_id"),
        Index(None, "category_id", "state", "latitude"),
        Index(None, "author_id", "filed_at"),
        index_where("asked_at IS NOT NULL", "author_id"),
        Index(None, "state", "respond_by"),
        Index(None, "group_id", "state"),
        Index(None, "community_id", "closed_at"),
        index_where_set("taker_id"),
        index_where_set("filed_by_id"),
        index_where_set("previous_taker_id"),
        index_where_set("assignee_id"),
        index_where_set("merged_into_id"),
        index_where_set("compare_at"),
        CheckConstraint("state <> 'merged' OR merged_into_id IS NOT NULL", name="merged_into"),
    )


class TicketEvent(Base):
    """A line of the timeline. Append-only: triggers let nothing but an erasure touch it."""

    __tablename__ = "ticket_events"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    at: Mapped[datetime]
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who did it; empty for the system and for people who were erased."""
    text: Mapped[str | None] = mapped_column(Text)
    internal: Mapped[bool] = mapped_column(default=False)
    """For staff only."""
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ticket: Mapped[Ticket] = relationship(lazy="raise")
    """Set with `ticket_id`, it has both written in their order, whenever that is."""

    __table_args__ = (
        Index(None, "ticket_id", "id"),
        index_where_set("actor_id"),
    )


class TicketMedia(Base):
    """A file that came with a request or a line of its timeline."""

    __tablename__ = "ticket_media"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    event_id: Mapped[int | None] = mapped_column(BigKey)
    """The line of the timeline it came with; empty for what was filed at first."""
    sender_id: Mapped[int | None] = mapped_column(BigInteger)
    media_id: Mapped[str] = mapped_column(ForeignKey("media.id"))
    ticket: Mapped[Ticket] = relationship(lazy="raise")
    """As in `TicketEvent`."""

    __table_args__ = (
        Index(None, "ticket_id", "id"),
        Index(None, "media_id"),
        index_where_set("event_id"),
        index_where_set("sender_id"),
    )


class TicketFollower(Base):
    """Somebody who has the same trouble (附议) and hears what happens."""

    __tablename__ = "ticket_followers"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    joined_at: Mapped[datetime]
    through_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    """Which request they filed or joined that was merged into this one; empty where they joined it
    themselves."""

    __table_args__ = (Index(None, "person_id"), index_where_set("through_id"))
