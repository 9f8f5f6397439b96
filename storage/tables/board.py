"""The message board (留言板): words for the community's secretary, and what was answered."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, index_where_set


class BoardMessage(Base):
    """What a resident wrote to the secretary; once erased, without its words."""

    __tablename__ = "board_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who hears the answer, signed or not."""
    signed_as: Mapped[str | None] = mapped_column(String(140))
    """None where they did not want to be named."""
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The community."""
    text: Mapped[str] = mapped_column(Text)
    may_show: Mapped[bool]
    """They agreed that it is shown to everybody, without a name, once it is answered."""
    written_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[int | None] = mapped_column(BigInteger)
    answered_by_name: Mapped[str | None] = mapped_column(String(140))
    answered_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    """Staff keep it from being shown."""
    hidden_by: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        Index(None, "area_id", "answered_at"),
        Index(None, "person_id", "written_at"),
        Index(None, "remind_at"),
        index_where_set("answered_by"),
        index_where_set("hidden_by"),
    )
