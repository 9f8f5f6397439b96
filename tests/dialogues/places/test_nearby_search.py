"""附近服务: from where, for what, what is near, one place."""

import pytest

from tests.dialogues.channels import LOCATIONS, MAPS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.places import kites
from tests.dialogues.places.kites import FROM_HOME, KITES


@pytest.fixture
async def kite_shops(desk: Desk) -> Desk:
    """Two kite shops: one around the corner, one a walk away that is open on Wednesdays."""
    await kites.set_up(desk)
    await kites.opens(desk, "老王风筝", metres_north=200, phone="0591-1234", bring="身份证")
    await kites.opens(desk, "小李风筝", metres_north=800, hours="We 09:00-11:00")
    return desk


async def finds(resident: Phone) -> None:
    """Up to the list of what is near the resident's home."""
    await resident.says("/nearby")
    await resident.says(FROM_HOME)
    await resident.taps("玩乐")
    await resident.taps(KITES)


@pytest.mark.can("Nearby: a list from where they live")
async def test_the_nearest_come_first_with_distance_minutes_and_hours(
    kite_shops: Desk, resident: Phone
) -> None:
    await finds(resident)
    list_of = resident.text_of(resident.last)
    assert "200 米 · 走 5 分钟 · 开着，到 18:00" in list_of
    assert list_of.index("老王风筝") < list_of.index("小李风筝")
    assert "关着，11月25日 09:00 开" in list_of


@pytest.mark.can("Nearby: a map as a picture")
async def test_a_picture_comes_with_the_list(kite_shops: Desk, resident: Phone) -> None:
    await finds(resident)
    assert resident.pictures() == 1


@MAPS
@pytest.mark.can("Nearby: a place as a pin on the map")
async def test_one_place_comes_as_a_pin_with_map_links_and_everything_about_it(
    kite_shops: Desk, resident: Phone
) -> None:
    await finds(resident)
    await resident.says("1")
    resident.sees("老王风筝", "津泰路 1 号", "0591-1234", "要带：身份证")
    pin = next(message for message in resident.screen if message.venue)
    links = [button.url or "" for button in resident.buttons(pin)]
    assert "coord_type=1" in links[0]
    assert "coordinate=wgs84" in links[1]


async def test_a_list_of_places_works_on(kite_shops: Desk, resident: Phone) -> None:
    await finds(resident)
    listed = resident.last
    await resident.taps("1. 老王风筝")
    await resident.taps("2. 小李风筝")
    resident.sees("小李风筝")
    assert resident.buttons(resident.finds("离", "近的在前")) == resident.buttons(listed)


async def test_elders_are_given_more_time(kite_shops: Desk, resident: Phone) -> None:
    await resident.says("/settings")
    await resident.taps("打开大字版")
    await resident.says("/nearby", FROM_HOME)
    await resident.says("放风筝")
    resident.sees("200 米 · 走 6 分钟")


async def test_only_what_is_open_can_be_asked_for(kite_shops: Desk, resident: Phone) -> None:
    await finds(resident)
    await resident.taps("只看开着的")
    resident.sees("老王风筝")
    assert "小李风筝" not in resident.text_of(resident.last)
    await resident.taps("关着的也看")
    resident.sees("小李风筝")


async def test_nothing_open_shows_what_there_is(kite_shops: Desk, resident: Phone) -> None:
    kite_shops.clock.move(hours=12)
    await finds(resident)
    await resident.taps("只看开着的")
    resident.finds("现在没有开着的")
    resident.sees("老王风筝")


async def test_what_is_far_away_is_shown_and_said_to_be_far(desk: Desk, resident: Phone) -> None:
    await kites.set_up(desk)
    await kites.opens(desk, "远处风筝", metres_north=2500)
    await finds(resident)
    resident.sees("这些远一些", "2.5 公里")


async def test_a_kind_with_nothing_in_it_says_so_and_asks_again(
    kite_shops: Desk, resident: Phone
) -> None:
    await resident.says("/nearby", FROM_HOME, "集邮角")
    resident.sees("还没有登记“集邮角”", "/phone", "要找什么")


async def test_what_is_wanted_is_understood_in_traditional_characters(
    kite_shops: Desk, resident: Phone
) -> None:
    await resident.says("/nearby", FROM_HOME, "放風箏")
    resident.sees("老王风筝")


async def test_words_that_name_no_service_are_told_so_and_asked_again(
    kite_shops: Desk, resident: Phone
) -> None:
    await resident.says("/nearby", FROM_HOME, "登月飞船")
    resident.sees("没有找到“登月飞船”", "要找什么")


async def test_one_place_is_found_by_its_name(kite_shops: Desk, resident: Phone) -> None:
    await resident.says("/nearby", FROM_HOME, "老王风筝")
    resident.sees("老王风筝", "0591-1234")


async def test_back_from_a_place_found_by_its_name_asks_what_to_look_for(
    kite_shops: Desk, resident: Phone
) -> None:
    await resident.says("/nearby", FROM_HOME, "老王风筝", "0")
    resident.sees("要找什么")


@LOCATIONS
@pytest.mark.can("Nearby: from a shared location")
async def test_a_search_starts_at_a_shared_location(kite_shops: Desk, resident: Phone) -> None:
    await resident.says("/nearby")
    await resident.is_at(26.08994, 119.29930)
    await resident.says("放风筝")
    resident.sees("10 米 · 走 1 分钟")


@LOCATIONS
@pytest.mark.parametrize(
    ("latitude", "longitude"), [(25.0, 122.5), (31.23, 121.47)], ids=["at sea", "in Shanghai"]
)
async def test_a_location_out_of_the_way_is_told_kindly_and_asked_again(
    kite_shops: Desk, resident: Phone, latitude: float, longitude: float
) -> None:
    await resident.says("/nearby")
    await resident.is_at(latitude, longitude)
    resident.sees("太远了", "从哪里找起")


async def test_without_a_location_a_place_is_named_in_words(
    kite_shops: Desk, resident: Phone
) -> None:
    await resident.says("/nearby")
    await resident.says("军门新村")
    await resident.says("1")
    resident.sees("要找什么")


async def test_a_search_may_start_at_another_place(kite_shops: Desk, resident: Phone) -> None:
    await resident.says("/nearby", "小李风筝")
    await resident.taps("小李风筝")
    await resident.says("放风筝")
    resident.sees("10 米 · 走 1 分钟", "600 米")


async def test_words_that_name_no_place_are_asked_again(kite_shops: Desk, resident: Phone) -> None:
    await resident.says("/nearby", "火星环形山")
    resident.sees("没有找到这个地方", "从哪里找起")


async def test_zero_leads_back_step_by_step(kite_shops: Desk, resident: Phone) -> None:
    await finds(resident)
    await resident.says("1")
    await resident.says("0")
    resident.sees("近的在前")
    await resident.says("0")
    resident.sees("要找什么")
    await resident.says("0")
    resident.sees("从哪里找起")
    await resident.says("0")
    resident.sees("不找了")
