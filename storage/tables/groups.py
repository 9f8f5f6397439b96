"""The group chats in which staff work."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, index_where_set, text_enum
from storage.tables.channels import InChat


class Purpose(StrEnum):
    """What a group is for; with its area, this decides what is sent there."""

    STAFF = "staff"
    PROPERTY = "property"
    PATROL = "patrol"
    CANTEEN = "canteen"
    """长者食堂: prep sheets, serving, rounds."""
    VOLUNTEERS = "volunteers"
    """志愿者: tasks to be claimed."""


class Group(InChat, Base):
    """A chat bound to an area and a purpose (绑定). Its id stays when the chat's id changes."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(255))
    topic_id: Mapped[int | None] = mapped_column(BigInteger)
    """The forum topic it is bound with; empty in a group without topics, and for General."""
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    purpose: Mapped[Purpose] = mapped_column(text_enum(Purpose))
    bound_by: Mapped[int | None] = mapped_column(BigInteger)
    bound_at: Mapped[datetime]
    lost_at: Mapped[datetime | None]
    """When the bot was removed or another group took the place; nothing is sent here then."""
    muted_at: Mapped[datetime | None]
    """Since when the chat refuses what we send; it stays bound, and what waits is tried again."""

    __table_args__ = (
        UniqueConstraint("channel", "chat_id"),
        Index(None, "area_id", "purpose"),
    )


class GroupMember(Base):
    """Somebody seen in a bound group: pressing, replying, joining."""

    __tablename__ = "group_members"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(140))
    seen_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "person_id"), index_where_set("left_at"))


class SilentLevel(Base):
    """A level of the tree without a group: the administrators were told so, once."""

    __tablename__ = "silent_levels"

    area_id: Mapped[int] = mapped_column(
        ForeignKey("areas.id"), primary_key=True, autoincrement=False
    )
    told_at: Mapped[datetime]
    """The row goes when a group is bound there."""
