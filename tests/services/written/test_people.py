"""Who is named in a line, and their telephone."""

import pytest

from services.errors import TooLong, WordsNeeded
from services.written.people import name_and_telephone


@pytest.mark.parametrize(
    ("said", "name", "phone"),
    [
        ("林阿姨", "林阿姨", None),
        ("林阿姨 13800001111", "林阿姨", "13800001111"),
        ("13800001111，林阿姨", "林阿姨", "13800001111"),
        ("林阿姨，电话：138 0000 1111", "林阿姨", "13800001111"),
        ("林阿姨的手机号是+86 138-0000-1111", "林阿姨", "13800001111"),
        ("3号楼的林阿姨 0591-87654321", "3号楼的林阿姨", "0591-87654321"),
        ("3号楼的林阿姨", "3号楼的林阿姨", None),
        ("林阿姨１３８００００１１１１", "林阿姨", "13800001111"),
    ],
)
def test_a_name_and_a_number_in_any_order(said: str, name: str, phone: str | None) -> None:
    assert name_and_telephone(said, name_limit=40, phone_limit=40) == (name, phone)


@pytest.mark.parametrize("said", ["13800001111", "", "……", "123"])
def test_a_number_alone_names_nobody(said: str) -> None:
    with pytest.raises(WordsNeeded):
        name_and_telephone(said, name_limit=40, phone_limit=40)


def test_a_name_fits_its_column() -> None:
    with pytest.raises(TooLong):
        name_and_telephone("林" * 41, name_limit=40, phone_limit=40)
