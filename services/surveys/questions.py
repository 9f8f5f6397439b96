"""What a survey asks: its questions in their order, as XLSForm knows them.

A survey's definition is data. It is written in chat, pasted from 问卷星 or Word, or read from an
XLSForm; it is kept with the survey as JSON and walked through by the conversation that answers it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

MOST_QUESTIONS = 12
MOST_CHOICES = 20
TITLE_LIMIT = 40
LABEL_LIMIT = 200
CHOICE_LIMIT = 60
INTRO_LIMIT = 600
NAME_LIMIT = 60
"""In characters."""
WIDEST_SCALE = 11
"""Steps: 0 to 10."""

Value = str | int | float | bool | list[str] | dict[str, Any] | None
"""An answer, ready for JSON, by the kind of its question; None where the question was passed over.

ONE the choice's name, SEVERAL their names, SCALE and NUMBER a number, YES_NO a bool, WORDS text,
PHOTO ids of files (`storage.media`), PLACE {"latitude", "longitude"} or {"text"}, DATE ISO 8601.
"""
Answers = dict[str, Value]
"""By the question's name. What was chosen beside the choices stands in words under
`other_name`."""
OTHER = "other"
"""The name of the choice 其他, to which words belong."""


class Kind(StrEnum):
    ONE = "one"
    """单选."""
    SEVERAL = "several"
    """多选."""
    SCALE = "scale"
    """量表: stars, 1 to 5, or 0 to 10."""
    YES_NO = "yes_no"
    NUMBER = "number"
    WORDS = "words"
    PHOTO = "photo"
    PLACE = "place"
    DATE = "date"


OF_ONES_OWN = frozenset({Kind.WORDS, Kind.PHOTO, Kind.PLACE})
"""Kinds whose answers can say who gave them."""
SHOWS_WHO = frozenset({Kind.PHOTO, Kind.PLACE})
"""Kinds that no anonymous survey has."""


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    """As it stands in exports."""
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from `low` to `high`, both included."""

    low: int
    high: int
    stars: bool = False
    low_label: str = ""
    high_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    name: str
    """The column in exports: letters, digits and underscores, unique within the survey."""
    kind: Kind
    label: str
    hint: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    """Of ONE and SEVERAL."""
    other: bool = False
    """其他 stands below the choices, and words with it."""
    scale: Scale | None = None
    whole: bool = False
    """Of NUMBER: no fractions."""
    relevant: str = ""
    """It is asked only where this holds of the answers before it: an XLSForm expression."""
    constraint: str = ""
    """What has to hold of the answer, `.` being it: an XLSForm expression."""
    constraint_message: str = ""

    @property
    def other_name(self) -> str:
        return f"{self.name}_{OTHER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    """Said above the first question."""
    thanks: str = ""
    """Said after the last one."""
    form_id: str = ""
    """XLSForm's, of one that was imported."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Headings, by the name of the question above which they stand."""

    def dump(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)

    @classmethod
    def load(cls, kept: Mapping[str, Any]) -> "Definition":
        """What `dump` gave."""
        return cls(**{**kept, "questions": tuple(_question(each) for each in kept["questions"])})

    def named(self, name: str) -> Question:
        """Raises KeyError."""
        found = next((each for each in self.questions if each.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def _question(kept: Mapping[str, Any]) -> Question:
    scale = kept["scale"]
    return Question(
        **{
            **kept,
            "kind": Kind(kept["kind"]),
            "choices": tuple(Choice(**each) for each in kept["choices"]),
            "scale": Scale(**scale) if scale else None,
        }
    )
