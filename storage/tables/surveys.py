"""Surveys (问卷): what is asked of whom, who was asked, and what was answered.

Who answered and what was answered have no key in common where a survey is anonymous:
docs/decisions/0020-anonymous-answers.md.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import (
    Base,
    BigKey,
    Json,
    JsonOrNull,
    index_where,
    index_where_set,
    text_enum,
)


class SurveyState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    """定了时间: it begins by itself."""
    RUNNING = "running"
    PAUSED = "paused"
    """Nobody else is asked and nobody reminded; answers are taken until it ends."""
    ENDED = "ended"
    DROPPED = "dropped"
    """作废: nothing of it counts."""


class Survey(Base):
    """One run of a survey; the same survey asked again is a row of its own in its series."""

    __tablename__ = "surveys"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """Whose office asks: a community, or a street."""
    series_id: Mapped[int | None] = mapped_column(ForeignKey("surveys.id"))
    """The first run of the same survey; empty for the first itself."""
    template: Mapped[str | None] = mapped_column(String(40))
    """Which of `services.surveys.templates` it was made of."""
    definition: Mapped[dict[str, Any]]
    """See `services.surveys.questions.Definition`."""
    version: Mapped[int] = mapped_column(default=1)
    """Counts how often its questions changed after the first answer."""
    revision: Mapped[int] = mapped_column(default=0)
    """Counts what staff wrote to it, so that two who edit hear of one another."""
    anonymous: Mapped[bool]
    state: Mapped[SurveyState] = mapped_column(text_enum(SurveyState), default=SurveyState.DRAFT)
    audience: Mapped[dict[str, Any]]
    """See `services.audiences.Audience`."""
    grouped_by: Mapped[str] = mapped_column(String(20), default="grid", server_default="grid")
    """By which groups of people its results are told; see `services.surveys.groups.GroupedBy`."""
    rested_days: Mapped[int] = mapped_column(default=30)
    """Who was asked in as many days before is not asked; 0 for no such limit."""
    remind_after: Mapped[list[int]] = mapped_column(Json)
    """After so many days each who has not answered is reminded; twice at most."""
    reminded: Mapped[int] = mapped_column(default=0)
    """How many of these reminders were sent."""
    starts_at: Mapped[datetime | None]
    """Empty while a draft has no time yet, as `ends_at`."""
    ends_at: Mapped[datetime | None]
    act_at: Mapped[datetime | None]
    """When it is looked at next: to begin, to remind, to end."""
    mix_at: Mapped[datetime | None]
    """When its anonymous answers are put into another order next."""
    rrule: Mapped[str | None] = mapped_column(String(200))
    """How it repeats (RFC 5545), of the latest run of those that do."""
    repeat_on: Mapped[date | None]
    """The next day by the rule, whether people work on it or not."""
    repeat_at: Mapped[datetime | None]
    """When the next run begins: on the first working day from then on."""
    broadcast_id: Mapped[int | None]
    """The broadcast by which people were invited."""
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    created_by_name: Mapped[str | None] = mapped_column(String(140))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_later"),
        CheckConstraint(
            "state IN ('draft', 'dropped') OR (starts_at IS NOT NULL AND ends_at IS NOT NULL)",
            name="has_times",
        ),
        Index(None, "area_id", "created_at"),
        index_where_set("series_id"),
        index_where_set("act_at"),
        index_where_set("mix_at"),
        index_where_set("repeat_at"),
        index_where_set("ended_at"),
        index_where_set("created_by"),
    )


class SurveyPlan(Base):
    """What staff have decided of a draft so far; publishing writes it into the survey."""

    __tablename__ = "survey_plans"

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    plan: Mapped[dict[str, Any]]
    """See `services.surveys.editing.Plan`."""
    edited_by: Mapped[int | None] = mapped_column(BigInteger)
    edited_by_name: Mapped[str | None] = mapped_column(String(140))
    """Whose change was the last."""
    edited_at: Mapped[datetime]

    __table_args__ = (Index(None, "edited_at"), index_where_set("edited_by"))


class SurveyRoll(Base):
    """Somebody who was asked: whether they answered, and what they have not handed in yet."""

    __tablename__ = "survey_rolls"

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    asked_on: Mapped[date]
    group_key: Mapped[int | None]
    """Which group they belonged to then: the area's id, or the youngest age of it in years."""
    draft: Mapped[dict[str, Any] | None] = mapped_column(JsonOrNull)
    """Answers so far, by the question's name; empty again once they are handed in."""
    answered_on: Mapped[date | None]
    """Of an anonymous survey that has ended, its last day for all who answered."""
    response_id: Mapped[int | None] = mapped_column(BigInteger)
    """Their answer; never set where the survey is anonymous."""
    reminded: Mapped[int] = mapped_column(default=0)
    """The last of the survey's reminders that they got."""
    not_again: Mapped[bool] = mapped_column(default=False)
    """不再问我: no reminder of this survey."""

    __table_args__ = (
        Index(None, "person_id", "survey_id"),
        Index(None, "survey_id", "group_key", "answered_on"),
        index_where("draft IS NOT NULL", "survey_id", name="ix_survey_rolls_draft"),
    )


class SurveyResponse(Base):
    """What somebody answered.

    Ids are drawn by lot, and rows of anonymous surveys are put into another order again and again:
    neither says who came first.
    """

    __tablename__ = "survey_responses"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    """Empty where the survey is anonymous, as `answered_on`."""
    answers: Mapped[dict[str, Any]]
    """By the question's name; see `services.surveys.questions.Value`."""
    version: Mapped[int]
    """Of the survey, when it was given."""
    complete: Mapped[bool]
    """Not where the survey ended before the last question was answered."""
    late: Mapped[bool]
    """It came after the end: it is kept apart and not counted."""
    answered_on: Mapped[date | None]
    group_key: Mapped[int | None]
    """As on the roll; of an anonymous answer only if enough others of it answered before."""
    key_hash: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the key by which an anonymous answer can be changed; it stands in its author's
    own message alone."""

    __table_args__ = (
        Index(None, "survey_id", "id"),
        index_where_set("person_id"),
        UniqueConstraint("key_hash"),
    )


class SurveyFile(Base):
    """A photo among the answers of a survey that is not anonymous, handed in or not."""

    __tablename__ = "survey_files"

    media_id: Mapped[str] = mapped_column(ForeignKey("media.id"), primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))

    __table_args__ = (Index(None, "survey_id"),)


class SurveyWords(Base):
    """A written answer that staff chose to publish."""

    __tablename__ = "survey_words"

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Not a foreign key: anonymous answers are deleted and written again to mix their order."""
    question: Mapped[str] = mapped_column(String(60), primary_key=True)
    """Its name."""
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    chosen_by: Mapped[int | None] = mapped_column(BigInteger)
    chosen_by_name: Mapped[str | None] = mapped_column(String(140))

    __table_args__ = (Index(None, "survey_id"), index_where_set("chosen_by"))


class SurveyResults(Base):
    """What came of a survey, as it was first shown after the end; it never changes again."""

    __tablename__ = "survey_results"

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    results: Mapped[dict[str, Any]]
    """See `services.surveys.results.Results`."""
    made_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(1000))
    """What staff tell those who answered: what was done about it."""
    outcome_by: Mapped[int | None] = mapped_column(BigInteger)
    outcome_by_name: Mapped[str | None] = mapped_column(String(140))
    told_at: Mapped[datetime | None]
    """When those who answered began to be told; the outcome never changes from then on."""

    __table_args__ = (index_where_set("outcome_by"),)
