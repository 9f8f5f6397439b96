"""What is different on WeChat: answers ride back, windows close, nothing is said twice or lost."""

from typing import cast

import pytest
from sqlalchemy import select

from bot.channels.wechat.menu import LINES
from bot.channels.wechat.passive import Passive
from storage.tables import Channel, NamedChat
from tests.dialogues.phones import Phone
from tests.dialogues.surveys.asked import asks
from tests.dialogues.wechat_phones import WechatPhone

pytestmark = pytest.mark.on(Channel.WECHAT)


async def is_named(phone: WechatPhone) -> bool:
    """Whether we keep what WeChat calls them."""
    async with phone.desk.app.database.reading() as session:
        theirs = NamedChat.name == phone.follower.openid
        return (await session.scalar(select(NamedChat).where(theirs))) is not None


@pytest.fixture
def follower(resident: Phone) -> WechatPhone:
    assert isinstance(resident, WechatPhone)
    return resident


def ways(phone: WechatPhone) -> list[str]:
    return [each.via for each in phone.follower.screen if each.by == "account"]


async def test_a_request_is_filed_by_numbers_and_costs_no_message(follower: WechatPhone) -> None:
    await follower.says("楼下路灯不亮了")
    follower.sees("请看一遍", "1  提交", "0  返回")
    await follower.says("1")
    follower.sees("提交好了", "编号 261123-1")
    assert set(ways(follower)) == {"passive"}


async def test_a_callback_that_comes_again_is_answered_once_more_and_filed_once(
    follower: WechatPhone,
) -> None:
    await follower.says("楼下路灯不亮了")
    callback = await follower.follower.say("1")
    await follower.platform.redeliver(callback)
    await follower.desk.settle()
    follower.finds("编号 261123-1")
    follower.does_not_see("编号 261123-2")


async def test_an_answer_that_wechat_did_not_hear_is_given_once_more(
    follower: WechatPhone,
) -> None:
    await follower.says("楼下路灯不亮了")
    follower.platform.lose_answers()
    await follower.says("1")
    follower.sees("提交好了", "编号 261123-1")


async def test_news_come_by_the_quota_and_the_last_of_it_says_that_there_is_more(
    follower: WechatPhone, staff: Phone
) -> None:
    await follower.says("楼下路灯不亮了")
    await follower.says("1")
    await staff.taps("接单")
    assert ways(follower)[-1] == "custom"
    follower.sees("261123-1")


async def test_who_has_not_written_for_two_days_hears_it_once_they_write(
    follower: WechatPhone, staff: Phone
) -> None:
    await follower.says("楼下路灯不亮了")
    await follower.says("1")
    follower.desk.clock.move(hours=49)
    seen = len(follower.screen)
    await staff.taps("接单")
    assert len(follower.screen) == seen
    await follower.says("在吗")
    follower.finds("有人去办了", "261123-1")


async def test_a_label_of_an_older_message_is_the_same_as_a_tap_on_it(
    follower: WechatPhone,
) -> None:
    await follower.taps("📋 我的诉求")
    follower.sees("还没有")


@pytest.mark.parametrize("label", [label for lines in LINES.values() for label, _key in lines])
async def test_each_line_of_the_menu_leads_somewhere(follower: WechatPhone, label: str) -> None:
    await follower.taps(label)
    follower.does_not_see("没听懂")
    follower.does_not_see("要在工作群里发")


async def test_what_was_answered_under_a_message_is_not_said_again_beside_the_next_question(
    follower: WechatPhone,
) -> None:
    await asks(follower.desk, cast("Phone", follower))
    await follower.says("2")
    follower.sees("第 2 题")
    follower.does_not_see("已经开始答了")


async def test_who_is_erased_hears_of_it_by_whatever_way_and_is_forgotten_then(
    follower: WechatPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await follower.says("/mydata")
    await follower.taps("全部删除")
    monkeypatch.setattr(Passive, "may_say", lambda *_row: False)
    follower.platform.fail("/cgi-bin/message/custom/send", -1)
    await follower.taps("确定删除")
    await follower.desk.app.tidy()
    await follower.desk.later(seconds=10)
    follower.sees("都删掉了")
    assert ways(follower)[-1] == "custom"
    assert await is_named(follower)
    await follower.desk.later(hours=1)
    await follower.desk.app.tidy()
    assert not await is_named(follower)
