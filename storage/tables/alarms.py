"""What those who run the desk were told of it."""

from datetime import datetime
from enum import IntEnum

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class Trouble(IntEnum):
    """What can be wrong with the desk as a whole."""

    MESSAGES = 1
    """They do not leave."""
    WORK = 2
    """What is due is not done."""
    SILENCE = 3
    """Nobody writes, though usually somebody would."""
    FAILURES = 4
    """Updates fail."""


class Alarm(Base):
    """A trouble that lasts; without a row all is well."""

    __tablename__ = "alarms"

    trouble: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """A `Trouble`."""
    noticed_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    well_since: Mapped[datetime | None]
    """Since when it has been gone after it was told."""
