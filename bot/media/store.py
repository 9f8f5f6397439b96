"""What a channel does with files."""

from datetime import timedelta
from typing import Protocol

from aiogram.types import BufferedInputFile

from storage.media_bytes import Content
from storage.tables import MediaKind

Name = str | BufferedInputFile
"""What a channel is told to send: a file that it knows, or the file itself."""


class LostError(Exception):
    """The file is not to be had any more."""


class TooLargeError(LostError):
    """Its channel keeps it, and hands over none so large."""


class NotNowError(Exception):
    """It may be later. The text names no file and no address."""


class UnfitError(Exception):
    """The channel takes no such file, or none so large."""


class Store(Protocol):
    """A channel's files."""

    @property
    def knows_for(self) -> timedelta | None:
        """For how long a file can be sent by the name that `upload` gave; None for good."""

    @property
    def takes_documents(self) -> bool:
        """Whether a file of any kind can be sent as it is."""

    async def fetch(self, external_id: str, /) -> Content:
        """A file that somebody sent there. Raises LostError and NotNowError."""

    async def upload(self, kind: MediaKind, content: Content, /) -> Name:
        """What it is sent by. Raises UnfitError and NotNowError."""
