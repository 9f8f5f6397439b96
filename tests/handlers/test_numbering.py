"""Buttons as numbered lines: what they look like, and what a number or a label means."""

import pytest

from handlers.common.numbering import Numbered, buttons_of
from handlers.common.saying import Button, Buttons, columns

BACK = Button("返回", "back")


def a_keyboard(count: int, *others: Button) -> Buttons:
    buttons = [Button(f"第{number}样", f"press:{number}") for number in range(1, count + 1)]
    return Buttons(columns([*buttons, *others], 2))


def test_every_button_is_a_line_in_order_and_the_way_back_is_0() -> None:
    numbered = Numbered(a_keyboard(3, BACK))
    assert numbered.lines() == ["1  第1样", "2  第2样", "3  第3样", "0  返回"]


def test_a_link_is_a_line_without_a_number() -> None:
    map_of_it = Button("<地图>", url="https://example.org/?a=1&b=2")
    numbered = Numbered(a_keyboard(1, map_of_it))
    assert numbered.lines() == [
        "1  第1样",
        '<a href="https://example.org/?a=1&amp;b=2">&lt;地图&gt;</a>',
    ]


def test_in_big_print_the_numbers_are_there_already() -> None:
    counted = [Button("6 第6样", "six"), Button("下一页", "more"), Button("0 返回", "back")]
    numbered = Numbered(Buttons([counted]))
    assert numbered.lines() == ["6  第6样", "99  下一页", "0  返回"]
    assert numbered.pressed("6") == counted[0]
    assert numbered.pressed("下一页") == counted[1]


@pytest.mark.parametrize("said", ["2", "二", "②", "第二个", "第2样", "2号"])
def test_a_number_and_a_label_mean_the_same_button(said: str) -> None:
    assert Numbered(a_keyboard(3)).pressed(said) == Button("第2样", "press:2")


def test_numbers_go_on_above_nine() -> None:
    assert Numbered(a_keyboard(11)).pressed("11") == Button("第11样", "press:11")


@pytest.mark.parametrize("said", ["4", "99", "0", "别的", ""])
def test_what_no_line_shows_means_nothing(said: str) -> None:
    assert Numbered(a_keyboard(3)).pressed(said) is None


def test_0_is_the_button_that_leads_back_wherever_it_stands() -> None:
    assert Numbered(Buttons([[BACK], *a_keyboard(1).rows])).pressed("0") == BACK


def test_a_label_that_two_buttons_have_means_neither() -> None:
    twice = Buttons([[Button("好", "a"), Button("好", "b")]])
    assert Numbered(twice).pressed("好") is None


def test_buttons_are_read_back_from_what_was_sent() -> None:
    sent = [[{"text": "好", "callback_data": "x"}], [{"text": "看", "url": "https://example.org"}]]
    assert buttons_of({"reply_markup": {"inline_keyboard": sent}}) == Buttons(
        [[Button("好", "x")], [Button("看", url="https://example.org")]]
    )
    assert buttons_of({"reply_markup": {"keyboard": [[{"text": "好"}]]}}) == Buttons(
        [[Button("好")]]
    )
    assert buttons_of({"text": "没有"}) == Buttons([])
