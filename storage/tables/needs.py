"""问需于民: what people need, what units offer, and what is made of the two.

Three lists, as in 漳州's 一表三清单: 需求清单 (`needs`), 资源清单 (`resources`), 项目清单
(`need_projects`).
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Json, index_where_set, text_enum


class NeedCategory(Base):
    """What a need, or what somebody offers, is about: 养老, 托幼, 文体 …"""

    __tablename__ = "need_categories"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    """Language (zh, zh_Hant, en) → name."""
    words: Mapped[list[str]] = mapped_column(Json)
    """Chinese words that point to it, such as 老人 or 助餐."""

    def name(self, language: str) -> str:
        return self.names[language]


class ForWhom(StrEnum):
    """Whom a need is for, as the person said."""

    SELF = "self"
    ELDERS = "elders"
    CHILDREN = "children"
    EVERYBODY = "everybody"


class NeedState(StrEnum):
    NEW = "new"
    """Waits for staff."""
    LISTED = "listed"
    """On the 需求清单: neighbours read it, and second it (我也要)."""
    MERGED = "merged"
    """Grouped with another, which speaks for it; it keeps its own words and supporters."""
    ACCEPTED = "accepted"
    """A project goes on for it."""
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """Nobody wants it any more."""


class Need(Base):
    """What one person said they need; alike ones are grouped below one of them."""

    __tablename__ = "needs"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The community on whose list it stands."""
    place_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """Where it is needed: the community or something in it."""
    category: Mapped[str] = mapped_column(ForeignKey("need_categories.key"))
    for_whom: Mapped[ForWhom] = mapped_column(text_enum(ForWhom))
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    """None where it came from a survey without names, or they were erased."""
    person_name: Mapped[str | None] = mapped_column(String(140))
    text: Mapped[str] = mapped_column(Text)
    """Their words; empty once they were erased."""
    title: Mapped[str | None] = mapped_column(String(60))
    """What staff call it on the list; without that it reads as it was said."""
    state: Mapped[NeedState] = mapped_column(text_enum(NeedState))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"))
    """The need that speaks for it, never one that is merged itself."""
    people: Mapped[int]
    """How many want it or one that was grouped with it, each person once."""
    unnamed: Mapped[int]
    """Of its own, those whom we do not know: answers without names, and the erased."""
    said_at: Mapped[datetime]
    listed_at: Mapped[datetime | None]
    handled_by: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(String(200))
    """Why it was declined."""
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("people >= 0", name="people"),
        CheckConstraint("unnamed >= 0", name="unnamed"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        Index(None, "area_id", "state", "people"),
        Index(None, "person_id", "said_at"),
        index_where_set("merged_into_id"),
        index_where_set("handled_by"),
        index_where_set("ended_at"),
    )


class NeedSupporter(Base):
    """Somebody who wants what a need says: who said it, or who seconded it (我也要)."""

    __tablename__ = "need_supporters"

    need_id: Mapped[int] = mapped_column(
        ForeignKey("needs.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    since: Mapped[datetime]

    __table_args__ = (Index(None, "person_id"),)


class ResourceSource(StrEnum):
    """Who offers, as 漳州 sorts its 资源清单."""

    PUBLIC = "public"
    """行政: offices, public institutions."""
    PARTNER = "partner"
    """社会: units of the 党建联盟, firms, associations."""
    OWN = "own"
    """内生: volunteers and residents of the neighbourhood."""


class ResourceState(StrEnum):
    OFFERED = "offered"
    """Waits for staff."""
    CONFIRMED = "confirmed"
    """On the 资源清单."""
    DECLINED = "declined"
    ENDED = "ended"


class Resource(Base):
    """What a unit, a partner or a volunteer offers, so many times a month."""

    __tablename__ = "resources"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(40), unique=True)
    """By which a file names it; None for what was offered in chat."""
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """For whom it is there: a community, all of a street, or one compound."""
    source: Mapped[ResourceSource] = mapped_column(text_enum(ResourceSource))
    category: Mapped[str] = mapped_column(ForeignKey("need_categories.key"))
    unit: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(200))
    a_month: Mapped[int]
    """How many projects of a month it can serve."""
    until: Mapped[date | None]
    """The last day."""
    contact: Mapped[str | None] = mapped_column(String(100))
    """Name and telephone, for staff alone."""
    offered_by: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[ResourceState] = mapped_column(text_enum(ResourceState))
    offered_at: Mapped[datetime | None]
    """None for what came by a file."""
    handled_by: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(String(200))
    """Why it was declined."""
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("a_month > 0", name="a_month"),
        Index(None, "area_id", "state"),
        index_where_set("offered_by"),
        index_where_set("handled_by"),
        index_where_set("ended_at"),
    )


class ResourceMonth(Base):
    """How often a resource was promised to projects of a month."""

    __tablename__ = "resource_months"

    resource_id: Mapped[int] = mapped_column(
        ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True
    )
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    capacity: Mapped[int]
    """What it could do when it was promised last."""
    promised: Mapped[int]

    __table_args__ = (
        CheckConstraint("promised >= 0 AND promised <= capacity", name="promised_within"),
    )


class ProjectState(StrEnum):
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"


_GOES_ON = text("state IN ('planned', 'in_progress')")


class NeedProject(Base):
    """What staff have taken on for a need, with a resource or without (项目清单)."""

    __tablename__ = "need_projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The community's."""
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"))
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id", ondelete="SET NULL"))
    month: Mapped[date | None]
    """Of whose capacity it took one; its first day."""
    owner_id: Mapped[int | None] = mapped_column(BigInteger)
    """A member of the office's group."""
    owner_name: Mapped[str | None] = mapped_column(String(140))
    """Theirs, or that of somebody else who sees to it."""
    due_on: Mapped[date]
    state: Mapped[ProjectState] = mapped_column(text_enum(ProjectState))
    said: Mapped[str | None] = mapped_column(String(300))
    """What came of it, or why it was dropped: people hear it as it stands."""
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    act_at: Mapped[datetime | None]
    """When the group hears that its day has passed."""
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(resource_id IS NULL) OR (month IS NOT NULL)", name="takes_of_month"),
        Index(None, "area_id", "state"),
        Index(
            "uq_need_projects_goes_on",
            "need_id",
            unique=True,
            sqlite_where=_GOES_ON,
            postgresql_where=_GOES_ON,
        ),
        Index(None, "need_id"),
        index_where_set("resource_id"),
        index_where_set("owner_id"),
        index_where_set("created_by"),
        index_where_set("act_at"),
    )
