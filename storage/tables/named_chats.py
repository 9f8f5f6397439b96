"""Chats on messengers that call them by names, and what they let us say there."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Json, index_where_set
from storage.tables.channels import Channel, InChat

LONGEST_NAME = 128
"""Characters; an openid has 28, a userid up to 64."""


class NamedChat(InChat, Base):
    """The number of ours that stands for a chat's name everywhere else.

    On Telegram chats have numbers and no row here. A private chat and its person have the same.
    """

    __tablename__ = "named_chats"

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    """WeChat's openid, WeCom's userid or chatid."""
    met_at: Mapped[datetime]
    written_at: Mapped[datetime | None]
    """When the person wrote last, by the messenger's own clock: it lets us say so much after it."""
    written_left: Mapped[int] = mapped_column(default=0, server_default="0")
    """Messages that may still be sent because of it."""
    tapped_at: Mapped[datetime | None]
    """When they tapped the menu, scanned or followed last, by the messenger's own clock."""
    tapped_left: Mapped[int] = mapped_column(default=0, server_default="0")
    buttons: Mapped[list[Any]] = mapped_column(Json, default=list, server_default="[]")
    """Below our last messages, see `bot.typed_taps`."""

    erased_at: Mapped[datetime | None]
    """When its person was, while they have still to hear that it is done."""

    __table_args__ = (UniqueConstraint("name", "channel"), index_where_set("erased_at"))
