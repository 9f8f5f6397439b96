"""Settings, from the environment or a `.env` file; each is explained in the README's table."""

import re
from datetime import timedelta
from ipaddress import ip_address
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, HttpUrl, SecretStr, WebsocketUrl, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from handlers.common.anonymous import SHARED_ACCOUNTS
from storage.tables import Purpose

_DURATION = re.compile(r"(\d+)\s*([smhd])", re.IGNORECASE)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What Telegram accepts as a webhook's secret token."""

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
_BOT_NAME = re.compile(r"[a-z0-9-]{1,11}")
"""With its messenger before it a name of a channel, of which the tables hold 20 characters."""

TELEGRAM = "api.telegram.org"
WECHAT = "api.weixin.qq.com"
WECOM = "openws.work.weixin.qq.com"
WECOM_WEBHOOKS = "qyapi.weixin.qq.com"
_AES_KEY = re.compile(r"[A-Za-z0-9]{43}")
_WECHAT_TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")
_WEBHOOK = re.compile(
    rf"(\w{{1,40}}/(?:{'|'.join(Purpose)}))=(?:\S*[?&]key=)?([\w-]{{16,64}})", re.ASCII
)
"""Whom a group serves, and its webhook's key or address."""


class Settings(BaseSettings):
    """Wrong ones are refused at start, in a sentence that names them."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    bot_token: SecretStr | None = None
    more_bots: Annotated[dict[str, SecretStr], NoDecode] = {}
    """Further bots of this deployment: their tokens by a name for each."""
    wechat_appid: str = ""
    wechat_secret: SecretStr | None = None
    wechat_token: SecretStr | None = None
    wechat_aes_key: SecretStr | None = None
    wechat_api_url: HttpUrl = HttpUrl(f"https://{WECHAT}")
    wecom_bot_id: str = ""
    wecom_secret: SecretStr | None = None
    wecom_name: str = ""
    wecom_admins: Annotated[frozenset[str], NoDecode] = frozenset()
    wecom_url: WebsocketUrl = WebsocketUrl(f"wss://{WECOM}")
    wecom_webhooks: Annotated[dict[str, SecretStr], NoDecode] = {}
    """Keys of groups that have no robot, each by an area's code and a purpose."""
    wecom_webhook_url: HttpUrl = HttpUrl(f"https://{WECOM_WEBHOOKS}")
    bot_api_url: HttpUrl = HttpUrl(f"https://{TELEGRAM}")
    database_url: str = "sqlite+aiosqlite:///data/jinlin.db"
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8080, ge=0, le=65535)
    sandbox_open: bool = False
    public_url: HttpUrl | None = None
    webhook_url: HttpUrl | None = None
    webhook_secret: SecretStr | None = None
    timezone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    follow_up_after: timedelta = timedelta(hours=24)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["readable", "json"] = "readable"

    @field_validator(
        "bot_token",
        "public_url",
        "webhook_url",
        "webhook_secret",
        "wechat_secret",
        "wechat_token",
        "wechat_aes_key",
        "wecom_secret",
        mode="before",
    )
    @classmethod
    def _empty_is_absent(cls, value: Any) -> Any:
        return value or None

    @property
    def address(self) -> str:
        """Where people reach the web server; no slash at its end."""
        here = f"http://{self.web_host}:{self.web_port}"
        return str(self.public_url or here).rstrip("/")

    @property
    def has_messenger(self) -> bool:
        """Whether people reach the desk by a messenger; else `run` starts the sandbox."""
        others = self.wechat_appid or self.wecom_bot_id or self.wecom_webhooks
        return self.bot_token is not None or bool(others)

    @property
    def webhook_token(self) -> str:
        """WEBHOOK_SECRET in plain words; empty without one."""
        return self.webhook_secret.get_secret_value() if self.webhook_secret else ""

    @field_validator("bot_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("not a bot token; @BotFather gives one like 123456:ABC-…")
        return value

    @field_validator("more_bots", mode="before")
    @classmethod
    def _named_tokens(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        pairs = [pair.strip().partition("=") for pair in value.split(",") if pair.strip()]
        if not all(_BOT_NAME.fullmatch(name) and _TOKEN.fullmatch(it) for name, _is, it in pairs):
            raise ValueError(
                "names and tokens such as east=123456:ABC-…,west=654321:DEF-…; a name has 1 to 11"
                " small letters, digits or -"
            )
        return {name: SecretStr(token) for name, _is, token in pairs}

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        try:
            driver = make_url(value).drivername
        except ArgumentError:
            driver = ""
        if driver not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
            raise ValueError("has to begin with sqlite+aiosqlite:// or postgresql+asyncpg://")
        return value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _comma_separated(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdigit() for part in parts):
            raise ValueError("numbers separated by commas, such as 12345,67890")
        return frozenset(int(part) for part in parts)

    @field_validator("admin_ids")
    @classmethod
    def _are_people(cls, value: frozenset[int]) -> frozenset[int]:
        if shared := value & SHARED_ACCOUNTS:
            raise ValueError(
                f"{min(shared)} is not a person: Telegram shows it for every anonymous "
                "administrator or channel, so anybody could bind groups; switch anonymity off "
                "and use your own number"
            )
        return value

    @field_validator("wecom_admins", mode="before")
    @classmethod
    def _userids(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return frozenset(part.strip() for part in value.split(",") if part.strip())

    @field_validator("wecom_webhooks", mode="before")
    @classmethod
    def _webhooks_of_groups(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        found = [_WEBHOOK.fullmatch(part.strip()) for part in value.split(",") if part.strip()]
        pairs = {each[1]: SecretStr(each[2]) for each in found if each}
        if len(pairs) < len(found):
            raise ValueError(
                "a webhook's key or address for each area's code and purpose, each of these once,"
                f" such as 350102004003/staff=KEY; a purpose is one of {', '.join(Purpose)}"
            )
        return pairs

    @field_validator("timezone", mode="before")
    @classmethod
    def _known_zone(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("not a known time zone; one is Asia/Shanghai") from None

    @field_validator("follow_up_after", mode="before")
    @classmethod
    def _duration(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        match = _DURATION.fullmatch(value.strip())
        if match is None:
            raise ValueError("a number with s, m, h or d, such as 24h or 2s")
        return timedelta(**{_UNITS[match[2].lower()]: int(match[1])})

    @model_validator(mode="after")
    def _sandbox_stays_here(self) -> "Settings":
        if not self.has_messenger and not self.sandbox_open and not _is_loopback(self.web_host):
            raise ValueError(
                f"WEB_HOST {self.web_host} opens the sandbox to others, who may then act as "
                "anybody in it; set a BOT_TOKEN, or SANDBOX_OPEN=yes if that is wanted"
            )
        return self

    @model_validator(mode="after")
    def _wechat_is_complete(self) -> "Settings":
        if not self.wechat_appid:
            return self
        token = self.wechat_token.get_secret_value() if self.wechat_token else ""
        if self.wechat_secret is None or not _WECHAT_TOKEN.fullmatch(token):
            raise ValueError(
                "WECHAT_APPID needs a WECHAT_SECRET, and a WECHAT_TOKEN of 3 to 32 letters and"
                " digits: without it anyone could send callbacks"
            )
        if self.wechat_aes_key and not _AES_KEY.fullmatch(self.wechat_aes_key.get_secret_value()):
            raise ValueError("WECHAT_AES_KEY has 43 letters and digits (EncodingAESKey)")
        return self

    @model_validator(mode="after")
    def _wecom_is_complete(self) -> "Settings":
        if self.wecom_bot_id and self.wecom_secret is None:
            raise ValueError("WECOM_BOT_ID needs a WECOM_SECRET: the robot's page shows both")
        return self

    @model_validator(mode="after")
    def _webhooks_lead_here(self) -> "Settings":
        if self.wecom_webhooks and self.public_url is None:
            raise ValueError(
                "WECOM_WEBHOOKS needs a PUBLIC_URL: what can be done is done on a page there"
            )
        return self

    @model_validator(mode="after")
    def _webhook_is_complete(self) -> "Settings":
        if self.webhook_url is None:
            return self
        if self.bot_token is None:
            raise ValueError("WEBHOOK_URL needs a BOT_TOKEN")
        if self.webhook_url.scheme != "https" and self.bot_api_url.host == TELEGRAM:
            raise ValueError("WEBHOOK_URL has to begin with https://: Telegram posts nowhere else")
        if not _SECRET.fullmatch(self.webhook_token):
            raise ValueError(
                "WEBHOOK_URL needs a WEBHOOK_SECRET of 1 to 256 letters, digits, _ or -: "
                "without it anyone could send updates"
            )
        return self


def _is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`; names other than localhost may be anywhere."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
