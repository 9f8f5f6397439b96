"""Orders of helps: who may do what with them, and who comes second."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from services import helps
from services.errors import NotAMember, NotFound, NotYourGroup, Refusal, TooLong, WordsNeeded
from services.groups.binding import left, saw
from services.helps import HelpPast
from services.helps.news import HelpArranged, HelpDeclined, HelpWithdrawn
from services.tickets import Member
from services.volunteering import passing_on
from storage.engine import Database
from storage.tables import HelpState
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, member
from tests.services.meals.kitchen_desk import open_kitchen
from tests.services.volunteering.switchboard import Switchboard, open_switchboard


@pytest.fixture
async def desk(database: Database) -> Switchboard:
    return await open_switchboard(await open_kitchen(database))


async def test_an_order_waits_for_staff(desk: Switchboard) -> None:
    order = await desk.order()
    assert order.state is HelpState.OPEN
    assert order.ordered_at == NOW


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"wanted": "  "}, WordsNeeded),
        ({"wanted": "早" * 201}, TooLong),
        ({"words": "长" * 501}, TooLong),
        ({"place": "远" * 201}, TooLong),
        ({"kind": "flying"}, NotFound),
    ],
)
async def test_what_does_not_fit_is_refused(
    desk: Switchboard, wrong: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await desk.order(**wrong)
    async with desk.kitchen.database.reading() as session:
        assert await helps.of_person(session, RESIDENT) == []


async def test_staff_arrange_it_and_may_arrange_it_anew(desk: Switchboard) -> None:
    order = await desk.order()
    for answer in ("周六9点，10元", "改到周日9点"):
        await desk.arranges(order.id, answer)
    found = await desk.helped(order.id)
    assert (found.state, found.answer) == (HelpState.ARRANGED, "改到周日9点")
    assert found.handled_by_name == desk.staff.name
    assert desk.heard(HelpArranged) == [HelpArranged(order.id)] * 2


async def test_a_declined_order_is_over(desk: Switchboard) -> None:
    order = await desk.order()
    await desk.do(lambda session: helps.decline(session, order.id, desk.staff, "师傅休息", now=NOW))
    assert desk.heard(HelpDeclined) == [HelpDeclined(order.id)]
    refused = await desk.attempt(
        lambda session: helps.arrange(session, order.id, desk.staff, "李师傅来")
    )
    assert isinstance(refused, HelpPast)
    assert (refused.state, refused.by_name) == (HelpState.DECLINED, desk.staff.name)


async def test_only_the_office_around_the_place_sees_to_it(desk: Switchboard) -> None:
    order = await desk.order()
    for group in (desk.kitchen.groups.property, desk.kitchen.kitchen.group):
        assert isinstance(await desk.arranges(order.id, "我来", member(group)), NotYourGroup)
    await desk.arranges(order.id, "街道来安排", member(desk.kitchen.groups.street))
    assert (await desk.helped(order.id)).state is HelpState.ARRANGED


async def test_who_left_the_group_does_not_act_for_it(desk: Switchboard) -> None:
    order = await desk.order()
    group = desk.kitchen.groups.staff

    async def leaves(session: Any) -> None:
        await saw(session, group, desk.staff.person_id, "社工甲", now=NOW)
        await left(session, group, desk.staff.person_id, now=NOW)

    await desk.do(leaves)
    refused = await desk.attempt(
        lambda session: helps.arrange(session, order.id, desk.staff, "我来")
    )
    assert isinstance(refused, NotAMember)


async def test_of_many_who_end_an_order_at_once_one_does(desk: Switchboard) -> None:
    order = await desk.order()

    def ending(number: int) -> Any:
        who = Member(number, f"网格员{number}", desk.kitchen.groups.staff.id)
        if number % 2:
            return lambda session: helps.decline(session, order.id, who, "办不了", now=NOW)
        return lambda session: passing_on.withdraw_help(
            session, order.id, RESIDENT, "不用了", now=NOW
        )

    outcomes = await asyncio.gather(*(desk.attempt(ending(number)) for number in range(20)))
    assert Counter(isinstance(outcome, HelpPast) for outcome in outcomes) == {True: 19, False: 1}


async def test_others_orders_are_not_found(desk: Switchboard) -> None:
    order = await desk.order()
    for deed in (
        lambda session: helps.seen_by(session, order.id, NEIGHBOUR),
        lambda session: helps.withdraw(session, order.id, NEIGHBOUR, now=NOW),
        lambda session: helps.done(session, order.id, NEIGHBOUR, now=NOW),
    ):
        assert isinstance(await desk.attempt(deed), NotFound)


async def test_staff_hear_of_a_withdrawal_only_if_they_had_set_about_it(
    desk: Switchboard,
) -> None:
    first, second = await desk.order(), await desk.order()
    await desk.do(lambda session: helps.arrange(session, second.id, desk.staff, "李师傅来"))
    for order in (first, second):
        await desk.withdraws(order.id)
    assert desk.heard(HelpWithdrawn) == [HelpWithdrawn(second.id)]


async def test_only_what_was_arranged_can_be_done(desk: Switchboard) -> None:
    order = await desk.order()
    refused = await desk.attempt(lambda session: helps.done(session, order.id, RESIDENT, now=NOW))
    assert isinstance(refused, HelpPast)
    await desk.do(lambda session: helps.arrange(session, order.id, desk.staff, "李师傅来"))
    await desk.do(lambda session: helps.done(session, order.id, desk.staff, now=NOW))
    found = await desk.helped(order.id)
    assert (found.state, found.ended_at) == (HelpState.DONE, NOW)


async def test_what_still_moves_is_listed_first(desk: Switchboard) -> None:
    first, second, third = [await desk.order() for _each in range(3)]
    await desk.do(lambda session: helps.withdraw(session, third.id, RESIDENT, now=NOW))
    async with desk.kitchen.database.reading() as session:
        listed = await helps.of_person(session, RESIDENT)
    assert [order.id for order in listed] == [second.id, first.id, third.id]


@pytest.mark.parametrize("words", ["理发", "我想理发", "上门理发", "上門理髮", "理髮"])
async def test_a_help_is_meant_by_its_name_or_the_thing_in_it(
    desk: Switchboard, words: str
) -> None:
    async with desk.kitchen.database.reading() as session:
        assert [kind.key for kind in await helps.kinds_meant(session, words)] == ["haircut"]


@pytest.mark.parametrize("words", ["", "上门", "发", "路灯坏了"])
async def test_what_names_no_help_means_none(desk: Switchboard, words: str) -> None:
    async with desk.kitchen.database.reading() as session:
        assert await helps.kinds_meant(session, words) == []


@pytest.mark.parametrize(
    "words", ["想理发", "我要理发", "请人上门理发", "我想理髮", "上门理发 明天", "明天上门理发"]
)
async def test_who_only_says_what_they_want_wants_it(desk: Switchboard, words: str) -> None:
    async with desk.kitchen.database.reading() as session:
        written = await helps.ordered_in(session, words, None)
    assert written is not None
    assert [kind.key for kind in written.kinds] == ["haircut"]


@pytest.mark.parametrize(
    "words",
    [
        "附近哪里理发",
        "我要反映理发店太吵",
        "理发店门口路灯坏了",
        "想问问楼下理发店晚上十一点还在放音乐怎么办",
        "上门理发的师傅没来",
        "楼下理发店很吵",
    ],
)
async def test_other_sentences_about_it_are_no_order(desk: Switchboard, words: str) -> None:
    async with desk.kitchen.database.reading() as session:
        assert await helps.ordered_in(session, words, None) is None


@pytest.mark.parametrize(
    ("words", "wanted", "what_else"),
    [
        ("上门理发 明天", "明天", ""),
        ("帮我上门理发，周六上午9点到10点，要剪短", "周六上午9点到10点", "要剪短"),
        ("上门理发 越快越好", "越快越好", ""),
        ("上门理发 11月28日9点 腿脚不方便", "11月28日9点", "腿脚不方便"),
        ("上门理发", "", ""),
    ],
)
async def test_when_is_read_from_the_sentence_and_the_rest_is_kept(
    desk: Switchboard, words: str, wanted: str, what_else: str
) -> None:
    async with desk.kitchen.database.reading() as session:
        written = await helps.read(session, words, None)
    assert (written.wanted, written.words) == (wanted, what_else)
