"""Which updates were seen, and which could not be handled."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base
from storage.tables.channels import Channel


class SeenUpdate(Base):
    """An update that was handled: a second arrival is dropped."""

    __tablename__ = "seen_updates"

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime]

    __table_args__ = (Index(None, "seen_at"),)


class FailedUpdate(Base):
    """An update whose handler raised, by the code the person was given. No words of theirs."""

    __tablename__ = "failed_updates"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger)
    failed_at: Mapped[datetime]
    error: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index(None, "failed_at"),)
