"""How long a community keeps what is kept only for a while."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class Retention(Base):
    """A time (保存期限) that differs from the usual one in `storage.retention`."""

    __tablename__ = "retention"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Of the rule."""
    days: Mapped[int]

    __table_args__ = (CheckConstraint("days >= 1", name="days"),)
