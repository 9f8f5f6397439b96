"""Files on their way: enciphered links to what members sent, and media that robots uploaded."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from bot.sandbox.wecom.chats import File
from bot.sandbox.wecom.errors import BAD_MEDIA_ID, WecomError
from bot.sandbox.wecom.limits import LINK_LIVES, MEDIA_LIVES

PADDED_TO_BITS = 32 * 8


@dataclass(frozen=True, slots=True)
class Link:
    """A download: `data` is enciphered with a key of this link alone."""

    id: str
    name: str
    aeskey: str
    data: bytes = field(repr=False)
    made: datetime


def encipher(data: bytes, key: bytes) -> bytes:
    """AES-256-CBC, IV = key[:16], PKCS#7 to 32 bytes."""
    padder = PKCS7(PADDED_TO_BITS).padder()
    encryptor = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).encryptor()
    padded = padder.update(data) + padder.finalize()
    return encryptor.update(padded) + encryptor.finalize()


class Media:
    """All links and media of a gateway."""

    def __init__(self) -> None:
        self._links: dict[str, Link] = {}
        self._uploaded: dict[str, tuple[File, datetime]] = {}

    def link(self, file: File, now: datetime) -> Link:
        key = secrets.token_bytes(32)
        made = Link(
            id=secrets.token_urlsafe(16),
            name=file.name,
            aeskey=base64.b64encode(key).decode(),
            data=encipher(file.data, key),
            made=now,
        )
        self._links[made.id] = made
        return made

    def download(self, link_id: str, now: datetime) -> Link | None:
        """None for a link that never was or is older than five minutes."""
        link = self._links.get(link_id)
        return link if link and now - link.made < LINK_LIVES else None

    def keep(self, file: File, now: datetime) -> str:
        media_id = secrets.token_urlsafe(32)
        self._uploaded[media_id] = (file, now)
        return media_id

    def uploaded(self, media_id: object, kind: str, now: datetime) -> File:
        """Raises WecomError for media that is not there, too old, or of another kind."""
        file, at = self._uploaded.get(str(media_id), (None, now))
        if file is None or file.kind != kind or now - at >= MEDIA_LIVES:
            raise WecomError(BAD_MEDIA_ID, "invalid media_id")
        return file
