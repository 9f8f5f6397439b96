"""Telephone numbers: the same however they are written or shared."""

import pytest

from services.errors import NotATelephone, TooLong
from services.written import telephone


@pytest.mark.parametrize(
    "written",
    [
        "13900000000",
        "139 0000 0000",
        "139-0000-0000",
        "139.0000.0000",
        "１３９００００００００",
        "+8613900000000",
        "8613900000000",
        "008613900000000",
        "+86 139-0000-0000",
        "(+86) 139 0000 0000",
        " 13900000000 ",
    ],
)
def test_a_mobile_is_eleven_digits(written: str) -> None:
    assert telephone(written, limit=40) == "13900000000"


@pytest.mark.parametrize(
    "written",
    [
        "87654321",
        "0591-87654321",
        "(0591) 87654321",
        "87654321 转 3",
        "13900000000 女儿",
        "+1 212 555 0100",
        "400-800-1234",
    ],
)
def test_what_else_is_a_number_stands_as_it_was_written(written: str) -> None:
    assert telephone(written, limit=40) == written


@pytest.mark.parametrize("written", ["", None, "打不通的", "123456", "12-34-56", "+86"])
def test_what_has_too_few_digits_is_no_number(written: str | None) -> None:
    with pytest.raises(NotATelephone):
        telephone(written, limit=40)


def test_a_number_has_to_fit() -> None:
    with pytest.raises(TooLong):
        telephone("1" * 41, limit=40)
