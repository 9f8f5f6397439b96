"""`bot check` says whether WeCom lets the robot in, and throws out no bot that runs."""

import pytest

from bot.channels.wecom.proof import why_not
from bot.commands.check import check_wecom
from bot.sandbox.wecom import Gateway
from bot.settings import Settings
from storage.engine import Database
from storage.sole import sole_process
from tests.bot.channels.wecom.conftest import BOT_ID, SECRET, until


async def test_it_is_let_in_and_leaves(gateway: Gateway, address: str) -> None:
    assert await why_not(BOT_ID, SECRET, f"ws://{address}/wecom") == ""
    await until(lambda: gateway.robots[BOT_ID].connection is None)


async def test_a_wrong_secret_is_named(address: str) -> None:
    assert "check WECOM_BOT_ID and WECOM_SECRET" in await why_not(
        BOT_ID, "another", f"ws://{address}/wecom"
    )


async def test_another_refusal_is_named_by_its_code(gateway: Gateway, address: str) -> None:
    gateway.refuse_next("aibot_subscribe", 95001)
    assert "(95001)" in await why_not(BOT_ID, SECRET, f"ws://{address}/wecom")


async def test_a_gateway_that_is_away_is_said(gateway: Gateway, address: str) -> None:
    gateway.cut()
    assert "check the network" in await why_not(BOT_ID, SECRET, f"ws://{address}/wecom")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_while_the_bot_runs_it_is_not_tried(
    database: Database, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """On PostgreSQL the process that is connected is known by its lease instead."""
    url = database.url.render_as_string(hide_password=False)
    found = Settings(
        _env_file=None,
        database_url=url,
        wecom_bot_id=BOT_ID,
        wecom_secret=SECRET,
        wecom_url=f"ws://{address}/wecom",
    )
    with sole_process(url):
        assert await check_wecom(found, database)
    assert "not tried" in capsys.readouterr().err
    assert await check_wecom(found, database)
    assert "let in" in capsys.readouterr().out
