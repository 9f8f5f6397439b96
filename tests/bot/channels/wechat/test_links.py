"""`python -m bot links`: WeChat's codes beside Telegram's, each made once."""

import csv
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.wechat.transport import Transport
from bot.commands.links import NO_BOT, write_links
from bot.sandbox.wechat.platform import Platform
from bot.settings import Settings
from services.calendar import ZONE
from storage.engine import Database
from storage.importing import import_demo
from tests.bot.channels.wechat.conftest import NOON
from tests.conftest import copy_of, sqlite_url

Write = Callable[[str], Awaitable[str]]
BUILDINGS = 124
CREATE = "/cgi-bin/qrcode/create"


@pytest.fixture
async def write(
    sqlite_template: Path, tmp_path: Path, platform: Platform, transport: Transport
) -> Write:
    """Prints the demo community's lists into `tmp_path`, with the platform's account."""
    url = copy_of(sqlite_template, tmp_path / "jinlin.db")
    database = Database(url)
    async with database.transaction() as session:
        await import_demo(session, now=NOON)
    await database.close()
    account = platform.account
    found = Settings(
        _env_file=None,
        database_url=sqlite_url(tmp_path / "jinlin.db").render_as_string(),
        wechat_appid=account.appid,
        wechat_secret=SecretStr(account.secret),
        wechat_token=SecretStr("token"),
        wechat_api_url=transport.api_url,
        timezone=ZONE,
    )
    return lambda bot: write_links(found, bot, tmp_path)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def asked(platform: Platform) -> int:
    return sum(call.path == CREATE for call in platform.calls)


async def test_every_door_has_a_code_of_each_messenger(
    write: Write, tmp_path: Path, platform: Platform
) -> None:
    assert await write("jinlin_bot") == ""
    doors = rows(tmp_path / "楼栋.csv")
    assert len(doors) == BUILDINGS
    first = doors[0]
    assert first["Telegram链接"] == "https://t.me/jinlin_bot?start=b_junmen-xincun-1"
    assert first["Telegram二维码（用手机相机扫）"] == "qr/junmen-xincun-1.svg"
    assert first["微信二维码（用微信扫一扫）"] == "qr/wechat/junmen-xincun-1.svg"
    assert (tmp_path / "qr/wechat/junmen-xincun-1.svg").exists()
    callback = await platform.add_person("陈").follow(first["微信链接"])
    assert callback.fields["EventKey"] == "qrscene_b_junmen-xincun-1"


async def test_who_joins_the_volunteers_by_wechat_comes_to_their_team(
    write: Write, tmp_path: Path, platform: Platform
) -> None:
    await write(NO_BOT)
    by_code = {row["编码"]: row for row in rows(tmp_path / "志愿者.csv")}
    assert "Telegram链接" not in by_code["jm-hospital"]
    callback = await platform.add_person("陈").follow(by_code["jm-hospital"]["微信链接"])
    assert callback.fields["EventKey"] == "qrscene_v_jm-hospital"


async def test_printed_again_no_code_is_made_twice(
    write: Write, tmp_path: Path, platform: Platform
) -> None:
    await write("jinlin_bot")
    first, made = rows(tmp_path / "楼栋.csv"), asked(platform)
    assert made > BUILDINGS
    await write("jinlin_bot")
    assert rows(tmp_path / "楼栋.csv") == first
    assert asked(platform) == made


async def test_where_wechat_makes_no_more_the_rest_is_printed_and_it_is_said(
    write: Write, tmp_path: Path, platform: Platform
) -> None:
    platform.scenes.limit = 3
    assert "all of its permanent QR codes (45029)" in await write("jinlin_bot")
    doors = rows(tmp_path / "楼栋.csv")
    assert all(row["Telegram链接"] for row in doors)
    assert sum(bool(row["微信链接"]) for row in doors) == 3
    assert doors[3]["微信二维码（用微信扫一扫）"] == ""
    platform.scenes.limit = 1000
    assert await write("jinlin_bot") == ""
    assert all(row["微信链接"] for row in rows(tmp_path / "楼栋.csv"))
