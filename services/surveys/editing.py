"""A draft as staff change it, also two of them at once: what each changed, and both together.

Nothing here knows a database; `services.surveys.composing` keeps the draft.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from services.surveys.questions import Definition, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that staff decide of a survey; None where it was not decided yet."""

    definition: Definition
    anonymous: bool | None = None
    audience: Mapping[str, Any] | None = None
    """As `services.audiences.Audience.dump` gives it."""
    starts: str | None = None
    """ISO 8601 in UTC; empty for the moment of publishing."""
    lasts_days: int | None = None
    remind_after: Sequence[int] | None = None
    """Days after the invitation."""
    rhythm: str | None = None
    """A Rhythm's value; empty where it does not repeat."""
    grouped_by: str | None = None
    """A GroupedBy's value; None for grids."""

    @property
    def starts_at(self) -> datetime | None:
        """Aware; None where it begins at once, or was not decided."""
        return datetime.fromisoformat(self.starts) if self.starts else None

    def dump(self) -> dict[str, Any]:
        """Ready for JSON, without the definition."""
        return {part.value: getattr(self, part) for part in _OF_THE_PLAN}

    @classmethod
    def load(cls, definition: Definition, kept: Mapping[str, Any]) -> "Plan":
        """What `dump` gave, of the parts that this version knows."""
        known = {part.value for part in _OF_THE_PLAN}
        return cls(definition=definition, **{k: v for k, v in kept.items() if k in known})


class Part(StrEnum):
    """What of a plan was changed."""

    TITLE = "title"
    INTRO = "intro"
    THANKS = "thanks"
    PARTS = "parts"
    ADDED = "added"
    REMOVED = "removed"
    QUESTION = "question"
    ORDER = "order"
    ANONYMOUS = "anonymous"
    AUDIENCE = "audience"
    START = "starts"
    LENGTH = "lasts_days"
    REMINDERS = "remind_after"
    RHYTHM = "rhythm"
    GROUPS = "grouped_by"


class Change(NamedTuple):
    part: Part
    name: str = ""
    """Of the question."""


_OF_THE_DEFINITION = (Part.TITLE, Part.INTRO, Part.THANKS, Part.PARTS)
_OF_THE_PLAN = (
    Part.ANONYMOUS,
    Part.AUDIENCE,
    Part.START,
    Part.LENGTH,
    Part.REMINDERS,
    Part.RHYTHM,
    Part.GROUPS,
)


class Overlap(Exception):  # noqa: N818 - an answer, not a fault
    """Both changed the same; `changes` are those of the other one."""

    def __init__(self, changes: Sequence[Change]) -> None:
        super().__init__(str(changes))
        self.changes = changes


def changes(before: Plan, after: Plan) -> list[Change]:
    """What differs, the questions in the order in which they stand `after`."""
    old, new = _by_name(before.definition), _by_name(after.definition)
    found = [
        Change(part)
        for part in _OF_THE_DEFINITION
        if getattr(before.definition, part) != getattr(after.definition, part)
    ]
    found += [Change(Part.ADDED, name) for name in new if name not in old]
    found += [Change(Part.QUESTION, name) for name in new if old.get(name, new[name]) != new[name]]
    found += [Change(Part.REMOVED, name) for name in old if name not in new]
    if [name for name in old if name in new] != [name for name in new if name in old]:
        found.append(Change(Part.ORDER))
    found += [
        Change(part) for part in _OF_THE_PLAN if getattr(before, part) != getattr(after, part)
    ]
    return found


def merged(seen: Plan, mine: Plan, theirs: Plan) -> Plan:
    """`theirs` with what `mine` changed of `seen`, which both began with. Raises Overlap."""
    mine = _renamed(seen, mine, theirs)
    my_changes, their_changes = changes(seen, mine), changes(seen, theirs)
    both = [
        change
        for change in their_changes
        if any(_same(change, own) for own in my_changes) and not _alike(change, mine, theirs)
    ]
    if both:
        raise Overlap(both)
    decided = {
        change.part.value: getattr(mine, change.part)
        for change in my_changes
        if change.part in _OF_THE_PLAN
    }
    return replace(theirs, definition=_together(mine, theirs, my_changes), **decided)


def free_name(*definitions: Definition) -> str:
    """A column's name that no question has: q1, q2, …"""
    taken = {question.name for each in definitions for question in each.questions}
    number = len(definitions[0].questions) + 1
    while f"q{number}" in taken:
        number += 1
    return f"q{number}"


def put(definition: Definition, question: Question) -> Definition:
    """With the question in the place of the one of its name, or at the end."""
    questions = _by_name(definition) | {question.name: question}
    return replace(definition, questions=tuple(questions.values()))


def without(definition: Definition, name: str) -> Definition:
    left = tuple(each for each in definition.questions if each.name != name)
    return replace(definition, questions=left)


def moved(definition: Definition, name: str, by: int) -> Definition:
    """So many places further down, or up where it is negative; not beyond the ends."""
    others = [each for each in definition.questions if each.name != name]
    at = [each.name for each in definition.questions].index(name)
    others.insert(max(0, min(at + by, len(others))), definition.named(name))
    return replace(definition, questions=tuple(others))


def same_but_for_labels(before: Definition, after: Definition) -> bool:
    """Whether answers to the one are answers to the other: only words are corrected."""
    return [_bare(each) for each in before.questions] == [_bare(each) for each in after.questions]


def _bare(question: Question) -> Question:
    """Without what it says to people."""
    scale = question.scale and replace(question.scale, low_label="", high_label="")
    choices = tuple(replace(each, label="") for each in question.choices)
    return replace(question, label="", hint="", constraint_message="", choices=choices, scale=scale)


def _by_name(definition: Definition) -> dict[str, Question]:
    return {each.name: each for each in definition.questions}


def _renamed(seen: Plan, mine: Plan, theirs: Plan) -> Plan:
    """Two questions that were added at once are two, though both became the next number."""
    before, others = _by_name(seen.definition), _by_name(theirs.definition)
    questions: list[Question] = []
    for each in mine.definition.questions:
        if each.name not in before and others.get(each.name, each) != each:
            new = replace(mine.definition, questions=(*mine.definition.questions, *questions))
            name = free_name(new, seen.definition, theirs.definition)
            questions.append(replace(each, name=name))
        else:
            questions.append(each)
    return replace(mine, definition=replace(mine.definition, questions=tuple(questions)))


def _same(theirs: Change, mine: Change) -> bool:
    """Whether both changed one thing; who removes a question changes it too."""
    of_question = (Part.QUESTION, Part.REMOVED)
    if theirs.part in of_question and mine.part in of_question:
        return theirs.name == mine.name
    return theirs == mine


def _alike(change: Change, mine: Plan, theirs: Plan) -> bool:
    """Whether both changed it to the same."""
    if change.part in _OF_THE_PLAN:
        return bool(getattr(mine, change.part) == getattr(theirs, change.part))
    if change.part in _OF_THE_DEFINITION:
        return bool(
            getattr(mine.definition, change.part) == getattr(theirs.definition, change.part)
        )
    if change.part is Part.ORDER:
        return list(_by_name(mine.definition)) == list(_by_name(theirs.definition))
    ours = _by_name(mine.definition).get(change.name)
    return ours == _by_name(theirs.definition).get(change.name)


def _together(mine: Plan, theirs: Plan, my_changes: Iterable[Change]) -> Definition:
    definition, own = theirs.definition, _by_name(mine.definition)
    for change in my_changes:
        match change.part:
            case Part.TITLE | Part.INTRO | Part.THANKS | Part.PARTS:
                value = getattr(mine.definition, change.part)
                definition = replace(definition, **{change.part.value: value})
            case Part.QUESTION:
                definition = put(definition, own[change.name])
            case Part.REMOVED:
                definition = without(definition, change.name)
            case Part.ADDED:
                definition = _added(definition, change.name, mine.definition)
            case Part.ORDER:
                definition = _in_order(definition, list(own))
            case _:
                pass
    return definition


def _added(definition: Definition, name: str, mine: Definition) -> Definition:
    """Behind the question that it stands behind in `mine`; where that is gone, at the end."""
    names = [each.name for each in mine.questions]
    before = names[names.index(name) - 1] if names[0] != name else None
    there = [each.name for each in definition.questions]
    if name in there:
        return definition
    at = 0 if before is None else there.index(before) + 1 if before in there else len(there)
    questions = list(definition.questions)
    questions.insert(at, mine.named(name))
    return replace(definition, questions=tuple(questions))


def _in_order(definition: Definition, names: Sequence[str]) -> Definition:
    """In the order of `names`; those that are not among them stay behind what they stand behind."""
    ordered = [each for name in names for each in definition.questions if each.name == name]
    for at, each in enumerate(definition.questions):
        if each.name not in names:
            ordered.insert(at, each)
    return replace(definition, questions=tuple(ordered))
