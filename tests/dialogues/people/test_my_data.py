"""/mydata: seeing, taking along and erasing what is kept."""

import json

import pytest
from sqlalchemy import select

from storage.tables import Address, Base, Media, Person, Ticket
from tests.dialogues.channels import TAPS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import STREET_LIGHT, files


@pytest.mark.can("My data: taken along as a file", wechat="a link that is good for a week")
async def test_everything_kept_is_sent_as_a_file(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    await resident.says("/mydata")
    resident.sees("我们记着您的", "带走，还是删除")
    await resident.taps("发给我一份")
    kept = json.loads(await resident.file())
    assert kept["profile"]["name"] == "居民"
    assert number in json.dumps(kept["requests"], ensure_ascii=False)
    assert STREET_LIGHT in json.dumps(kept["requests"], ensure_ascii=False)


@pytest.mark.can("My data: read in plain words")
async def test_what_is_kept_is_read_in_plain_words(resident: Phone) -> None:
    number = await files(resident)
    await resident.says("/settings")
    await resident.taps("我的资料：查看、删除")
    await resident.taps("看一看")
    resident.sees("称呼：居民", "军门新村", "反映过的事：1 件", number, STREET_LIGHT)
    assert "发给我一份" in resident.choices()


async def test_a_photo_that_was_not_filed_yet_is_named_and_erased(
    desk: Desk, resident: Phone
) -> None:
    await resident.photographs()
    await resident.says("/mydata")
    await resident.taps("发给我一份")
    kept = json.loads(await resident.file())
    assert [file["kind"] for file in kept["unsent_files"]] == ["photo"]
    await resident.says("/mydata")
    await resident.taps("全部删除")
    await resident.taps("确定删除")
    async with desk.app.database.reading() as session:
        assert (await session.scalars(select(Media))).all() == []


async def test_erasing_asks_once_more(resident: Phone) -> None:
    await resident.says("/mydata")
    await resident.taps("全部删除")
    resident.sees("找不回来", "真的要删除吗")
    await resident.taps("不删了")
    resident.sees("什么都没有动")
    await resident.says("/settings")
    resident.sees("3号楼")


@pytest.mark.can("My data: erased")
async def test_erased_means_that_nothing_leads_back(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident, "路灯坏了，我是三号楼老林")
    person_id = await resident.person_id()
    mine = Address.person_id == person_id
    await resident.says("/mydata")
    await resident.taps("全部删除")
    await resident.taps("确定删除")
    resident.sees("都删掉了", "/start")
    assert not resident.keyboard()
    staff.finds("居民已注销")
    staff.sees_meanwhile("已撤回", number)
    staff.no_longer_sees("三号楼老林")
    async with desk.app.database.reading() as session:
        assert await session.get(Person, person_id) is None
        assert (await session.scalars(select(Address).where(mine))).all() == []
        ticket = await session.get_one(Ticket, 1)
        assert (ticket.author_id, ticket.text) == (None, "")
        for table in Base.metadata.sorted_tables:
            if table.name in ("seen_updates", "outbox"):
                continue
            rows = [str(tuple(row)) for row in await session.execute(select(table))]
            assert not any("老林" in row for row in rows), table.name


async def test_who_comes_back_is_asked_for_consent_anew(resident: Phone) -> None:
    await resident.says("/mydata")
    await resident.taps("全部删除")
    await resident.taps("确定删除")
    await resident.starts()
    resident.sees("您同意吗")


@TAPS
@pytest.mark.can("Buttons: old ones can still be tapped")
async def test_a_button_from_before_the_erasure_does_nothing(resident: Phone) -> None:
    await resident.says("我要反映")
    old = resident.last
    label = resident.choices()[0]
    await resident.says("/mydata")
    await resident.taps("全部删除")
    await resident.taps("确定删除")
    await resident.taps_late(label, old)
    assert "以前的按钮" in resident.toast()
