"""Volunteers' tasks, their series and the places to be claimed."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, index_where, index_where_set, text_enum


class TaskSource(StrEnum):
    """Where a task comes from; `Task.source_id` is the row's id there."""

    STAFF = "staff"
    TICKET = "ticket"
    ROUND = "round"
    """A meal round (`meal_rounds`)."""
    HELP = "help"
    """An order from the 六助 menu (`help_orders`)."""
    WISH = "wish"
    CARE = "care"
    """A care alert (`care_alerts`)."""


class HolidayPolicy(StrEnum):
    """What a series does on days that are not ordinary."""

    ALWAYS = "always"
    SKIP_HOLIDAYS = "skip_holidays"
    WORKING_DAYS = "working_days"
    """Only on working days, 调休 included."""


class TaskSeries(Base):
    """A task that repeats; each occurrence becomes a task of its own ahead of time."""

    __tablename__ = "task_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    rule: Mapped[str] = mapped_column(String(200))
    """An RFC 5545 RRULE over local time, such as FREQ=WEEKLY;BYDAY=WE."""
    first_day: Mapped[date]
    """In the community's zone; the times of day stand in `template`."""
    holidays: Mapped[HolidayPolicy] = mapped_column(text_enum(HolidayPolicy))
    template: Mapped[dict[str, Any]]
    """The fields of a new task as `services.volunteering.series` writes and reads them."""
    made_until: Mapped[date | None]
    """Occurrences up to this day are tasks already."""
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "area_id"),
        Index(None, "created_by"),
        index_where("ended_at IS NULL", "made_until"),
    )


class TaskState(StrEnum):
    OPEN = "open"
    """认领中 or 已满: until it begins or its deadline passes."""
    DONE = "done"
    """Every claim has its record, or nobody came."""
    CANCELLED = "cancelled"


class Task(Base):
    """Something to be done by volunteers (任务)."""

    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The community; its volunteers' group gets the card."""
    post: Mapped[str] = mapped_column(ForeignKey("volunteer_posts.key"))
    source: Mapped[TaskSource] = mapped_column(text_enum(TaskSource))
    source_id: Mapped[int | None]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("task_series.id"))
    state: Mapped[TaskState] = mapped_column(text_enum(TaskState))
    title: Mapped[str] = mapped_column(String(60))
    details: Mapped[str] = mapped_column(Text)
    """For everybody."""
    private: Mapped[str | None] = mapped_column(Text)
    """Names, doors, telephones: for those who hold a place alone."""
    place: Mapped[str] = mapped_column(String(200))
    """In public words."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    claim_by: Mapped[datetime]
    """The deadline of claiming, at the latest `ends_at`."""
    organiser_id: Mapped[int | None] = mapped_column(BigInteger)
    """谁组织谁记录: confirms the minutes, together with the community's staff."""
    organiser_name: Mapped[str | None] = mapped_column(String(140))
    helped_id: Mapped[int | None] = mapped_column(BigInteger)
    """The resident who is helped, where there is one: may thank, rate and complain."""
    secret: Mapped[str] = mapped_column(String(40))
    """Of the rotating check-in code."""
    remind_at: Mapped[datetime | None]
    """When holders are reminded next: the day before, then three hours before."""
    review_at: Mapped[datetime | None]
    """When the attendance list is seen to next: as checking in begins, an hour after the end
    (missing check-outs go to review), then daily while something is not judged."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(200))
    """Why it was cancelled; holders are told."""

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="hours"),
        CheckConstraint("claim_by <= ends_at", name="deadline"),
        Index(
            "uq_tasks_source",
            "source",
            "source_id",
            unique=True,
            sqlite_where=text("source_id IS NOT NULL AND state = 'open'"),
            postgresql_where=text("source_id IS NOT NULL AND state = 'open'"),
        ),
        Index(
            "uq_tasks_occurrence",
            "series_id",
            "starts_at",
            unique=True,
            sqlite_where=text("series_id IS NOT NULL"),
            postgresql_where=text("series_id IS NOT NULL"),
        ),
        Index(None, "area_id", "state", "starts_at"),
        index_where_set("source_id"),
        Index(None, "remind_at"),
        Index(None, "review_at"),
        Index(None, "organiser_id"),
        Index(None, "helped_id"),
    )


class TaskRole(Base):
    """Places of one kind in a task (角色): a task has at least one role, most have just one."""

    __tablename__ = "task_roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    """Empty where the task has only this one."""
    places: Mapped[int]
    claimed: Mapped[int] = mapped_column(default=0)
    """Changed on the row that is held alone: this decides who was first."""

    __table_args__ = (
        CheckConstraint("places >= 1", name="places"),
        CheckConstraint("claimed >= 0 AND claimed <= places", name="never_overclaimed"),
        Index(None, "task_id", "position"),
    )
