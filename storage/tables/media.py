"""Files that people sent, under ids of our own."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum
from storage.tables.channels import Channel, InChat


class MediaKind(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"


class Media(Base):
    """A photo, video, voice message or file.

    Where the messenger keeps the bytes for good, they stay there; else they are a `MediaBlob`.
    """

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


class MediaBlob(Base):
    """The bytes of a file, where its messenger does not keep them."""

    __tablename__ = "media_blobs"

    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(255))
    mime_type: Mapped[str] = mapped_column(String(100))
    data: Mapped[bytes] = mapped_column(LargeBinary)


class MediaFetch(Base):
    """A file whose bytes are still to be fetched from the messenger it came by."""

    __tablename__ = "media_fetches"

    media_id: Mapped[str] = mapped_column(
        ForeignKey("media.id", ondelete="CASCADE"), primary_key=True
    )
    channel: Mapped[Channel]
    external_id: Mapped[str] = mapped_column(Text)
    """By what it is fetched; on WeCom a key and a link, which nothing can be sent by."""
    until: Mapped[datetime]
    """From when on the messenger has it no more."""
    next_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (Index(None, "channel", "next_at"),)


class SharedFile(InChat, Base):
    """A link by which somebody may load a file for a while, see `storage.shared_files`."""

    __tablename__ = "shared_files"

    token: Mapped[str] = mapped_column(String(60), primary_key=True)
    media_id: Mapped[str] = mapped_column(ForeignKey("media.id", ondelete="CASCADE"))
    made_for_it: Mapped[bool]
    """Nobody sent the file."""
    until: Mapped[datetime]

    __table_args__ = (
        Index(None, "media_id"),
        Index(None, "channel", "chat_id"),
        Index(None, "until"),
    )
