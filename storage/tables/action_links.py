"""Links to pages with the buttons of a card, for groups that can only read."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base
from storage.tables.channels import Channel, InChat

LONGEST_NAME = 20
"""Characters of what somebody says that they are called."""


class ActionLink(InChat, Base):
    """Who has it may act once for the group of a chat, see `storage.action_links`."""

    __tablename__ = "action_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The link itself stands in the chat alone."""
    channel: Mapped[Channel]
    message_id: Mapped[int] = mapped_column(BigInteger)
    """Whose buttons the page has, or had."""
    card: Mapped[str | None] = mapped_column(String(60))
    """The key of the card which that message is a look of: the page has its latest."""
    cause: Mapped[str | None] = mapped_column(String(60))
    """The page shows what was answered to this, see `storage.cause`; empty for one in the chat."""
    name: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    """Who has used it, or alone may: what they say that they are called."""
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    renewed_at: Mapped[datetime | None]
    """When another one was asked for in its place."""

    __table_args__ = (Index(None, "until"), Index(None, "channel", "chat_id", "card"))
