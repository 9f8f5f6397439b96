"""docs/words.md speaks of what there is."""

import re
from operator import attrgetter
from types import SimpleNamespace

import pytest

from locales.collect import ROOT
from services import needs, tickets
from services.announcements import policies
from services.groups import binding as groups
from services.meals import days, menus
from services.needs import matching, sorting
from services.numbers import counting, rates, report
from services.stewards import reading
from services.surveys import questions, templates
from services.tickets import alike, joint, merging, reopening, seen, splitting
from services.visits import coverage
from storage import tables

SERVICES = {
    "alike": alike,
    "counting": counting,
    "coverage": coverage,
    "days": days,
    "groups": groups,
    "policies": policies,
    "joint": joint,
    "menus": menus,
    "reading": reading,
    "matching": matching,
    "merging": merging,
    "needs": needs,
    "questions": questions,
    "rates": rates,
    "reopening": reopening,
    "report": report,
    "seen": seen,
    "sorting": sorting,
    "splitting": splitting,
    "templates": templates,
    "tickets": tickets,
}
NAMES = SimpleNamespace(**(vars(tables) | SERVICES))
IN_THE_CODE = re.compile(r"^\| [^|]+ \| [^|]+ \| `([\w.]+)` \|", re.MULTILINE)


@pytest.mark.parametrize(
    "name", IN_THE_CODE.findall((ROOT / "docs" / "words.md").read_text(encoding="utf-8"))
)
def test_a_word_of_the_glossary_is_a_name_in_the_code(name: str) -> None:
    """Columns and attributes are names of the mapped class."""
    attrgetter(name)(NAMES)
