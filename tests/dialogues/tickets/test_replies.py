"""Replies that nobody recorded the other end of: found again, or said so."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update

from storage.tables import Card, Channel, MessageLink, OutboxMessage
from tests.dialogues.channels import EVERYWHERE, MENTIONS, REPLIES, STAFF, office_on_telegram
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = STAFF

GROUP = "军门社区工作群"
SUPERGROUPS = office_on_telegram("a group keeps its name for good")


async def loses_its_links(desk: Desk) -> None:
    """As if killed between Telegram's answers and the commits that record them."""
    async with desk.app.database.transaction() as session:
        await session.execute(delete(MessageLink))


async def loses_its_outbox(desk: Desk) -> None:
    async with desk.app.database.transaction() as session:
        await session.execute(delete(OutboxMessage))


async def test_a_result_that_overtakes_the_link_of_its_prompt_counts(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await loses_its_links(desk)
    await staff.replies("写下办理结果", "灯泡换好了")
    resident.sees("办好了", "灯泡换好了")


@REPLIES
async def test_the_first_of_two_copies_of_a_prompt_is_as_good_as_the_second(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    first = staff.finds("写下办理结果")
    async with desk.app.database.transaction() as session:
        key = (Channel.TELEGRAM, staff.chat_id, first.message_id)
        await session.delete(await session.get_one(MessageLink, key))
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.about.startswith("resolve:"))
            .values(state="waiting", finished_at=None)
        )
    await desk.sends_off()
    assert staff.finds("写下办理结果").message_id != first.message_id
    await staff.says("灯泡换好了", reply_to=first)
    resident.sees("办好了", "灯泡换好了")


async def test_a_note_under_a_card_nobody_recorded_is_a_note(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await loses_its_links(desk)
    await staff.replies("待接单", "上个月也坏过")
    staff.sees("内部备注")


async def test_a_card_tells_its_request_by_its_number_when_nothing_else_does(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await loses_its_links(desk)
    await loses_its_outbox(desk)
    await staff.replies("待接单", "上个月也坏过")
    staff.sees("内部备注")


@EVERYWHERE
async def test_an_answer_that_overtakes_the_link_of_its_question_counts(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    await staff.replies("要问居民的话", "是哪一盏灯？")
    await loses_its_links(desk)
    await resident.replies("社区想问您一句", "门口左边那盏")
    staff.finds("居民回答：门口左边那盏")


@REPLIES
async def test_a_prompt_that_cannot_be_placed_says_what_to_do(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await loses_its_links(desk)
    await loses_its_outbox(desk)
    await staff.replies("写下办理结果", "灯泡换好了")
    said = staff.sees(number, "没有记下来", "再点一次卡片上的按钮")
    assert said.reply_to_message is not None
    assert "处理中" in staff.text_of(said.reply_to_message)
    resident.does_not_see("灯泡换好了")


@REPLIES
async def test_of_two_prompts_that_read_the_same_none_is_guessed(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    async with desk.app.database.transaction() as session:
        prompt = await session.scalar(
            select(OutboxMessage).where(OutboxMessage.about.startswith("resolve:"))
        )
        assert prompt is not None
        same = {
            "channel": prompt.channel,
            "chat_id": prompt.chat_id,
            "urgency": 0,
            "method": "sendMessage",
        }
        session.add(
            OutboxMessage(
                **same,
                params=prompt.params,
                about="resolve:999",
                state="sent",
                not_before=desk.clock(),
                created_at=desk.clock(),
            )
        )
    await loses_its_links(desk)
    await staff.replies("写下办理结果", "灯泡换好了")
    staff.sees("没有记下来")


@pytest.mark.parametrize(("title", "name"), [(GROUP, "社工甲"), ("军门长者食堂群", "食堂管理员甲")])
async def test_a_reply_to_a_message_that_asks_for_none_is_told_where_to_write(
    desk: Desk, member_of: Callable[[str, str], Phone], title: str, name: str
) -> None:
    member = member_of(title, name)
    await member.says("/start")
    await member.says("好的", "收到", reply_to=member.last)
    member.sees("没有记下来")
    assert sum("没有记下来" in member.text_of(message) for message in member.screen) == 1


@MENTIONS
async def test_people_who_reply_to_one_another_are_left_alone(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    """In a supergroup the numbers of messages begin again and meet old links."""
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    desk.world.promote(staff.chat_id, desk.world.bot.id)
    talk = desk.world.say(colleague.user_id, colleague.chat_id, "中午吃什么")
    async with desk.app.database.transaction() as session:
        prompt = (Channel.TELEGRAM, staff.chat_id, staff.finds("写下办理结果").message_id)
        link = await session.get_one(MessageLink, prompt)
        session.add(
            MessageLink(
                channel=Channel.TELEGRAM,
                chat_id=staff.chat_id,
                message_id=talk.message_id,
                about=link.about,
                sent_at=desk.clock(),
            )
        )
    said = len(staff.screen)
    await staff.says("食堂的红烧肉", reply_to=talk)
    assert len(staff.screen) == said
    resident.does_not_see("红烧肉")


@SUPERGROUPS
async def test_links_of_a_group_that_became_a_supergroup_are_forgotten(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    there = desk.world.upgrade(staff.chat_id)
    await desk.settle()
    async with desk.app.database.reading() as session:
        chats = set(await session.scalars(select(MessageLink.chat_id)))
        cards = set(await session.scalars(select(Card.chat_id).where(Card.key.startswith("t"))))
    assert staff.chat_id not in chats | cards
    assert there.id in chats & cards
