"""What lets us in at a messenger's API for a few hours, shared by all processes."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base
from storage.tables.channels import Channel


class ChannelToken(Base):
    """See `storage.tokens`. Never exported, copied or logged."""

    __tablename__ = "channel_tokens"

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    token: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    """When some process last began to ask for one."""
    answered_at: Mapped[datetime | None]
    """When that ended, well or not; None while it asks, and where it died."""
