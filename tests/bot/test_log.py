"""Logs: no token, telephone number or password, wherever in a line they stand."""

import logging
from collections.abc import Iterator

import pytest

from bot.log import OURS, formatter, set_up, traced

TOKEN = "7000000001:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
PHONE = "13800138000"
SECRETS = {
    TOKEN: "<token>",
    PHONE: "<phone>",
    "138 0013-8000": "<phone>",
    "+8613800138000": "<phone>",
    "35010219490101001X": "<identity>",
}


def formatted(message: str, *args: object, error: Exception | None = None) -> str:
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, message, args, exc_info)
    return formatter("readable").format(record)


@pytest.mark.parametrize("secret", SECRETS)
def test_it_is_taken_out_of_the_message(secret: str) -> None:
    assert f"sent with {SECRETS[secret]}." in formatted(f"sent with {secret}.")


@pytest.mark.parametrize("secret", SECRETS)
def test_it_is_taken_out_of_the_arguments(secret: str) -> None:
    assert f"sent: {{'text': '{SECRETS[secret]}'}}" in formatted("%s: %r", "sent", {"text": secret})


@pytest.mark.parametrize("secret", SECRETS)
def test_it_is_taken_out_of_a_traceback(secret: str) -> None:
    try:
        int(f"/bot{secret}/getMe")
    except ValueError as error:
        line = formatted("failed", error=error)
    assert "ValueError" in line
    assert secret not in line


def test_it_is_taken_out_of_an_address() -> None:
    url = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
    assert " https://api.telegram.org/bot<token>/sendMessage " in formatted(url)
    assert " postgresql://<password>@db/x " in formatted("postgresql://jinlin:pa$$word@db/x")


def test_the_token_in_an_address_of_wechats_is_left_out() -> None:
    asked = "at https://api.weixin.qq.com/cgi-bin/menu/get?access_token=80_a-Z%2F&lang=zh now"
    assert "get?access_token=<token>&lang=zh now" in formatted(asked)


@pytest.mark.parametrize("harmless", ["编号 261123-1", "update 100000012", "5000000001", "12345"])
def test_numbers_that_staff_need_stay(harmless: str) -> None:
    assert harmless in formatted(harmless)


@pytest.fixture
def restored() -> Iterator[None]:
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("", *OURS)}
    yield
    root.handlers[:] = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.usefixtures("restored")
def test_every_logger_is_cleaned_once_it_is_set_up(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO")
    logging.getLogger("aiohttp.client").warning("token %s", TOKEN)
    logging.getLogger("aiogram.event").info("an update")
    logging.getLogger("bot.run").info("health is at …")
    written = capsys.readouterr().err
    assert "<token>" in written
    assert TOKEN not in written
    assert "an update" not in written
    assert "health is at …" in written


def test_an_exception_keeps_its_place_and_loses_its_words() -> None:
    words = "老林"
    try:
        try:
            int(words)
        except ValueError as error:
            raise ExceptionGroup(words, [KeyError(words)]) from error
    except ExceptionGroup as error:
        found = traced(error)
    kinds = [line for line in found.splitlines() if not line.startswith(" ")]
    assert kinds == ["ValueError", "KeyError", "ExceptionGroup"]
    assert "int(words)" in found
    assert words not in found
