"""Volunteers (志愿者), the posts they fill and the teams they belong to."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Json, index_where_set, text_enum
from storage.tables.named import Named


class VolunteerPost(Base):
    """A kind of post (岗位) that a volunteer can take on: 助老守望, 助困帮扶 …"""

    __tablename__ = "volunteer_posts"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    """Language (zh, zh_Hant, en) → name."""

    def name(self, language: str) -> str:
        return self.names[language]


class TeamKind(StrEnum):
    COMMUNITY = "community"
    WORKPLACE = "workplace"
    """双报到: party members of a workplace who report to the community they live in."""


class VolunteerTeam(Base):
    """A team (志愿队) of a community."""

    __tablename__ = "volunteer_teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """Stands in the team's QR code."""
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[TeamKind] = mapped_column(text_enum(TeamKind))

    __table_args__ = (Index(None, "area_id"),)


class VolunteerState(StrEnum):
    APPLIED = "applied"
    """Waits for a staff tap."""
    ACTIVE = "active"
    PAUSED = "paused"
    DECLINED = "declined"
    BLOCKED = "blocked"
    """By staff; claims nothing, keeps hours and points."""
    LEFT = "left"


class Volunteer(Named, Base):
    """A person who volunteers in a community."""

    __tablename__ = "volunteers"

    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(140))
    """As they want to be called; it stands on cards and certificates."""
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The community they volunteer in."""
    team_id: Mapped[int | None] = mapped_column(ForeignKey("volunteer_teams.id"))
    state: Mapped[VolunteerState] = mapped_column(text_enum(VolunteerState))
    posts: Mapped[list[str]] = mapped_column(Json)
    """Keys of the posts they would fill."""
    times: Mapped[list[str]] = mapped_column(Json)
    """When they usually can: weekday digit 1-7 and m, a or e (上午, 下午, 晚上), such as 6m."""
    reach_m: Mapped[int | None]
    """How far from home, in metres; empty: the whole community and beyond."""
    honour: Mapped[bool] = mapped_column(default=False)
    """Agreed to stand on the roll of honour (光荣榜)."""
    offers_from: Mapped[datetime | None]
    """Tasks that went up later are offered to them; empty: they did not ask for it."""
    offered_at: Mapped[datetime | None]
    """When they were last offered one."""
    applied_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    admitted_by: Mapped[int | None] = mapped_column(BigInteger)
    paused_until: Mapped[date | None]
    """Back by themselves after this day; empty: until they say so."""
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(200))
    """Why staff declined or blocked them; they are told."""

    __table_args__ = (
        CheckConstraint("reach_m IS NULL OR reach_m > 0", name="reach"),
        Index(None, "area_id", "state"),
        Index(None, "team_id"),
        Index(None, "admitted_by"),
        index_where_set("offers_from"),
    )
