"""What has to be sent, and what was."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey, index_where, index_where_set, text_enum
from storage.tables.channels import Channel, InChat


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Matter(StrEnum):
    """What news to a person are about: theirs, so that somebody has to tell them in any case."""

    REQUEST = "request"
    QUESTION = "question"
    """Staff ask them something."""
    FOLLOW_UP = "follow_up"
    """They are asked whether it helped; who does not answer is asked again, or left alone."""
    MEAL = "meal"
    TASK = "task"
    NOTICE = "notice"
    """All else."""


class Way(StrEnum):
    """What became of a message that its chat did not take when it was due."""

    TEMPLATE = "template"
    """A template message says that there is news; the whole waits until they write."""
    SUBSCRIPTION = "subscription"
    """The same, by a message that they had agreed to."""
    FAILED = "failed"
    """Neither reached them."""
    ELSEWHERE = "elsewhere"
    """It went to another channel of the same person."""
    STAFF = "staff"
    """Staff are to tell them; the whole waits all the same."""


class OutboxMessage(InChat, Base):
    """A Bot API call that has to be made, written in the transaction that promised it."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    urgency: Mapped[int] = mapped_column(Integer)
    """See `storage.outbox.Urgency`; the lowest leaves first."""
    method: Mapped[str] = mapped_column(String(40))
    """The Bot API's name, such as sendMessage."""
    params: Mapped[dict[str, Any]]
    card: Mapped[str | None] = mapped_column(String(60))
    """Key of the living message this is a look of, such as `ticket:123`."""
    to_the_end: Mapped[bool] = mapped_column(default=False)
    """Post the card again below everything else and delete the message it was."""
    under_card: Mapped[str | None] = mapped_column(String(60))
    """Send as a reply to that card's message in the same chat."""
    about: Mapped[str | None] = mapped_column(String(60))
    """What a reply to the sent message will be about, such as `note:123`."""
    secret: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It shows what nobody else may know was said: once it is over, `params` are emptied."""
    version: Mapped[int] = mapped_column(default=0)
    """Counts the looks that replaced one another while waiting."""
    state: Mapped[OutboxState] = mapped_column(text_enum(OutboxState), default=OutboxState.WAITING)
    not_before: Mapped[datetime]
    useful_until: Mapped[datetime | None]
    """When it would come too late to be of use, such as a reminder once its task has begun."""
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    cause: Mapped[str | None] = mapped_column(String(60))
    """What it comes of, see `storage.cause`."""
    asked_at: Mapped[datetime | None]
    """When the update arrived that it comes of."""
    broadcast_id: Mapped[int | None]
    """Which `Broadcast` it is part of."""
    error: Mapped[str | None] = mapped_column(Text)
    matter: Mapped[Matter | None] = mapped_column(text_enum(Matter))
    """Of the first message of news to a person; empty for answers, cards of groups, broadcasts."""
    way: Mapped[Way | None] = mapped_column(text_enum(Way))
    receipt: Mapped[int | None] = mapped_column(BigInteger)
    """The messenger's number of the template message that told of it."""
    told_at: Mapped[datetime | None]
    """When they were told by a template or subscription that there is news."""
    left_to_staff: Mapped[bool | None]
    """True where it, or an older look of it, was given to staff to tell; else empty."""
    passive: Mapped[bool | None]
    """True where WeChat took it with the answer to a callback; else empty."""

    __table_args__ = (
        Index(
            "uq_outbox_waiting_card",
            "channel",
            "chat_id",
            "card",
            unique=True,
            sqlite_where=text("state = 'waiting' AND card IS NOT NULL"),
            postgresql_where=text("state = 'waiting' AND card IS NOT NULL"),
        ),
        index_where("state = 'waiting'", "channel", "urgency", "id", name="ix_outbox_waiting"),
        index_where(
            "state = 'waiting' AND broadcast_id IS NOT NULL",
            "broadcast_id",
            name="ix_outbox_waiting_broadcast",
        ),
        Index(None, "finished_at"),
        Index(None, "channel", "chat_id", "id"),
        index_where_set("card"),
        index_where_set("under_card"),
        index_where_set("told_at"),
    )


class Card(InChat, Base):
    """Which message in a chat is the living one for a key."""

    __tablename__ = "cards"
    __table_args__ = (Index(None, "channel", "chat_id", "message_id"), Index(None, "key"))

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger)
    look: Mapped[str | None] = mapped_column(String(40))
    """Of what the message shows, see `storage.cards.look_of`; None if that is not known."""


class MessageLink(InChat, Base):
    """What a sent message was about, so that a reply to it finds its subject."""

    __tablename__ = "message_links"
    __table_args__ = (Index(None, "sent_at"), Index(None, "about"))

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    about: Mapped[str] = mapped_column(String(60))
    sent_at: Mapped[datetime]
    """When it was last recorded; links of long ago are forgotten."""
