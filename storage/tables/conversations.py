"""Where each conversation stands, so that a restart in the middle loses nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base
from storage.tables.channels import Channel, InChat


class Conversation(InChat, Base):
    """State and data of one person in one chat, as aiogram's FSM keeps them."""

    __tablename__ = "conversations"
    __table_args__ = (Index(None, "person_id"),)

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[str | None] = mapped_column(String(100))
    data: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
