"""One person under all spellings of their name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import folding

SPELLINGS = {
    "阿依古丽买买提": (
        *("阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽．买买提", "阿依古丽・买买提"),
        *("阿依古丽 · 买买提", "阿依古丽‧买买提", "阿依古丽 买买提"),
    ),
    "欧阳丽华": ("歐陽麗華", "欧阳 丽华", "欧　阳丽华", "歐陽丽华"),
    "annasmith": ("Anna Smith", "ANNA SMITH", "Ａｎｎａ　Ｓｍｉｔｈ"),
    "葛𱖎": ("葛\U000e0100𱖎", "葛 𱖎"),
}


@pytest.mark.parametrize(
    ("form", "name"), [(form, name) for form, names in SPELLINGS.items() for name in names]
)
def test_spellings_of_one_name_have_one_form(form: str, name: str) -> None:
    assert folding.person(name) == form


@pytest.mark.parametrize(("one", "other"), [("王丽", "王莉"), ("林𫰡", "林𰌂"), ("李一", "李二")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert folding.person(one) != folding.person(other)


@given(st.text(max_size=200))
def test_every_name_has_a_form_that_the_column_holds(name: str) -> None:
    form = folding.person(name)
    assert len(form) <= folding.NAME_LIMIT
    assert bool(form) == bool(name.strip()) or not "".join(name.split())
