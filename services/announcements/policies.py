"""Whom a policy is for (政策找人): its conditions as data, and what they mean for one person.

We know little of people and never enough to promise anything: the answer is that they may qualify
(您可能符合), that they do not seem to, or what else we would have to know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from services.errors import Refusal
from services.people.profiles import OLDEST, Facts
from storage.tables import Household


class NoCondition(Refusal):
    """Nothing is asked for: then everybody qualifies, and nothing can be said."""


class AgesReversed(Refusal):
    """The lower age is above the upper one."""


class Fact(StrEnum):
    BIRTH_YEAR = "birth_year"
    HOUSEHOLD = "household"


class Verdict(StrEnum):
    MAY_QUALIFY = "may qualify"
    DOES_NOT = "does not"
    CANNOT_SAY = "cannot say"


class Judged(NamedTuple):
    verdict: Verdict
    missing: tuple[Fact, ...]
    """What would have to be told for another verdict than CANNOT_SAY, in the order of asking."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """All of them have to hold."""

    youngest: int | None = None
    oldest: int | None = None
    """Years of age, both included."""
    households: frozenset[Household] = frozenset()
    """One of these is enough; empty where any household will do."""

    def dump(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "youngest": self.youngest,
            "oldest": self.oldest,
            "households": sorted(self.households),
        }

    @classmethod
    def load(cls, kept: Mapping[str, Any]) -> "Conditions":
        """What `dump` gave."""
        households = frozenset(Household(each) for each in kept["households"])
        return cls(kept["youngest"], kept["oldest"], households)


def check(conditions: Conditions) -> Conditions:
    """Raises NoCondition or AgesReversed."""
    youngest, oldest = conditions.youngest, conditions.oldest
    if youngest is None and oldest is None and not conditions.households:
        raise NoCondition
    if youngest is not None and oldest is not None and youngest > oldest:
        raise AgesReversed
    return conditions


def judge(conditions: Conditions, facts: Facts, today: date) -> Judged:
    """What is known to fail decides, whatever is missing besides."""
    held = {
        Fact.BIRTH_YEAR: _age_holds(conditions, facts.birth_year, today),
        Fact.HOUSEHOLD: _household_holds(conditions, facts.households),
    }
    if False in held.values():
        return Judged(Verdict.DOES_NOT, ())
    missing = tuple(fact for fact, holds in held.items() if holds is None)
    return Judged(Verdict.CANNOT_SAY if missing else Verdict.MAY_QUALIFY, missing)


def _age_holds(conditions: Conditions, birth_year: int | None, today: date) -> bool | None:
    """By the year alone somebody is one of two ages; either is enough."""
    youngest = 0 if conditions.youngest is None else conditions.youngest
    oldest = OLDEST if conditions.oldest is None else conditions.oldest
    if conditions.youngest is None and conditions.oldest is None:
        return True
    if birth_year is None:
        return None
    age = today.year - birth_year
    return youngest <= age and age - 1 <= oldest


def _household_holds(
    conditions: Conditions, households: frozenset[Household] | None
) -> bool | None:
    if not conditions.households:
        return True
    return None if households is None else bool(conditions.households & households)
