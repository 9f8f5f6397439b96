"""The pictures: small enough to be sent, sound whatever is drawn, in every language."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handlers.common.i18n import LANGUAGES, speaking
from handlers.common.pictures.paper import WIDTH
from handlers.places import nearby_card
from handlers.places.nearby_card import Pin
from handlers.places.staff import checkup_picture as check_up

LARGEST = 400_000
"""Bytes: they wait in the outbox, and a phone on a bad line loads them."""
metres = st.floats(-20_000, 20_000)
pins = st.builds(Pin, st.text(max_size=80), st.text(max_size=80), st.booleans(), metres, metres)


def size_of(picture: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(picture)) as image:
        image.load()
        return image.size


@settings(max_examples=15, deadline=None)
@given(st.lists(pins, min_size=1, max_size=5), st.text(max_size=200))
def test_a_card_is_drawn_whatever_places_are_called_and_wherever_they_lie(
    found: list[Pin], title: str
) -> None:
    picture = nearby_card.draw(title, title, found, metres_a_minute=46)
    assert size_of(picture)[0] == WIDTH
    assert len(picture) < LARGEST


def test_numbers_do_not_cover_one_another_where_places_share_a_door() -> None:
    shown = nearby_card.apart([(540.0, 400.0)] * 5, (540.0, 432.0))
    gaps = [
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
        for index, a in enumerate(shown)
        for b in shown[:index]
    ]
    assert min(gaps) >= 2 * nearby_card.PIN


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_are_there_in_every_language(language: str) -> None:
    with speaking(language):
        picture = nearby_card.draw("健康小屋", "军门", [Pin("甲", "乙", True, 0, 100)],
                                   metres_a_minute=46)  # fmt: skip
    assert size_of(picture)[0] == WIDTH


@pytest.mark.parametrize("buildings", [0, 1, 500])
def test_a_check_up_is_drawn_for_communities_of_any_size(buildings: int) -> None:
    houses = [check_up.House(at % 25 * 30.0, at // 25 * 40.0, at % 6) for at in range(buildings)]
    bars = [check_up.Bar("健康小屋", share) for share in (0.0, 0.5, 1.0)]
    gains = [check_up.Gain("中医馆", "3号楼", 10.0, 10.0)]
    picture = check_up.draw("军门社区", "", houses, bars, gains)
    assert size_of(picture)[0] == WIDTH
    assert len(picture) < LARGEST
