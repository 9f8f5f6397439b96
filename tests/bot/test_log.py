"""Logs: no token, telephone number or password, wherever in a line they stand."""

import logging
from collections.abc import Iterator

import pytest

from bot.log import RedactingFormatter, set_up

TOKEN = "7000000001:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
PHONE = "13800138000"
SECRETS = {TOKEN: "<token>", PHONE: "<phone>"}


def formatted(message: str, *args: object, error: Exception | None = None) -> str:
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, message, args, exc_info)
    return RedactingFormatter("%(message)s").format(record)


@pytest.mark.parametrize("secret", SECRETS)
def test_it_is_taken_out_of_the_message(secret: str) -> None:
    assert formatted(f"sent with {secret}.") == f"sent with {SECRETS[secret]}."


@pytest.mark.parametrize("secret", SECRETS)
def test_it_is_taken_out_of_the_arguments(secret: str) -> None:
    assert formatted("%s: %r", "sent", {"text": secret}) == f"sent: {{'text': '{SECRETS[secret]}'}}"


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
    assert formatted(url) == "https://api.telegram.org/bot<token>/sendMessage"
    assert formatted("postgresql://jinlin:pa$$word@db/x") == "postgresql://<password>@db/x"


@pytest.mark.parametrize("harmless", ["编号 261123-1", "update 100000012", "5000000001", "12345"])
def test_numbers_that_staff_need_stay(harmless: str) -> None:
    assert formatted(harmless) == harmless


@pytest.fixture
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("restored")
def test_every_logger_is_cleaned_once_it_is_set_up(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO")
    logging.getLogger("aiohttp.client").warning("token %s", TOKEN)
    logging.getLogger("aiogram.event").info("an update")
    written = capsys.readouterr().err
    assert "<token>" in written
    assert TOKEN not in written
    assert "an update" not in written
