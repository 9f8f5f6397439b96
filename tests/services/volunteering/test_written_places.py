"""How many are needed, in people's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteering.errors import BadPlaces
from services.volunteering.written_places import PlacesUnreadable, roles_of


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("3", [("", 3)]),
        ("3人", [("", 3)]),
        ("３ 个人", [("", 3)]),
        ("2 搬运，1 拍照", [("搬运", 2), ("拍照", 1)]),
        ("搬运2人、拍照 1人", [("搬运", 2), ("拍照", 1)]),
        ("司机 1", [("司机", 1)]),
    ],
)
def test_a_number_or_roles_are_read(words: str, roles: list[tuple[str, int]]) -> None:
    assert roles_of(words) == roles


@pytest.mark.parametrize("words", ["", "几个人", "2，3", "2 搬运，1", "1 拍照，2 拍照", "1 2 拍照"])
def test_what_leaves_open_how_many_of_what_is_refused(words: str) -> None:
    with pytest.raises(PlacesUnreadable):
        roles_of(words)


@pytest.mark.parametrize("words", ["0", "51", "1 拍照，999 搬运"])
def test_too_many_or_none_are_refused(words: str) -> None:
    with pytest.raises(BadPlaces):
        roles_of(words)


@given(st.text("0123456789 人名个搬运拍照,，、\n", max_size=40))
def test_whatever_is_written_is_read_or_refused(words: str) -> None:
    try:
        roles = roles_of(words)
    except (PlacesUnreadable, BadPlaces):
        return
    assert all(1 <= places <= 50 for _name, places in roles)
    assert len(roles) == 1 or all(name for name, _places in roles)
