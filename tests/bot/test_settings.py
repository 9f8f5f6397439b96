"""Settings: a wrong one is refused at the start, in a sentence that names it."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from bot.settings import Settings

TOKEN = "123456:" + "A" * 35
ENVIRONMENT = tuple(name.upper() for name in Settings.model_fields)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


def settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return Settings(_env_file=None)


def test_without_any_it_runs_in_the_sandbox_on_sqlite() -> None:
    found = Settings(_env_file=None)
    assert found.bot_token is None
    assert found.database_url.startswith("sqlite+aiosqlite:///data/")
    assert found.timezone.key == "Asia/Shanghai"
    assert found.follow_up_after == timedelta(hours=24)


def test_they_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(
        monkeypatch,
        BOT_TOKEN=TOKEN,
        ADMIN_IDS=" 1, 2,",
        FOLLOW_UP_AFTER="2s",
        TIMEZONE="Asia/Urumqi",
        DATABASE_URL="postgresql+asyncpg://localhost/jinlin",
    )
    assert found.bot_token is not None
    assert found.bot_token.get_secret_value() == TOKEN
    assert found.admin_ids == {1, 2}
    assert found.follow_up_after == timedelta(seconds=2)
    assert found.timezone.key == "Asia/Urumqi"


@pytest.mark.parametrize("name", ["BOT_TOKEN", "PUBLIC_URL", "WEBHOOK_URL", "WEBHOOK_SECRET"])
def test_an_empty_one_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert getattr(settings(monkeypatch, **{name: ""}), name.lower()) is None


def test_people_reach_the_web_server_where_it_listens_or_by_the_public_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert settings(monkeypatch).address == "http://127.0.0.1:8080"
    assert settings(monkeypatch, PUBLIC_URL="https://jinlin.cn/").address == "https://jinlin.cn"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BOT_TOKEN", "not-a-token", "@BotFather"),
        ("MORE_BOTS", "not-a-token", "east=123456"),
        ("MORE_BOTS", f"East={TOKEN}", "small letters"),
        ("BOT_API_URL", "telegram", "URL"),
        ("DATABASE_URL", "mysql://localhost/x", "sqlite+aiosqlite://"),
        ("DATABASE_URL", "sqlite:///x", "postgresql+asyncpg://"),
        ("DATABASE_URL", "?", "sqlite+aiosqlite://"),
        ("ADMIN_IDS", "1;2", "separated by commas"),
        ("ADMIN_IDS", "me", "numbers"),
        ("WEB_PORT", "70000", "65535"),
        ("WEB_PORT", "http", "integer"),
        ("WEBHOOK_URL", "example", "URL"),
        ("TIMEZONE", "Mars/Olympus", "Asia/Shanghai"),
        ("TIMEZONE", "../etc", "Asia/Shanghai"),
        ("FOLLOW_UP_AFTER", "soon", "24h"),
        ("FOLLOW_UP_AFTER", "24", "24h"),
        ("LOG_LEVEL", "LOUD", "'INFO'"),
    ],
)
def test_a_wrong_one_is_named_and_told_what_would_be_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        settings(monkeypatch, **{name: value})
    (error,) = refused.value.errors()
    assert error["loc"] == (name.lower(),)
    assert sentence in error["msg"]


KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


def test_webhooks_are_named_by_whom_they_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
    given = f"350102004003/staff={address}, 350102004003/canteen={KEY}"
    found = settings(monkeypatch, WECOM_WEBHOOKS=given, PUBLIC_URL="https://desk.example.org")
    keys = {serves: key.get_secret_value() for serves, key in found.wecom_webhooks.items()}
    assert keys == dict.fromkeys(["350102004003/staff", "350102004003/canteen"], KEY)
    assert found.has_messenger
    assert KEY not in repr(found)


@pytest.mark.parametrize(
    "wrong", [KEY, f"1/nobody={KEY}", "1/staff=", f"1/staff={KEY},1/staff={KEY}", "1/staff=a b"]
)
def test_a_webhook_of_nobody_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    with pytest.raises(ValidationError, match="such as 350102004003/staff=KEY") as refused:
        settings(monkeypatch, WECOM_WEBHOOKS=wrong, PUBLIC_URL="https://desk.example.org")
    assert KEY not in str(refused.value)


def test_webhooks_need_an_address_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError, match="WECOM_WEBHOOKS needs a PUBLIC_URL"):
        settings(monkeypatch, WECOM_WEBHOOKS=f"1/staff={KEY}")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "jinlin.local", ""])  # noqa: S104
def test_the_sandbox_listens_beyond_this_machine_only_where_that_is_said(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    with pytest.raises(ValidationError, match="SANDBOX_OPEN=yes"):
        settings(monkeypatch, WEB_HOST=host)
    assert settings(monkeypatch, WEB_HOST=host, SANDBOX_OPEN="yes").web_host == host
    assert settings(monkeypatch, WEB_HOST=host, SANDBOX_OPEN="no", BOT_TOKEN=TOKEN)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_on_this_machine_the_sandbox_asks_for_nothing(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    assert settings(monkeypatch, WEB_HOST=host).web_host == host


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "WEBHOOK_URL needs a BOT_TOKEN"),
        ({"BOT_TOKEN": TOKEN}, "WEBHOOK_URL needs a WEBHOOK_SECRET"),
        ({"BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": "密码"}, "WEBHOOK_SECRET of 1 to 256 letters"),
        ({"BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": "a" * 257}, "WEBHOOK_SECRET of 1 to 256 letters"),
    ],
)
def test_a_webhook_needs_a_token_and_a_secret(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        settings(monkeypatch, WEBHOOK_URL="https://example.org", **values)


def test_a_secret_is_in_no_error_and_in_no_representation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ValidationError) as refused:
        settings(monkeypatch, BOT_TOKEN="123:secret")
    assert "secret" not in str(refused.value)
    assert TOKEN not in repr(settings(monkeypatch, BOT_TOKEN=TOKEN))


@pytest.mark.parametrize("shared", [1087968824, 136817688, 777000])
def test_an_account_that_telegram_shares_is_no_admin(
    monkeypatch: pytest.MonkeyPatch, shared: int
) -> None:
    monkeypatch.setenv("ADMIN_IDS", f"12345,{shared}")
    with pytest.raises(ValidationError, match=f"{shared} is not a person"):
        Settings(_env_file=None)
