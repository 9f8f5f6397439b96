"""Announcements (通知): what the community tells people, and who wants which."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Json, index_where_set, text_enum


class Topic(StrEnum):
    """What it is about; people choose by this what they are sent."""

    UTILITIES = "utilities"
    """停水停电."""
    POLICY = "policy"
    ACTIVITIES = "activities"
    CANTEEN = "canteen"
    SAFETY = "safety"
    """安全: sent to everybody who has not switched it off."""


class Subscription(Base):
    """Whether somebody wants announcements of a topic; without a row, the topic's usual way."""

    __tablename__ = "subscriptions"

    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    topic: Mapped[Topic] = mapped_column(text_enum(Topic), primary_key=True)
    wanted: Mapped[bool]


class UrgentSender(Base):
    """Whom an admin has named: they may write urgent announcements for the area, and agree."""

    __tablename__ = "urgent_senders"

    area_id: Mapped[int] = mapped_column(
        ForeignKey("areas.id"), primary_key=True, autoincrement=False
    )
    """That of the office in whose group they are."""
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)

    __table_args__ = (Index(None, "person_id"),)


class AnnouncementState(StrEnum):
    PROPOSED = "proposed"
    """Urgent: it waits for a second member of the office."""
    STANDING = "standing"
    DROPPED = "dropped"
    """Nobody agreed to it, or it was taken back before."""
    RECALLED = "recalled"
    """撤回: taken from where it can be, and said to be void where it cannot."""


class Announcement(Base):
    """What is told; `broadcast_id` says how far it has come."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """Whose office says it."""
    topic: Mapped[Topic] = mapped_column(text_enum(Topic))
    urgent: Mapped[bool]
    """急: leaves at once, at night too."""
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(String(500))
    media_id: Mapped[str | None] = mapped_column(ForeignKey("media.id"))
    """A picture or a file that goes with it."""
    conditions: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """Of a policy: whom it is for, see `services.announcements.policies.Conditions`."""
    guide: Mapped[str | None] = mapped_column(Text)
    """Of a policy: what to bring and where to go."""
    audience: Mapped[dict[str, Any]] = mapped_column(Json)
    """See `services.audiences.Audience`."""
    state: Mapped[AnnouncementState] = mapped_column(text_enum(AnnouncementState))
    starts_at: Mapped[datetime]
    rhythm: Mapped[str | None] = mapped_column(String(20))
    """A `services.rhythms.Rhythm` of the latest of those that repeat."""
    repeat_at: Mapped[datetime | None]
    """When the next one is sent."""
    act_at: Mapped[datetime | None]
    """When one that waits for a second person is dropped."""
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))
    corrected_at: Mapped[datetime | None]
    """When its words were last changed after it had begun to leave."""
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    created_by_name: Mapped[str | None] = mapped_column(String(140))
    created_at: Mapped[datetime]
    agreed_by: Mapped[int | None] = mapped_column(BigInteger)
    """The second member of the office, of an urgent one."""
    agreed_by_name: Mapped[str | None] = mapped_column(String(140))
    ended_at: Mapped[datetime | None]
    """When it was dropped or recalled."""

    __table_args__ = (
        CheckConstraint("agreed_by IS NULL OR agreed_by <> created_by", name="second_person"),
        Index(None, "area_id", "starts_at"),
        Index(None, "starts_at"),
        Index(None, "media_id"),
        index_where_set("repeat_at"),
        index_where_set("act_at"),
        index_where_set("broadcast_id"),
        index_where_set("created_by"),
        index_where_set("agreed_by"),
    )


class Tapped(StrEnum):
    """What somebody tapped of an announcement."""

    READ = "read"
    """It, in the list of the latest ones."""
    ASKED = "asked"
    """我符合吗？; what they heard is not kept."""


class AnnouncementReader(Base):
    """Somebody who tapped something of an announcement; however often, it is one row."""

    __tablename__ = "announcement_readers"

    announcement_id: Mapped[int] = mapped_column(
        ForeignKey("announcements.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    tapped: Mapped[Tapped] = mapped_column(text_enum(Tapped), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)

    __table_args__ = (Index(None, "person_id"),)
