"""WXBizMsgCrypt: the published vectors, and what is sealed is opened by nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from bot.sandbox.wechat.crypto import Seal, UnsealedError, sign
from bot.sandbox.wechat.xml import read_xml
from tests.sandbox.wechat.conftest import AES_KEY

APPID = "wx49f0ab532d5d035a"

# Of the sample code that Tencent publishes with WXBizMsgCrypt.
SAMPLE_TOKEN, SAMPLE_ID = "QDG6eK", "wx5823bf96d3bd56c7"
SAMPLE_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
SAMPLE_ECHO = (
    "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
)
SAMPLE_MESSAGE = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj9"
    "11L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DO"
    "dnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03"
    "v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpN"
    "elZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)


@pytest.mark.parametrize(
    ("token", "key", "appid", "timestamp", "nonce", "sealed", "signature", "plain"),
    [
        (
            "123456",
            AES_KEY,
            APPID,
            "1411443780",
            "437374425",
            "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==",
            "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
            "5927782489442352469",
        ),
        (
            SAMPLE_TOKEN,
            SAMPLE_KEY,
            SAMPLE_ID,
            "1409659589",
            "263014780",
            SAMPLE_ECHO,
            "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
            "1616140317555161061",
        ),
    ],
)
def test_published_vectors(
    token: str,
    key: str,
    appid: str,
    timestamp: str,
    nonce: str,
    sealed: str,
    signature: str,
    plain: str,
) -> None:
    assert sign(token, timestamp, nonce, sealed) == signature
    assert Seal(key, appid).open(sealed).decode() == plain


def test_the_published_message() -> None:
    signature = sign(SAMPLE_TOKEN, "1409659813", "1372623149", SAMPLE_MESSAGE)
    assert signature == "477715d11cdb4164915debcba66cb864d751f3e6"
    message = read_xml(Seal(SAMPLE_KEY, SAMPLE_ID).open(SAMPLE_MESSAGE))
    assert message.findtext("Content") == "hello"


@given(st.text())
def test_wechatpy_opens_what_is_sealed(message: str) -> None:
    theirs = PrpCrypto(WeChatCrypto("123456", AES_KEY, APPID).key)
    sealed = Seal(AES_KEY, APPID).seal(message.encode())
    assert theirs.decrypt(sealed, APPID) == message


@given(st.text())
def test_what_wechatpy_sealed_is_opened(message: str) -> None:
    theirs = PrpCrypto(WeChatCrypto("123456", AES_KEY, APPID).key)
    sealed = theirs.encrypt(message.encode(), APPID).decode()
    assert Seal(AES_KEY, APPID).open(sealed).decode() == message


@pytest.mark.parametrize(
    "sealed",
    [
        Seal(AES_KEY, "wx0000000000000000").seal(b"x"),
        Seal(SAMPLE_KEY, APPID).seal(b"x"),
        Seal(AES_KEY, APPID).seal(b"x")[4:],
        "x",
        "",
        "灯",
    ],
    ids=["another account", "another key", "cut", "no base64", "empty", "not ASCII"],
)
def test_what_was_not_sealed_for_the_account_is_refused(sealed: str) -> None:
    with pytest.raises(UnsealedError):
        Seal(AES_KEY, APPID).open(sealed)
