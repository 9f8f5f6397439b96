"""The menu's picture: sound whatever is served, small enough to be sent, large enough to read."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.common.i18n import LANGUAGES, speaking
from handlers.common.pictures.paper import WIDTH
from handlers.meals import menu_card
from handlers.meals.menu_card import CardMeal, CardSet
from tests.handlers.test_pictures import LARGEST, size_of

words = st.text(max_size=40)
sets = st.builds(
    CardSet,
    words,
    words,
    st.lists(words, max_size=8).map(tuple),
    st.lists(words, max_size=4).map(tuple),
)
meals = st.builds(
    CardMeal, words, words, words, st.booleans(), st.lists(sets, max_size=6).map(tuple)
)
PHONE_WIDTH = 360
"""Points of a usual phone's screen, 16 of which are a browser's letters."""
DAY = ("午餐", "11:00–12:30", "可以订，订餐截止 09:30", True)


def lunch(*sets: CardSet) -> CardMeal:
    return CardMeal(*DAY, sets)


def a_set(dishes: Sequence[str] = ("荔枝肉", "米饭")) -> CardSet:
    return CardSet("荔枝肉套餐", "10 元", tuple(dishes), ("软食",))


@settings(max_examples=15, deadline=None)
@given(words, st.lists(meals, min_size=1, max_size=3))
def test_a_menu_is_drawn_whatever_is_served(title: str, served: list[CardMeal]) -> None:
    for picture in menu_card.draw(title, title, served):
        width, height = size_of(picture)
        assert width == WIDTH
        assert width + height <= 10_000
        assert len(picture) < 2 * LARGEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_usual_day_is_one_picture_of_a_phone_s_shape(language: str) -> None:
    with speaking(language):
        [picture] = menu_card.draw("今天", "军门长者食堂", [lunch(a_set(), a_set())] * 2)
    assert size_of(picture)[1] <= menu_card.TALLEST
    assert len(picture) < LARGEST


def test_a_day_too_long_for_a_screen_is_parted_between_meals() -> None:
    long = lunch(*[a_set(["清炒上海青"] * 8)] * 6)
    assert len(menu_card.draw("今天", "军门长者食堂", [long, lunch(a_set())])) == 2


def test_what_everybody_asks_for_is_drawn_once_in_each_language() -> None:
    def drawn(language: str, note: str) -> bytes:
        with speaking(language):
            served = CardMeal("午餐", "11:00–12:30", note, True, (a_set(),))
            return menu_card.draw_first("接下来的菜单", "军门长者食堂", [served])

    first = drawn("zh", "可以订")
    assert drawn("zh", "可以订") is first
    assert drawn("zh", "只剩 2 份") != first
    assert drawn("zh_Hant", "可以订") is not first


def test_dishes_can_be_read_without_glasses() -> None:
    assert menu_card.DISH * PHONE_WIDTH / WIDTH >= 16
    assert min(menu_card.TAG, menu_card.NOTE) * PHONE_WIDTH / WIDTH >= 14


def test_no_dish_is_cut_in_two() -> None:
    dishes = ["清炒上海青", "番茄炒蛋", "香菇烧豆腐", "海带排骨汤", "杂粮饭"]
    lines = menu_card._dish_lines(a_set(dishes))
    assert "、".join(lines).split("、") == dishes
    assert len(lines) == 2
