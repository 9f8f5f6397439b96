"""What a member sent: loaded within the five minutes for which WeCom has it, and deciphered."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from bot.channels.wecom.errors import WecomError

MOST = 20 * 1024 * 1024
"""Bytes: no file of WeCom's is longer."""
_PADDED_TO = 32
"""Bytes."""


class NotLoadedError(WecomError):
    """The link is too old, leads nowhere, or what came is not what was meant."""


@dataclass(frozen=True, slots=True)
class Loaded:
    name: str | None
    data: bytes = field(repr=False)


async def download(http: ClientSession, part: Mapping[str, Any]) -> Loaded:
    """part: {"url", "aeskey"} as in a frame's image, file or video. Raises NotLoadedError."""
    try:
        async with http.get(part["url"], proxy=None) as response:
            if response.status != 200:
                raise NotLoadedError(f"WeCom answers {response.status}")
            enciphered = await _read(response)
            disposition = response.content_disposition
    except (ClientError, OSError, TimeoutError, KeyError) as error:
        raise NotLoadedError(type(error).__name__) from None
    name = disposition.filename if disposition else None
    return Loaded(name, decipher(enciphered, part.get("aeskey")))


def decipher(data: bytes, aeskey: object) -> bytes:
    """AES-256-CBC, IV = key[:16], PKCS#7 to 32 bytes. Raises NotLoadedError."""
    try:
        encoded = str(aeskey)
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
        decryptor = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).decryptor()
        unpadder = PKCS7(_PADDED_TO * 8).unpadder()
        padded = decryptor.update(data) + decryptor.finalize()
        return unpadder.update(padded) + unpadder.finalize()
    except (ValueError, binascii.Error):
        raise NotLoadedError("the file cannot be deciphered") from None


async def _read(response: ClientResponse) -> bytes:
    data = bytearray()
    async for piece in response.content.iter_chunked(64 * 1024):
        data += piece
        if len(data) > MOST + _PADDED_TO:
            raise NotLoadedError("the file is too long")
    return bytes(data)
