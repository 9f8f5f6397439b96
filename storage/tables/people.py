"""The people who talk to us."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class Person(Base):
    """A person, by the id their messenger gives them. A name is kept only after consent."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str | None] = mapped_column(String(140))
    language: Mapped[str] = mapped_column(String(10))
    """A catalogue's name: zh, zh_Hant or en."""
    big_print: Mapped[bool] = mapped_column(default=False)
    """Big-print mode (长辈模式): shorter choices, numbers before them, the telephone in view."""
    home_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    consented_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    """When the messenger told us that they stopped the bot; empty again once they write."""
    created_at: Mapped[datetime]
