"""/start: consent, where one lives, the menu."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.channels.capabilities import capabilities_of
from storage.tables import Area, Channel, Person
from tests.dialogues.channels import EDITS, LOCATIONS
from tests.dialogues.phones import Desk, Phone

NewPerson = Callable[[str], Phone]


async def home_of(desk: Desk, phone: Phone) -> str | None:
    person_id = await phone.person_id()
    async with desk.app.database.reading() as session:
        code: str | None = await session.scalar(
            select(Area.code).join(Person, Person.home_id == Area.id).where(Person.id == person_id)
        )
    return code


async def agreed(new_resident: NewPerson) -> Phone:
    phone = new_resident("居民")
    await phone.starts()
    await phone.agrees()
    return phone


async def test_consent_is_asked_once_in_plain_words(new_resident: NewPerson) -> None:
    phone = new_resident("居民")
    await phone.starts()
    phone.sees("您好", "我们会记下", "只用来办您的事", "“设置”里查看", "您同意吗")
    await phone.agrees()
    await phone.taps("以后再说")
    await phone.starts()
    phone.sees("您住在哪里")


@EDITS
async def test_big_print_is_offered_with_the_first_question(
    desk: Desk, new_resident: NewPerson
) -> None:
    phone = new_resident("林奶奶")
    await phone.says("楼下路灯不亮了")
    before = len(phone.screen)
    await phone.taps("看不清，用大字版")
    assert len(phone.screen) == before
    phone.sees("大字版打开了", "您同意吗")
    assert phone.choices() == ["1 同意", "2 先不用"]
    await phone.says("1", "3")
    phone.sees("在哪里")


async def test_who_declines_is_left_in_peace_and_not_on_record(
    desk: Desk, new_resident: NewPerson
) -> None:
    phone = new_resident("居民")
    await phone.says("楼下路灯不亮了")
    await phone.taps("先不用")
    phone.sees("什么都没有记下", "/phone")
    async with desk.app.database.reading() as session:
        person = await session.get_one(Person, await phone.person_id())
    assert (person.name, person.consented_at) == (None, None)
    await phone.starts()
    await phone.agrees()
    await phone.taps("以后再说")
    phone.does_not_see("写了一半")


async def test_the_code_of_a_building_leads_to_its_home(
    desk: Desk, new_resident: NewPerson
) -> None:
    phone = new_resident("居民")
    await phone.starts("b_junmen-xincun-3")
    await phone.agrees()
    phone.sees("军门社区 · 军门新村 · 3号楼", "您住在这里吗")
    await phone.taps("是，我住这里")
    phone.sees("记下了", "军门新村 · 3号楼", "直接写下来")
    assert await home_of(desk, phone) == "junmen-xincun-3"


@pytest.mark.on(Channel.WECHAT, Channel.WECOM)
async def test_its_number_once_more_says_what_was_chosen(new_resident: NewPerson) -> None:
    """Where messages do not change, a number means what stood below the last one."""
    phone = new_resident("居民")
    await phone.starts("b_junmen-xincun-3")
    await phone.agrees()
    await phone.says("1", "1")
    phone.sees("这里您已经选过“是，我住这里”了", "直接写下来")


async def test_somebody_elses_building_is_not_taken_for_a_home(
    desk: Desk, new_resident: NewPerson
) -> None:
    phone = new_resident("居民")
    await phone.starts("b_junmen-xincun-3")
    await phone.agrees()
    await phone.taps("不是")
    phone.sees("您住在哪里")
    assert await home_of(desk, phone) is None


async def test_who_moved_scans_the_code_of_the_new_building(desk: Desk, resident: Phone) -> None:
    await resident.starts("b_junmen-xincun-5")
    await resident.taps("是，我住这里")
    assert await home_of(desk, resident) == "junmen-xincun-5"


async def test_another_building_is_named_instead_of_the_scanned_one(
    desk: Desk, new_resident: NewPerson
) -> None:
    phone = new_resident("居民")
    await phone.starts("b_junmen-xincun-3")
    await phone.agrees()
    await phone.says("军门新村5号楼")
    assert await home_of(desk, phone) == "junmen-xincun-5"


async def test_a_picture_at_the_scanned_building_waits_for_the_home(
    new_resident: NewPerson,
) -> None:
    phone = new_resident("居民")
    await phone.starts("b_junmen-xincun-3")
    await phone.agrees()
    await phone.photographs()
    phone.sees("先记着", "您住在这里吗")
    await phone.taps("是，我住这里")
    phone.sees("哪一类事")


async def test_an_unknown_code_asks_where_one_lives(new_resident: NewPerson) -> None:
    phone = new_resident("居民")
    await phone.starts("b_no-such-building")
    await phone.agrees()
    phone.sees("您住在哪里")


@LOCATIONS
async def test_a_shared_location_finds_the_building(desk: Desk, new_resident: NewPerson) -> None:
    phone = await agreed(new_resident)
    await phone.is_at(26.08780, 119.29923)
    phone.sees("军门新村", "吗？")
    await phone.taps("是，我住这里")
    assert "junmen-xincun" in (await home_of(desk, phone) or "")


@LOCATIONS
async def test_a_location_abroad_is_told_kindly_and_asked_again(new_resident: NewPerson) -> None:
    phone = await agreed(new_resident)
    await phone.is_at(48.8566, 2.3522)
    phone.sees("不在我们服务的社区里", "您住在哪里")


@LOCATIONS
async def test_the_number_of_the_location_key_says_how_to_send_one(
    new_resident: NewPerson,
) -> None:
    phone = await agreed(new_resident)
    await phone.says("1")
    phone.sees(capabilities_of(phone.channel).attach, "您住在哪里")


async def test_a_home_is_chosen_down_the_tree(desk: Desk, new_resident: NewPerson) -> None:
    phone = await agreed(new_resident)
    await phone.taps("🗂 从名单里选")
    for choice in ("东街街道", "军门社区", "军门新村", "3号楼"):
        await phone.taps(choice)
    phone.sees("记下了", "军门社区 · 军门新村 · 3号楼")
    assert await home_of(desk, phone) == "junmen-xincun-3"


async def test_a_home_is_found_by_words(desk: Desk, new_resident: NewPerson) -> None:
    phone = await agreed(new_resident)
    await phone.says("军门新村3号楼")
    phone.finds("记下了", "军门社区 · 军门新村 · 3号楼")
    assert await home_of(desk, phone) == "junmen-xincun-3"


async def test_words_that_name_no_place_are_asked_again(new_resident: NewPerson) -> None:
    phone = await agreed(new_resident)
    await phone.says("火星环形山")
    phone.sees("没有找到这个地方", "军门新村3号楼", "您住在哪里")


async def test_where_one_lives_can_wait(desk: Desk, new_resident: NewPerson) -> None:
    phone = await agreed(new_resident)
    await phone.taps("以后再说")
    phone.sees("设置", "直接写下来")
    assert await home_of(desk, phone) is None


async def test_words_and_photos_before_the_consent_wait_for_it(new_resident: NewPerson) -> None:
    phone = new_resident("居民")
    await phone.starts()
    await phone.says("楼下路灯不亮了", "已经三天了")
    await phone.sends_album(3)
    phone.sees("点了“同意”", "您同意吗")
    await phone.agrees()
    await phone.photographs()
    await phone.taps("以后再说")
    phone.sees("在哪里")
    await phone.taps("🗂 从名单里选")
    for choice in ("东街街道", "军门社区", "就记军门社区"):
        await phone.taps(choice)
    phone.sees("请看一遍", "楼下路灯不亮了\n已经三天了", "4 个")


async def test_start_in_the_middle_keeps_the_draft(resident: Phone) -> None:
    await resident.says("楼下路灯不亮了")
    await resident.starts()
    resident.sees("您写了一半的东西还留着")
    await resident.taps("📮 我要反映")
    resident.sees("接着写", "楼下路灯不亮了")
