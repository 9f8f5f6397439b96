"""What WeChat sent comes in, and nothing else: Tencent's vectors; wechatpy as another reader."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidSignatureException

from bot.channels.wechat.crypto import FRESH, ForgedError, Gate, Seal, signature
from bot.channels.wechat.xml import LARGEST, read_xml
from bot.sandbox.wechat.account import Account
from bot.sandbox.wechat.callbacks import HttpAnswer
from bot.sandbox.wechat.platform import Platform
from tests.sandbox.conftest import MovableClock

TOKEN, APPID = "123456", "wx49f0ab532d5d035a"
KEY = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"
SENT_AT, NONCE = "1411443780", "437374425"
NOW = datetime.fromtimestamp(int(SENT_AT), UTC)
ECHO = "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q=="
MESSAGE = "<xml><Content><![CDATA[灯坏了💡]]></Content></xml>"

PLAIN = Gate(token=TOKEN, appid=APPID)
SEALED = Gate(token=TOKEN, appid=APPID, aes_key=KEY)
THEIRS = WeChatCrypto(TOKEN, KEY, APPID)

# Of the sample code that Tencent publishes with WXBizMsgCrypt.
SAMPLE_KEY, SAMPLE_ID = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
SAMPLE = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="


def query(
    *, sealed: str = "", at: str = SENT_AT, token: str = TOKEN, **more: str
) -> dict[str, str]:
    """A rightly signed query; with `sealed` that of a callback in the AES mode."""
    signed = {"signature": signature(token, at, NONCE), "timestamp": at, "nonce": NONCE}
    if sealed:
        signed["encrypt_type"] = "aes"
        signed["msg_signature"] = signature(token, at, NONCE, sealed)
    return signed | more


def envelope(sealed: str) -> bytes:
    return f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{sealed}</Encrypt></xml>".encode()


def test_published_vectors() -> None:
    assert signature(TOKEN, SENT_AT, NONCE, ECHO) == "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96"
    assert Seal(KEY, APPID).open(ECHO) == b"5927782489442352469"
    assert Seal(SAMPLE_KEY, SAMPLE_ID).open(SAMPLE) == b"1616140317555161061"


@pytest.mark.parametrize("gate", [PLAIN, SEALED], ids=["plain", "sealed"])
def test_the_address_is_proved_by_the_same_echo(gate: Gate) -> None:
    assert gate.echo(query(echostr="5927782489442352469"), NOW) == "5927782489442352469"


def test_a_plain_callback_comes_in_as_it_is() -> None:
    assert PLAIN.open(query(), MESSAGE.encode(), NOW) == MESSAGE.encode()


@given(st.text())
def test_a_callback_that_wechatpy_sealed_is_opened(words: str) -> None:
    made = read_xml(THEIRS.encrypt_message(words, NONCE, SENT_AT).encode())
    sealed = made.findtext("Encrypt", "")
    signed = query(sealed=sealed)
    assert signed["msg_signature"] == made.findtext("MsgSignature")
    assert SEALED.open(signed, envelope(sealed), NOW) == words.encode()


def test_wechatpy_opens_a_reply_that_we_sealed() -> None:
    reply = SEALED.close(MESSAGE, NOW)
    read = read_xml(reply.encode())
    signed, at, nonce = (read.findtext(name, "") for name in ("MsgSignature", "TimeStamp", "Nonce"))
    assert THEIRS.decrypt_message(reply, signed, at, nonce) == MESSAGE
    with pytest.raises(InvalidSignatureException):
        THEIRS.decrypt_message(reply, signed, str(int(at) + 1), nonce)


def test_a_plain_reply_stays_as_it_is() -> None:
    assert PLAIN.close(MESSAGE, NOW) == MESSAGE


@pytest.mark.parametrize(
    ("gate", "signed", "body", "why"),
    [
        (PLAIN, {}, b"", "signature"),
        (PLAIN, query(token="654321"), b"", "signature"),
        (PLAIN, query() | {"signature": "灯\ud83d"}, b"", "signature"),
        (PLAIN, query() | {"nonce": "1"}, b"", "signature"),
        (PLAIN, query(at="soon"), b"", "timestamp"),
        (PLAIN, query(at="1" * 5000), b"", "timestamp"),
        (PLAIN, query(sealed=ECHO), envelope(ECHO), "no EncodingAESKey"),
        (SEALED, query(), MESSAGE.encode(), "not sealed"),
        (SEALED, query(), envelope(ECHO), "msg_signature"),
        (SEALED, query(sealed=SAMPLE), envelope(ECHO), "msg_signature"),
        (SEALED, query(sealed=SAMPLE), envelope(SAMPLE), "another key"),
        (SEALED, query(sealed="灯"), envelope("灯"), "another key"),
        (SEALED, query(sealed=ECHO), b"\xff", "no XML"),
        (SEALED, query(sealed=ECHO), b" " * (LARGEST + 1), "too many"),
        (SEALED, query(sealed=ECHO), b'<!DOCTYPE x [<!ENTITY y "">]><x>&y;</x>', "no XML"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else "",
)
def test_what_is_not_wechats_is_refused(
    gate: Gate, signed: dict[str, str], body: bytes, why: str
) -> None:
    with pytest.raises(ForgedError, match=why):
        gate.open(signed, body, NOW)


def test_what_was_sealed_for_another_account_is_refused() -> None:
    sealed = Seal(KEY, "wx0000000000000000").seal(b"<xml/>")
    with pytest.raises(ForgedError, match="another account"):
        SEALED.open(query(sealed=sealed), envelope(sealed), NOW)


@pytest.mark.parametrize("gate", [PLAIN, SEALED], ids=["plain", "sealed"])
@pytest.mark.parametrize("direction", [-1, 1], ids=["replayed", "ahead"])
def test_a_timestamp_minutes_off_is_refused(gate: Gate, direction: int) -> None:
    sealed = Seal(KEY, APPID).seal(b"<xml/>") if gate is SEALED else ""
    signed, body = query(sealed=sealed), envelope(sealed) if sealed else b"<xml/>"
    assert gate.open(signed, body, NOW - direction * FRESH) == b"<xml/>"
    with pytest.raises(ForgedError, match="minutes off"):
        gate.open(signed, body, NOW - direction * (FRESH + timedelta(seconds=1)))


@pytest.mark.parametrize("key", ["", "short", KEY[:-1], f"{KEY}A", KEY[:-1] + "!"])
def test_a_key_that_is_none_is_refused_at_once(key: str) -> None:
    with pytest.raises(ValueError, match="43 letters"):
        Seal(key, APPID)


@pytest.mark.parametrize("aes_key", ["", KEY], ids=["plain", "sealed"])
async def test_the_platform_of_the_sandbox_comes_in_and_hears_the_reply(
    aes_key: str, clock: MovableClock
) -> None:
    account = Account(aes_key=aes_key)
    gate = Gate(token=account.token, appid=account.appid, aes_key=aes_key)
    platform = Platform(clock, account)
    lin = platform.add_person("林")

    async def receive(signed: dict[str, str], body: bytes) -> HttpAnswer:
        if not body:
            return 200, gate.echo(signed, clock()).encode()
        said = read_xml(gate.open(signed, body, clock()))
        reply = (
            f"<xml><ToUserName>{lin.openid}</ToUserName><FromUserName>{account.gh_id}</FromUserName>"
            f"<CreateTime>1</CreateTime><MsgType>text</MsgType>"
            f"<Content>听到了：{said.findtext('Content') or '关注'}</Content></xml>"
        )
        return 200, gate.close(reply, clock()).encode()

    platform.deliver = receive
    assert await platform.check_callback()
    await lin.follow()
    await lin.say("灯坏了💡")
    assert lin.heard == ["听到了：关注", "听到了：灯坏了💡"]
