"""WeChat tells nobody's name: people are asked, once, and may keep it to themselves."""

import pytest

from storage.tables import Channel
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Phone
from tests.dialogues.tickets.requests import files

pytestmark = pytest.mark.on(Channel.WECHAT)


async def test_who_agrees_is_asked_how_they_are_called_and_staff_read_it(
    new_resident: NewPerson, staff: Phone
) -> None:
    newcomer = new_resident("新居民")
    await newcomer.starts("b_junmen-xincun-3")
    await newcomer.taps("同意")
    newcomer.sees("怎么称呼您", "林阿姨")
    await newcomer.says("陈师傅")
    newcomer.sees("您住在这里吗")
    await newcomer.taps("是，我住这里")
    await newcomer.says("楼下路灯不亮了")
    await newcomer.taps("改公开方式")
    await newcomer.taps("公开，可以叫我的称呼")
    await newcomer.taps("提交")
    staff.sees("陈师傅")


async def test_a_name_may_be_kept_back(new_resident: NewPerson) -> None:
    newcomer = new_resident("新居民")
    await newcomer.starts()
    await newcomer.taps("同意")
    await newcomer.taps("先不说")
    newcomer.sees("您住在哪里")


async def test_a_name_kept_back_is_given_later(new_resident: NewPerson, staff: Phone) -> None:
    newcomer = new_resident("新居民")
    await newcomer.starts("b_junmen-xincun-3")
    await newcomer.taps("同意")
    await newcomer.taps("先不说")
    await newcomer.taps("是，我住这里")
    await newcomer.says("/settings")
    newcomer.sees("称呼：没有记")
    await newcomer.taps("改称呼")
    await newcomer.says("陈师傅")
    newcomer.sees("以后称呼您“陈师傅”")
    await files(newcomer)
    staff.sees("陈师傅")


async def test_what_is_too_long_for_a_name_is_asked_for_once_more(new_resident: NewPerson) -> None:
    newcomer = new_resident("新居民")
    await newcomer.starts()
    await newcomer.taps("同意")
    await newcomer.says("我家楼下的路灯已经坏了三个星期了一直没有人来修")
    newcomer.sees("太长了", "怎么称呼您")
