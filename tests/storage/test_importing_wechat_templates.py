"""Importing the templates of WeChat."""

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.exporting import export_wechat_templates
from storage.importing import Changes, ImportRefused, import_wechat_templates, open_book
from storage.reading import Book
from storage.tables import Channel, Matter, NoticeTemplate, NoticeWay

HEAD = "公众号,消息,方式,模板ID,字段"
PROGRESS = ",诉求进展,模板消息,t1,character_string1=编号；thing2=内容; phrase3 = 状态;const4=社区"
MEAL = "east,用餐,长期订阅,t2,thing1=提示;time2=时间"


def sheet(*rows: str) -> Book:
    return open_book("\n".join([HEAD, *rows]).encode())


async def test_a_template_is_imported_once_and_changed_by_the_next_file(database: Database) -> None:
    async with database.transaction() as session:
        assert await import_wechat_templates(session, sheet(PROGRESS, MEAL)) == Changes(added=2)
        again = await import_wechat_templates(session, sheet(PROGRESS, MEAL.replace("t2", "t3")))
        assert again == Changes(changed=1, unchanged=1)
        found = (await session.scalars(select(NoticeTemplate).order_by("template_id"))).all()
    assert [(each.channel, each.matter, each.way) for each in found] == [
        (Channel("wechat"), Matter.REQUEST, NoticeWay.TEMPLATE),
        (Channel("wechat:east"), Matter.MEAL, NoticeWay.STANDING),
    ]
    assert found[0].fields == {
        "character_string1": "number",
        "thing2": "subject",
        "phrase3": "state",
        "const4": "社区",
    }


async def test_what_is_exported_can_be_imported(database: Database) -> None:
    async with database.transaction() as session:
        await import_wechat_templates(session, sheet(PROGRESS, MEAL))
        exported = open_book(await export_wechat_templates(session))
        assert await import_wechat_templates(session, exported) == Changes(unchanged=2)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",天气,模板消息,t1,thing1=内容", "第 2 行「消息」：只能写诉求进展"),
        (",用餐,短信,t1,thing1=内容", "第 2 行「方式」：只能写模板消息"),
        (",用餐,模板消息,,thing1=内容", "第 2 行「模板ID」：不能空着"),
        (",用餐,模板消息,t1,", "第 2 行「字段」：不能空着"),
        (",用餐,模板消息,t1,thing1", "“thing1”后面要写等号和内容"),
        (",用餐,模板消息,t1,amount1=编号", "“amount1”不是可以用的字段"),
        (",用餐,模板消息,t1,phrase1=内容", "“phrase1”里只能放状态，现在是“内容”"),
        (",用餐,模板消息,t1,thing1=内容;thing1=提示", "“thing1”写了两次"),
        (f"{'东' * 14},用餐,模板消息,t1,thing1=内容", "第 2 行「公众号」：最多 13 个字"),
    ],
)
async def test_it_is_refused_by_row_and_column(database: Database, row: str, told: str) -> None:
    async with database.transaction() as session:
        with pytest.raises(ImportRefused) as refused:
            await import_wechat_templates(session, sheet(row))
        assert (await session.scalars(select(NoticeTemplate))).all() == []
    assert told in str(refused.value)


async def test_two_rows_for_the_same_news_are_refused(database: Database) -> None:
    async with database.transaction() as session:
        with pytest.raises(ImportRefused, match="跟第 2 行重复了"):
            await import_wechat_templates(session, sheet(PROGRESS, PROGRESS.replace("t1", "t2")))
