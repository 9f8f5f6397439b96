"""The round: a card to claim, doors for the carrier alone, a tap at each."""

from collections.abc import Callable

import pytest

from storage.tables import BookingState, Mode
from tests.dialogues.meals.kitchen import UNTIL_CUT_OFF, eats, private, state_of
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering import helping

DOOR = Mode.DELIVERY
SECRETS = ("居民甲", "301", "059100000000")


@pytest.fixture
async def codes(desk: Desk) -> list[str]:
    """Of two whose lunch goes to their doors."""
    return [
        await eats(desk, "居民甲", DOOR),
        await eats(desk, "居民乙", DOOR, portions=2, door="1单元101"),
    ]


@pytest.fixture
async def carrier(desk: Desk, codes: list[str], canteen_staff: Phone) -> Phone:
    """Has taken the round, and looks at their private chat."""
    own = await private(canteen_staff)
    await desk.later(**UNTIL_CUT_OFF)
    await canteen_staff.taps("我来送")
    return own


async def test_the_groups_card_shows_buildings_and_counts_and_no_doors(
    desk: Desk, codes: list[str], canteen_staff: Phone
) -> None:
    await desk.later(**UNTIL_CUT_OFF)
    card = canteen_staff.finds("送餐路线 1", "军门新村 · 3号楼：3 份", "一共 2 家，3 份")
    assert not any(secret in canteen_staff.text_of(card) for secret in SECRETS)
    assert canteen_staff.labels_of(card) == ["我来送", "转志愿者"]


async def test_the_carrier_alone_gets_the_doors_in_private(
    carrier: Phone, codes: list[str], canteen_staff: Phone
) -> None:
    carrier.sees("您送的路线 1", *SECRETS, codes[0])
    assert carrier.choices() == [
        "✅ 1 送到了",
        "🚪 1 没人在家",
        "✅ 2 送到了",
        "🚪 2 没人在家",
        "送不了，交还",
    ]
    canteen_staff.finds("送餐路线 1", "食堂管理员甲 在送", "还有 2 家")
    for secret in SECRETS:
        canteen_staff.does_not_see(secret)


async def test_each_door_needs_a_tap_and_the_last_one_ends_the_round(
    desk: Desk, carrier: Phone, codes: list[str], canteen_staff: Phone
) -> None:
    await carrier.taps("2 送到了")
    assert "送到了" in carrier.toast()
    assert await state_of(desk, codes[0]) is BookingState.SERVED
    assert await state_of(desk, codes[1]) is BookingState.BOOKED
    canteen_staff.sees_meanwhile("送餐路线 1", "送到 1 家 · 还有 1 家")
    await carrier.taps("1 送到了")
    carrier.finds("您送的路线 1", "这一路送完了，辛苦您")
    carrier.no_longer_sees("059100000000")
    assert carrier.choices() == []
    canteen_staff.finds("送餐路线 1", "食堂管理员甲 送完了：送到 2 家")


async def test_the_second_to_take_a_round_hears_who_has_it(
    desk: Desk,
    codes: list[str],
    canteen_staff: Phone,
    member_of: Callable[[str, str], Phone],
) -> None:
    other = member_of("军门长者食堂群", "食堂管理员乙")
    await desk.later(**UNTIL_CUT_OFF)
    canteen_staff.press("我来送")
    other.press("我来送")
    await desk.settle()
    assert "食堂管理员甲 已经接下来了" in other.toast()


async def test_who_never_wrote_to_the_bot_gets_the_doors_in_the_group_without_names(
    desk: Desk, codes: list[str], canteen_staff: Phone
) -> None:
    await desk.later(**UNTIL_CUT_OFF)
    await canteen_staff.taps("我来送")
    canteen_staff.sees("您送的路线 1", "2单元301", codes[0], "私下发给我")
    for secret in ("居民甲", "059100000000"):
        canteen_staff.does_not_see(secret)
    own = await private(canteen_staff)
    await canteen_staff.taps("私下发给我")
    own.sees("您送的路线 1", *SECRETS)


async def test_a_stranger_cannot_say_that_a_meal_arrived(
    desk: Desk,
    codes: list[str],
    canteen_staff: Phone,
    member_of: Callable[[str, str], Phone],
) -> None:
    other = member_of("军门长者食堂群", "食堂管理员乙")
    await desk.later(**UNTIL_CUT_OFF)
    await canteen_staff.taps("我来送")
    await other.taps("1 送到了")
    assert "现在不是您在送" in other.toast()
    assert await state_of(desk, codes[0]) is BookingState.BOOKED


async def test_a_carrier_gives_the_round_back_and_another_goes_on(
    carrier: Phone, canteen_staff: Phone, member_of: Callable[[str, str], Phone]
) -> None:
    other = member_of("军门长者食堂群", "食堂管理员乙")
    own = await private(other)
    await carrier.taps("1 送到了")
    await carrier.taps("送不了，交还")
    carrier.finds("路线 1 交还了")
    carrier.no_longer_sees("059100000000")
    await other.taps("我来送")
    own.sees("您送的路线 1")
    assert own.choices()[:2] == ["✅ 2 送到了", "🚪 2 没人在家"]


async def test_nobody_home_is_told_to_the_office_and_to_who_booked_it(
    desk: Desk, canteen_staff: Phone, staff: Phone, resident: Phone
) -> None:
    code = await eats(desk, "居民甲", DOOR, booked_by=resident)
    own = await private(canteen_staff)
    await desk.later(**UNTIL_CUT_OFF)
    await canteen_staff.taps("我来送")
    await own.taps("1 没人在家")
    staff.finds("平安守望：请去看看居民甲", "没人应门", "食堂管理员甲 送的")
    resident.finds("居民甲的午餐送到门口，没有人应门", "社区会有人去看")
    own.finds("没人在家，社区已经知道")
    await own.taps("1 送到了")
    assert await state_of(desk, code) is BookingState.SERVED
    staff.finds("平安守望", "✅ 平安 · 食堂管理员甲")
    resident.finds("见到居民甲了，人平安")
    resident.finds("居民甲的午餐送到了")


async def test_a_door_cancelled_on_the_way_is_told_to_the_carrier(
    desk: Desk, carrier: Phone, codes: list[str], canteen_staff: Phone
) -> None:
    alone = await private(canteen_staff)
    await canteen_staff.says("/kitchen")
    await canteen_staff.taps("11月23日周一 午餐")
    await canteen_staff.taps("替人取消")
    await alone.says(codes[0])
    await alone.says("住院了")
    await desk.later(minutes=2)
    carrier.finds("第 2 家不用送了", "2单元301")
    assert "✅ 1 送到了" in carrier.all_labels()
    carrier.does_not_offer("✅ 2 送到了")


@pytest.fixture
async def helper(desk: Desk, volunteers: Phone) -> Phone:
    """A volunteer's private chat."""
    return await helping.in_private(desk, volunteers, "热心邻居")


@pytest.fixture
def volunteers(member_of: Callable[[str, str], Phone]) -> Phone:
    return member_of("军门社区志愿者群", "热心邻居")


async def test_a_volunteer_who_claims_the_round_gets_the_doors_and_delivers(
    desk: Desk, codes: list[str], canteen_staff: Phone, volunteers: Phone, helper: Phone
) -> None:
    await desk.later(**UNTIL_CUT_OFF)
    await canteen_staff.taps("转志愿者")
    canteen_staff.finds("送餐路线 1", "请过志愿者认领")
    card = volunteers.finds("送餐 3 份")
    assert not any(secret in volunteers.text_of(card) for secret in SECRETS)
    await volunteers.taps("认领")
    helper.finds("您送的路线 1", *SECRETS)
    await helper.taps("1 送到了")
    assert await state_of(desk, codes[1]) is BookingState.SERVED
    canteen_staff.finds("送餐路线 1", "热心邻居 在送")
    canteen_staff.sees_meanwhile("送餐路线 1", "送到 1 家")


async def test_a_volunteer_who_gives_the_round_back_gives_their_place_back_too(
    desk: Desk, codes: list[str], canteen_staff: Phone, volunteers: Phone, helper: Phone
) -> None:
    await desk.later(**UNTIL_CUT_OFF)
    await canteen_staff.taps("转志愿者")
    await volunteers.taps("认领")
    await helper.taps("送不了，交还")
    volunteers.finds("送餐 3 份", "已认领 0/1")
    canteen_staff.finds("送餐路线 1", "还没有人接")


async def test_volunteers_are_told_when_the_canteen_carries_it_after_all(
    desk: Desk, codes: list[str], canteen_staff: Phone, volunteers: Phone, helper: Phone
) -> None:
    await desk.later(**UNTIL_CUT_OFF)
    await canteen_staff.taps("转志愿者")
    await canteen_staff.taps("我来送")
    canteen_staff.finds("送餐路线 1", "食堂管理员甲 在送")
    card = volunteers.finds("送餐 3 份", "食堂自己送了")
    assert "认领" not in volunteers.labels_of(card)
