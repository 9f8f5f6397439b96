"""Answers that staff give again and again (常用答复), as data."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum

PLACEHOLDERS = ("编号", "地点", "类别", "日期", "电话", "群名")
"""What may stand in braces: the request's number, place and category, the day on which it is said,
the community's telephone, the title of the group."""


class CannedFor(StrEnum):
    """After which button it is offered."""

    RESOLVE = "resolve"
    ASK = "ask"


class CannedAnswer(Base):
    """One of them, in Chinese: it is what staff would have typed."""

    __tablename__ = "canned_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    used_for: Mapped[CannedFor] = mapped_column(text_enum(CannedFor))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    """Of which requests; empty for all."""
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
    """With PLACEHOLDERS in braces."""
    active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (Index(None, "used_for", "category_id"),)
