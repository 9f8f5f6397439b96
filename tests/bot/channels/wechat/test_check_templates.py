"""`check` compares the imported templates with those that the account has."""

import pytest

from bot.channels.wechat.client import Wechat
from bot.channels.wechat.templates import wrong_templates
from bot.commands.check import say_of_templates
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.templates import Consent, Template
from storage.engine import Database
from storage.tables import Matter, NoticeTemplate, NoticeWay
from tests.bot.channels.wechat.conftest import WECHAT

LABELS = {"thing1": "事项", "time2": "时间"}
FIELDS = {"thing1": "subject", "time2": "time"}
KINDS = {
    NoticeWay.TEMPLATE: ("模板消息", Consent.NONE),
    NoticeWay.ONCE: ("一次性订阅", Consent.ONCE),
    NoticeWay.STANDING: ("长期订阅", Consent.STANDING),
}


@pytest.fixture
def account(platform: Platform) -> Platform:
    """With a template of each kind, called after it."""
    for way, (_called, consent) in KINDS.items():
        platform.add_template(Template(way, "进度", LABELS, consent=consent))
    return platform


async def imports(
    database: Database, way: NoticeWay, template_id: str, fields: dict[str, str] = FIELDS
) -> None:
    async with database.transaction() as session:
        session.add(
            NoticeTemplate(
                channel=WECHAT,
                matter=Matter.REQUEST,
                way=way,
                template_id=template_id,
                fields=fields,
            )
        )


async def test_nothing_is_asked_where_no_template_is_used(
    account: Platform, wechat: Wechat, database: Database
) -> None:
    assert await wrong_templates(database, WECHAT, wechat) is None
    assert not account.calls


async def test_templates_of_all_kinds_that_are_as_the_account_has_them(
    account: Platform, wechat: Wechat, database: Database
) -> None:
    for way in KINDS:
        await imports(database, way, way)
    assert await wrong_templates(database, WECHAT, wechat) == {}


@pytest.mark.parametrize("way", KINDS)
async def test_what_is_wrong_with_one(
    account: Platform, wechat: Wechat, database: Database, way: NoticeWay
) -> None:
    what = f"request ({KINDS[way][0]})"
    await imports(database, way, "gone")
    told = await wrong_templates(database, WECHAT, wechat)
    assert told == {what: "the account has no template of that id"}


async def test_other_fields_than_the_file_has(
    account: Platform, wechat: Wechat, database: Database
) -> None:
    for way in (NoticeWay.TEMPLATE, NoticeWay.ONCE):
        await imports(database, way, way, {"thing1": "subject"})
    why = "its fields are thing1, time2; the file has thing1"
    told = await wrong_templates(database, WECHAT, wechat)
    assert told == {"request (模板消息)": why, "request (一次性订阅)": why}


async def test_a_template_for_another_kind_of_consent(
    account: Platform, wechat: Wechat, database: Database
) -> None:
    await imports(database, NoticeWay.STANDING, NoticeWay.ONCE)
    told = await wrong_templates(database, WECHAT, wechat)
    assert told == {"request (长期订阅)": "the account has that template for 一次性订阅"}


@pytest.mark.parametrize(
    ("wrong", "fine", "told"),
    [
        (None, True, "no templates are used"),
        ({}, True, "wechat: templates: fine"),
        ({"request (模板消息)": "why"}, False, "wechat template of request (模板消息): why"),
    ],
)
def test_what_check_says_of_them(
    wrong: dict[str, str] | None, fine: bool, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say_of_templates(wrong) is fine
    printed = capsys.readouterr()
    assert told in printed.out + printed.err
