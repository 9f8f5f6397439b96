"""Groups with forum topics: bound with one, they work there; and groups that get another name."""

import pytest
from telegram import Message

from tests.dialogues.channels import INTERNAL, STAFF
from tests.dialogues.conftest import ADMIN
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = [STAFF, INTERNAL]
GROUP = "军门社区工作群"


class Forum(Phone):
    """An admin's phone in a group with topics; writes in `topic_id`."""

    topic_id: int

    async def writes(self, text: str, topic_id: int | None) -> None:
        self.world.say(self.user_id, self.chat_id, text, topic_id=topic_id)
        await self.desk.settle()

    def topic_of(self, message: Message) -> int | None:
        return message.message_thread_id if message.is_topic_message else None


@pytest.fixture
async def forum(desk: Desk) -> Forum:
    """Bound with its topic 诉求 in place of the demo's group of the community's staff."""
    group = desk.world.add_group("军门社区新群", [ADMIN], supergroup=True)
    phone = Forum(desk, ADMIN, group.id)
    phone.topic_id = desk.world.add_topic(group.id, "诉求")
    await phone.writes("/bind", phone.topic_id)
    for choice in ("东街街道", "军门社区", "工作群"):
        await phone.taps(choice)
    return phone


async def test_bound_in_a_topic_it_is_answered_there(forum: Forum) -> None:
    assert forum.topic_of(forum.sees("绑定好了")) == forum.topic_id


@pytest.mark.staff_can("Groups: all comes to one topic", wecom_webhook="no: groups have no topics")
async def test_cards_prompts_and_notices_come_to_the_topic(forum: Forum, resident: Phone) -> None:
    number = await files(resident, photos=2)
    assert forum.topic_of(forum.finds("待接单", number)) == forum.topic_id
    await forum.taps("接单")
    await forum.taps("办结")
    assert forum.topic_of(forum.sees("写下办理结果")) == forum.topic_id
    posted = forum.screen[1:]
    assert {forum.topic_of(message) for message in posted} == {forum.topic_id}


async def test_asked_in_another_topic_it_answers_there(desk: Desk, forum: Forum) -> None:
    other = desk.world.add_topic(forum.chat_id, "闲聊")
    await forum.writes("/list", other)
    assert forum.topic_of(forum.sees("没有积压")) == other
    await forum.writes("/list", None)
    assert forum.topic_of(forum.last) is None


async def test_a_closed_topic_sends_its_requests_on_until_it_is_opened(
    desk: Desk, forum: Forum, resident: Phone
) -> None:
    admin = Phone(desk, ADMIN, ADMIN)
    await admin.starts()
    desk.world.close_topic(forum.chat_id, forum.topic_id)
    await desk.settle()
    number = await files(resident)
    resident.sees(number, "东街街道网格中心")
    admin.sees("话题关闭了", "1 件转给了别的群")
    desk.world.reopen_topic(forum.chat_id, forum.topic_id)
    await desk.settle()
    second = await files(resident, "楼道灯也不亮")
    forum.finds("待接单", second)


async def test_another_topic_that_is_closed_is_none_of_our_business(
    desk: Desk, forum: Forum, resident: Phone
) -> None:
    other = desk.world.add_topic(forum.chat_id, "闲聊")
    desk.world.say(forum.user_id, forum.chat_id, "/list", topic_id=other)
    desk.world.close_topic(forum.chat_id, other)
    await desk.settle()
    forum.finds("待接单", await files(resident))


async def test_bound_in_another_topic_its_cards_come_there(
    desk: Desk, forum: Forum, resident: Phone
) -> None:
    number = await files(resident)
    other = desk.world.add_topic(forum.chat_id, "新话题")
    await forum.writes("/bind", other)
    for choice in ("东街街道", "军门社区", "工作群"):
        await forum.taps(choice)
    assert forum.topic_of(forum.finds("待接单", number)) == other


async def test_a_renamed_group_is_renamed_everywhere(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    desk.world.rename(staff.chat_id, "军门社区服务群")
    await desk.settle()
    await files(resident)
    resident.sees("军门社区服务群")


async def test_a_new_name_is_learnt_from_whatever_happens_there(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    desk.world.rename(staff.chat_id, "军门社区服务群")
    desk.world.updates.pending.clear()
    await staff.says("/list")
    await files(resident)
    resident.sees("军门社区服务群")
