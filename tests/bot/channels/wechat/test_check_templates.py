"""`check` compares the imported templates with those that the account has."""

import pytest

from bot.channels.wechat.client import Wechat
from bot.commands.check import check_templates
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.templates import Template
from storage.engine import Database
from storage.tables import Matter, NoticeTemplate, NoticeWay
from tests.bot.channels.wechat.conftest import WECHAT


@pytest.mark.parametrize(
    ("imported", "fine", "told"),
    [
        (None, True, "no template messages are used"),
        ({"thing1": "subject", "time2": "time"}, True, "wechat: templates: fine"),
        ({"thing1": "subject"}, False, "its fields are thing1, time2; the file has thing1"),
    ],
)
async def test_fields_are_those_of_the_account(
    platform: Platform,
    wechat: Wechat,
    database: Database,
    capsys: pytest.CaptureFixture[str],
    imported: dict[str, str] | None,
    fine: bool,
    told: str,
) -> None:
    platform.add_template(Template("t1", "进度", {"thing1": "事项", "time2": "时间"}))
    await imports(database, "t1", imported)
    assert await check_templates(database, WECHAT, wechat) is fine
    printed = capsys.readouterr()
    assert told in printed.out + printed.err


async def test_a_template_that_the_account_does_not_have(
    wechat: Wechat, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await imports(database, "gone", {"thing1": "subject"})
    assert await check_templates(database, WECHAT, wechat) is False
    assert "of request: the account has no template of that id" in capsys.readouterr().err


async def imports(database: Database, template_id: str, fields: dict[str, str] | None) -> None:
    if fields is None:
        return
    async with database.transaction() as session:
        session.add(
            NoticeTemplate(
                channel=WECHAT,
                matter=Matter.REQUEST,
                way=NoticeWay.TEMPLATE,
                template_id=template_id,
                fields=fields,
            )
        )
