"""Files that people sent, under ids of our own."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum
from storage.tables.channels import Channel


class MediaKind(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"


class Media(Base):
    """A photo, video, voice message or file; the messenger keeps the bytes."""

    __tablename__ = "media"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    """See `storage.media`."""
    kind: Mapped[MediaKind] = mapped_column(text_enum(MediaKind))
    created_at: Mapped[datetime]
    """When it came."""

    __table_args__ = (Index(None, "created_at"),)


class MediaCopy(Base):
    """What a channel calls a file; only there does the name mean anything."""

    __tablename__ = "media_copies"

    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True
    )
    channel: Mapped[Channel] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(String(255))
    expires_at: Mapped[datetime | None]
    """From when on the channel no longer knows it; None for never, as on Telegram."""
