"""Who has not written for two days is told in a few words, and shown the whole when they write."""

import pytest

from bot.sandbox.wechat.templates import Consent, Template
from storage.importing import import_wechat_templates, open_book
from storage.tables import Channel
from tests.dialogues.people.test_joining import code_of, writes
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.wechat_phones import WechatPhone

pytestmark = pytest.mark.on(Channel.WECHAT)

LABELS = {
    "character_string1": "编号",
    "thing2": "事项",
    "phrase3": "状态",
    "time4": "时间",
    "thing5": "备注",
}
PROGRESS = Template("progress", "诉求进度通知", LABELS)
ONCE = Template("once", "进度提醒", LABELS, consent=Consent.ONCE)
FIELDS = "character_string1=编号；thing2=内容；phrase3=状态；time4=时间；thing5=提示"
A_TEMPLATE = f",诉求进展,模板消息,progress,{FIELDS}"
BY_CONSENT = f",诉求进展,一次性订阅,once,{FIELDS}"


@pytest.fixture
async def silent(resident: Phone) -> WechatPhone:
    """Somebody with a request, who wrote last two days ago."""
    assert isinstance(resident, WechatPhone)
    await resident.says("楼下路灯不亮了，晚上老人出门看不见，很危险")
    await resident.says("1")
    resident.desk.clock.move(hours=49)
    for template in (PROGRESS, ONCE):
        resident.platform.add_template(template)
    return resident


async def imports(phone: WechatPhone, *rows: str) -> None:
    book = open_book("\n".join(["公众号,消息,方式,模板ID,字段", *rows]).encode())
    async with phone.desk.app.database.transaction() as session:
        await import_wechat_templates(session, book)


async def solves(staff: Phone) -> None:
    await staff.taps("办结")
    await staff.replies("写下办理结果", "换了新灯泡，亮了")


def ways(phone: WechatPhone) -> list[str]:
    return [each.via for each in phone.follower.screen if each.by == "account"]


async def test_a_template_tells_in_a_few_words_and_a_reply_shows_the_whole(
    silent: WechatPhone, staff: Phone
) -> None:
    await imports(silent, A_TEMPLATE)
    await staff.taps("接单")
    assert ways(silent)[-1] == "template"
    silent.sees("诉求进度通知", "编号：261123-1", "状态：有新进展", "…", "看全文")
    assert all(len(value) <= 20 for _label, value in silent.follower.screen[-1].rows)
    await silent.says("好")
    silent.finds("有人去办了", "261123-1")


async def test_what_a_template_told_of_is_not_told_again_on_the_next_days(
    silent: WechatPhone, staff: Phone
) -> None:
    await imports(silent, A_TEMPLATE)
    await staff.taps("接单")
    for _day in range(3):
        silent.desk.clock.move(hours=25)
        await silent.desk.settle()
    assert ways(silent).count("template") == 1


async def test_what_was_agreed_to_comes_first_and_is_used_up_by_one(
    silent: WechatPhone, staff: Phone
) -> None:
    await imports(silent, A_TEMPLATE, BY_CONSENT)
    await silent.follower.allow("once")
    await staff.taps("接单")
    assert ways(silent)[-1] == "subscription"
    await solves(staff)
    assert ways(silent)[-1] == "template"


async def test_nobody_who_refused_or_took_it_back_is_sent_one(
    silent: WechatPhone, staff: Phone
) -> None:
    await imports(silent, BY_CONSENT)
    await silent.follower.allow("once")
    await silent.follower.withdraw("once")
    await silent.follower.refuse("once")
    await staff.taps("接单")
    assert "subscription" not in ways(silent)


async def test_a_consent_that_wechat_does_not_know_is_gone(
    silent: WechatPhone, staff: Phone
) -> None:
    await imports(silent, A_TEMPLATE, BY_CONSENT)
    await silent.follower.allow("once")
    silent.follower.consents.clear()
    await staff.taps("接单")
    assert ways(silent)[-1] == "template"
    await solves(staff)
    asked = [call for call in silent.platform.calls if call.path.endswith("bizsend")]
    assert len(asked) == 1


async def test_who_follows_no_more_is_sent_nothing(silent: WechatPhone, staff: Phone) -> None:
    await imports(silent, A_TEMPLATE, BY_CONSENT)
    await silent.follower.allow("once")
    await silent.follower.unfollow()
    asked = len(silent.platform.calls)
    await staff.taps("接单")
    assert len(silent.platform.calls) == asked


async def test_a_template_that_did_not_reach_them_was_none(
    silent: WechatPhone, staff: Phone
) -> None:
    await imports(silent, A_TEMPLATE)
    silent.follower.takes_templates = False
    await staff.taps("接单")
    await silent.desk.settle()
    assert "template" not in ways(silent)
    await silent.says("好")
    silent.finds("有人去办了", "261123-1")


async def is_told_that_one_failed(phone: WechatPhone, template_id: str) -> None:
    """WeChat took the message, and says later that it did not reach them."""
    failed = {"TemplateId": template_id, "MsgID": "1", "ErrorCode": "20001"}
    failed["ErrorStatus"] = "failed: user refuses"
    await phone.platform.send_event(
        phone.follower.openid,
        "subscribe_msg_sent_event",
        SubscribeMsgSentEvent={"List": [failed]},
    )
    await phone.desk.settle()


async def test_what_was_agreed_to_and_did_not_reach_them_is_told_by_staff(
    silent: WechatPhone, staff: Phone
) -> None:
    await imports(silent, BY_CONSENT)
    await silent.follower.allow("once")
    await staff.taps("接单")
    await is_told_that_one_failed(silent, "once")
    await silent.desk.later(hours=25)
    staff.finds("没告诉到的，1 件", "有人去办了")
    assert ways(silent).count("subscription") == 1


async def test_what_was_agreed_to_and_did_not_reach_them_is_told_by_a_template(
    silent: WechatPhone, staff: Phone
) -> None:
    await imports(silent, BY_CONSENT, A_TEMPLATE)
    await silent.follower.allow("once")
    await staff.taps("接单")
    assert ways(silent)[-1] == "subscription"
    await is_told_that_one_failed(silent, "once")
    assert ways(silent)[-1] == "template"


async def test_where_the_kind_has_no_template_staff_tell(silent: WechatPhone, staff: Phone) -> None:
    await imports(silent, A_TEMPLATE.replace("诉求进展", "用餐"))
    await staff.taps("接单")
    assert "template" not in ways(silent)
    await silent.desk.later(hours=25)
    staff.finds("没告诉到的，1 件", "有人去办了")


@pytest.fixture
async def at_home(desk: Desk, resident: Phone) -> Phone:
    """The same person on Telegram, joined, before they wrote on WeChat again."""
    user = desk.world.add_user("林阿姨")
    phone = Phone(desk, user.id, user.id)
    await phone.arrives()
    await writes(resident, await code_of(phone))
    await resident.taps("合成一个人")
    await desk.later(seconds=2)
    return phone


@pytest.mark.parametrize("is_agreed_to", [False, True])
async def test_without_any_way_here_they_are_told_on_their_other_channel(
    at_home: Phone, silent: WechatPhone, staff: Phone, is_agreed_to: bool
) -> None:
    await imports(silent, A_TEMPLATE.replace("诉求进展", "用餐"), BY_CONSENT)
    if is_agreed_to:
        await silent.follower.allow("once")
    await staff.taps("接单")
    if is_agreed_to:
        at_home.does_not_see("有人去办了")
        await is_told_that_one_failed(silent, "once")
    at_home.finds("有人去办了", "261123-1")
    assert "template" not in ways(silent)
    await silent.desk.later(hours=25)
    staff.does_not_see("没告诉到的")
