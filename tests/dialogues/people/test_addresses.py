"""People are not the messenger's numbers of them: who they are, and where they are written to."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from storage.tables import Address, Channel, EventKind, Person, TicketEvent
from tests.chats import an_address
from tests.dialogues.channels import BOT_API
from tests.dialogues.conftest import ADMIN
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

NewPerson = Callable[[str], Phone]


async def addresses_of(desk: Desk, phone: Phone) -> list[Address]:
    async with desk.app.database.reading() as session:
        theirs = Address.external_id == str(phone.user_id)
        return list(await session.scalars(select(Address).where(theirs)))


@pytest.fixture
def quiet(desk: Desk) -> Phone:
    """In the group since before the bot was."""
    return Phone(desk, ADMIN, desk.chats["军门社区工作群"])


async def test_nothing_is_kept_of_who_only_talks_in_a_group(desk: Desk, quiet: Phone) -> None:
    await quiet.says("中午吃什么", "红烧肉", "/lunch@another_bot")
    assert await addresses_of(desk, quiet) == []
    await quiet.says("/list")
    [address] = await addresses_of(desk, quiet)
    assert (address.channel, address.chat_id) == (Channel.TELEGRAM, None)


async def test_two_words_of_a_stranger_in_one_batch_are_of_one_person(
    desk: Desk, quiet: Phone
) -> None:
    await quiet.says("中午吃什么", "/list", "/list")
    assert len(await addresses_of(desk, quiet)) == 1


async def test_who_worked_in_the_group_is_the_same_in_private(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    alone = Phone(desk, staff.user_id, staff.user_id)
    await alone.starts()
    [address] = await addresses_of(desk, staff)
    async with desk.app.database.reading() as session:
        taken = select(TicketEvent.actor_id).where(TicketEvent.kind == EventKind.TAKEN)
        assert await session.scalar(taken) == address.person_id
        assert await session.get(Person, address.person_id) is not None
    assert address.chat_id == staff.user_id
    assert address.person_id != staff.user_id


async def test_a_colleague_is_pointed_out_by_the_messengers_number(
    resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await files(resident)
    await staff.taps("接单")
    await colleague.taps("办结")
    await colleague.taps("由我接手")
    told = colleague.finds("不用再管")
    named = {entity.url for entity in told.entities if entity.url}
    assert named == {f"tg://user?id={each.user_id}" for each in (staff, colleague)}


@BOT_API
async def test_who_came_before_ids_were_ours_is_still_themselves(
    desk: Desk, new_resident: NewPerson
) -> None:
    phone = new_resident("居民")
    async with desk.app.database.transaction() as session:
        before = Person(id=phone.user_id, language="zh", created_at=desk.clock())
        before.consented_at = desk.clock()
        session.add_all([before, an_address(phone.user_id)])
    await phone.starts()
    phone.sees("您住在哪里")
    assert await phone.person_id() == phone.user_id


async def with_two_phones(desk: Desk, first: Phone, new_resident: NewPerson) -> Phone:
    """Another address of the person, used last."""
    second = new_resident("同一位居民")
    async with desk.app.database.transaction() as session:
        session.add(an_address(await first.person_id(), second.user_id))
    desk.clock.move(minutes=1)
    await second.says("/help")
    return second


@BOT_API
async def test_news_comes_to_the_address_used_last(
    desk: Desk, resident: Phone, staff: Phone, new_resident: NewPerson
) -> None:
    await files(resident)
    second = await with_two_phones(desk, resident, new_resident)
    await staff.taps("接单")
    second.sees("有人去办了")
    resident.does_not_see("有人去办了")
    desk.clock.move(minutes=1)
    await resident.says("/help")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "灯泡换好了")
    resident.sees("办好了")
    second.does_not_see("办好了")


@BOT_API
async def test_an_address_that_stopped_the_bot_is_passed_over(
    desk: Desk, resident: Phone, staff: Phone, new_resident: NewPerson
) -> None:
    await files(resident)
    second = await with_two_phones(desk, resident, new_resident)
    desk.world.block(second.user_id)
    await desk.settle()
    await staff.taps("接单")
    resident.sees("有人去办了")
