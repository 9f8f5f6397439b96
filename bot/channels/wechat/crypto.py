"""Whether a callback is WeChat's, and its AES mode (安全模式).

https://developers.weixin.qq.com/doc/service/guide/dev/push/encryption.html

A plain callback's signature does not cover its body: who has seen one can put another body
below it for as long as its timestamp is fresh. The AES mode signs what it seals.
"""

import base64
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from bot.channels.wechat.xml import NotXmlError, read_xml

FRESH = timedelta(minutes=5)
"""How far a callback's timestamp may be from our clock, in either direction."""
_NOISE, _LENGTH = 16, 4
"""Bytes before the message: random ones, and its length (big-endian). The appid stands behind."""
_BLOCK_BITS = 256
"""WeChat pads to 32 bytes, where AES needs only 16."""


class ForgedError(Exception):
    """A callback that is not WeChat's, not for this account, or not in the mode that was agreed.

    Its text holds nothing of what was posted.
    """


def signature(*parts: str) -> str:
    """Of token, timestamp and nonce; for a `msg_signature` also of the sealed text."""
    return sha1("".join(sorted(parts)).encode(errors="replace")).hexdigest()  # noqa: S324 - theirs


class Seal:
    """The AES mode of one account.

    aes_key: EncodingAESKey, 43 characters of base64; ValueError for another.
    """

    def __init__(self, aes_key: str, appid: str) -> None:
        try:
            key = base64.b64decode(f"{aes_key}=", validate=True)
            self._cipher = Cipher(algorithms.AES256(key), modes.CBC(key[:16]))
        except ValueError:
            raise ValueError("an EncodingAESKey has 43 letters and digits") from None
        self._appid = appid.encode()

    def seal(self, message: bytes) -> str:
        length = len(message).to_bytes(_LENGTH, "big")
        plain = secrets.token_bytes(_NOISE) + length + message + self._appid
        padder, encryptor = PKCS7(_BLOCK_BITS).padder(), self._cipher.encryptor()
        padded = padder.update(plain) + padder.finalize()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def open(self, sealed: str) -> bytes:
        """Raises ForgedError for what this key did not seal for this account."""
        decryptor, unpadder = self._cipher.decryptor(), PKCS7(_BLOCK_BITS).unpadder()
        try:
            padded = decryptor.update(base64.b64decode(sealed, validate=True))
            plain = unpadder.update(padded + decryptor.finalize()) + unpadder.finalize()
        except ValueError:
            raise ForgedError("it was sealed with another key") from None
        start = _NOISE + _LENGTH
        end = start + int.from_bytes(plain[_NOISE:start], "big")
        if plain[end:] != self._appid:
            raise ForgedError("it was sealed for another account")
        return plain[start:end]


class Gate:
    """Lets WeChat's callbacks in. token: what the account's owner chose for the signatures.

    aes_key: empty in plain mode; with one, what is not sealed is refused.
    """

    def __init__(self, *, token: str, appid: str, aes_key: str = "") -> None:
        self._token = token
        self._seal = Seal(aes_key, appid) if aes_key else None

    def echo(self, query: Mapping[str, str], now: datetime) -> str:
        """The answer to a GET, by which the address is proved to be ours. Raises ForgedError."""
        self._check(query, "signature", now)
        return query.get("echostr", "")

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> bytes:
        """The XML of a callback, out of a POST. Raises ForgedError."""
        if self._seal is None:
            self._check(query, "signature", now)
            if query.get("encrypt_type", "raw") != "raw":
                raise ForgedError("it is sealed, and no EncodingAESKey is set here")
            return body
        try:
            sealed = read_xml(body).findtext("Encrypt") or ""
        except NotXmlError as error:
            raise ForgedError(f"it is no XML: {error}") from None
        if not sealed:
            raise ForgedError("it is not sealed, though an EncodingAESKey is set")
        self._check(query, "msg_signature", now, sealed)
        return self._seal.open(sealed)

    def close(self, reply: str, now: datetime) -> str:
        """A passive reply's XML as WeChat expects it: sealed and signed in the AES mode."""
        if self._seal is None:
            return reply
        sealed = self._seal.seal(reply.encode())
        timestamp, nonce = str(int(now.timestamp())), str(secrets.randbelow(10**10))
        signed = signature(self._token, timestamp, nonce, sealed)
        return (
            f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{signed}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        )

    def _check(self, query: Mapping[str, str], name: str, now: datetime, *signed: str) -> None:
        """Raises ForgedError where the signature called `name` is wrong or old."""
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        ours = signature(self._token, timestamp, nonce, *signed)
        theirs = query.get(name, "").encode(errors="replace")
        if not hmac.compare_digest(theirs, ours.encode()):
            raise ForgedError(f"its {name} is wrong")
        if not _is_fresh(timestamp, now):
            raise ForgedError("its timestamp is minutes off")


def _is_fresh(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit()):
        return False
    return abs(int(timestamp[:12]) - now.timestamp()) <= FRESH.total_seconds()
