"""Signatures, and the AES mode of callbacks (WXBizMsgCrypt), as the platform makes and reads them.

Plain text of a sealed message: 16 random bytes, its length (4 bytes, big-endian), the message, the
appid; AES-256-CBC under EncodingAESKey, the IV its first 16 bytes, PKCS#7 to blocks of 32 bytes.
"""

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

_BLOCK = 32
_NOISE = 16
_LENGTH = 4


class UnsealedError(ValueError):
    """What should have been sealed for this account is not."""


def sign(*parts: str) -> str:
    """`signature` of token, timestamp and nonce; `msg_signature` of these and the sealed text."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 — WeChat's choice


class Seal:
    """aes_key: EncodingAESKey, 43 characters of base64. appid: whose messages these are."""

    def __init__(self, aes_key: str, appid: str) -> None:
        key = base64.b64decode(aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._appid = appid.encode()

    def seal(self, message: bytes) -> str:
        noise = secrets.token_bytes(_NOISE)
        plain = noise + len(message).to_bytes(_LENGTH, "big") + message + self._appid
        padder = PKCS7(_BLOCK * 8).padder()
        encryptor = self._cipher.encryptor()
        padded = padder.update(plain) + padder.finalize()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def open(self, sealed: str) -> bytes:
        """Raises UnsealedError for what this key and appid did not seal."""
        try:
            decryptor = self._cipher.decryptor()
            padded = decryptor.update(base64.b64decode(sealed, validate=True))
            unpadder = PKCS7(_BLOCK * 8).unpadder()
            plain = unpadder.update(padded + decryptor.finalize()) + unpadder.finalize()
        except ValueError:
            raise UnsealedError("not sealed with this key") from None
        start = _NOISE + _LENGTH
        end = start + int.from_bytes(plain[_NOISE:start], "big")
        if plain[end:] != self._appid:
            raise UnsealedError("sealed for another account")
        return plain[start:end]
