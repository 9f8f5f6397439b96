"""Whether a survey can be asked: all that is wrong with a definition, as data.

Called before a survey is published and for each that is imported; the words are said by those who
show it.
"""

import re
from collections import Counter
from collections.abc import Iterator

from services.surveys import expressions
from services.surveys.expressions import Expression, Unreadable
from services.surveys.functions import NO, YES
from services.surveys.problem import Field, Problem, What
from services.surveys.questions import (
    CHOICE_LIMIT,
    INTRO_LIMIT,
    LABEL_LIMIT,
    MOST_CHOICES,
    MOST_QUESTIONS,
    NAME_LIMIT,
    OTHER,
    TITLE_LIMIT,
    WIDEST_SCALE,
    Definition,
    Kind,
    Question,
)

__all__ = ["CHOICE_NAME", "NAME", "Field", "Problem", "What", "problems"]

NAME = re.compile(rf"[^\W\d]\w{{0,{NAME_LIMIT - 1}}}")
CHOICE_NAME = re.compile(rf"[^\s'\"]{{1,{NAME_LIMIT}}}")


def problems(definition: Definition) -> list[Problem]:
    """All that is wrong, the whole first, then by question; empty where it can be asked.

    Where there are too many questions, none of them is looked at: there may be thousands.
    """
    found = list(_of_the_whole(definition))
    if len(definition.questions) > MOST_QUESTIONS:
        return found
    doubles = _doubles(definition)
    for number, question in enumerate(definition.questions, start=1):
        checked = _Checked(definition, question, number)
        found += checked.problems()
        if question.name in doubles or (question.other and question.other_name in doubles):
            found.append(checked.problem(What.NAME_TWICE, Field.NAME, text=question.name))
    return found


def _of_the_whole(definition: Definition) -> Iterator[Problem]:
    if not definition.title.strip():
        yield Problem(what=What.NO_TITLE, field=Field.TITLE)
    count = len(definition.questions)
    if not count:
        yield Problem(what=What.NO_QUESTIONS)
    if count > MOST_QUESTIONS:
        yield Problem(what=What.TOO_MANY_QUESTIONS, count=count, limit=MOST_QUESTIONS)
    texts = [
        (Field.TITLE, definition.title, TITLE_LIMIT, ""),
        (Field.INTRO, definition.intro, INTRO_LIMIT, ""),
        (Field.THANKS, definition.thanks, INTRO_LIMIT, ""),
        (Field.FORM_ID, definition.form_id, NAME_LIMIT, ""),
        *((Field.PART, part, LABEL_LIMIT, name) for name, part in definition.parts.items()),
    ]
    for field, text, limit, name in texts:
        if len(text) > limit:
            yield Problem(
                what=What.TOO_LONG, field=field, question=name, count=len(text), limit=limit
            )
    for name in definition.parts.keys() - {each.name for each in definition.questions}:
        yield Problem(what=What.UNKNOWN_NAME, field=Field.PART, text=name)


def _doubles(definition: Definition) -> set[str]:
    names = Counter(each.name for each in definition.questions)
    names.update(each.other_name for each in definition.questions if each.other)
    return {name for name, count in names.items() if count > 1}


class _Checked:
    """A question in its place."""

    def __init__(self, definition: Definition, question: Question, number: int) -> None:
        self._definition = definition
        self._question = question
        self._number = number
        self._before = definition.questions[: number - 1]

    def problem(
        self,
        what: What,
        field: Field,
        *,
        text: str = "",
        count: int = 0,
        limit: int = 0,
        error: Unreadable | None = None,
    ) -> Problem:
        return Problem(
            what=what,
            field=field,
            question=self._question.name,
            number=self._number,
            text=text,
            count=count,
            limit=limit,
            error=error,
        )

    def problems(self) -> Iterator[Problem]:
        question = self._question
        if not NAME.fullmatch(question.name):
            yield self.problem(What.NAME, Field.NAME, text=question.name)
        yield from self._length(Field.LABEL, question.label, LABEL_LIMIT)
        if not question.label.strip():
            yield self.problem(What.EMPTY, Field.LABEL)
        yield from self._length(Field.HINT, question.hint, LABEL_LIMIT)
        yield from self._length(Field.CONSTRAINT_MESSAGE, question.constraint_message, LABEL_LIMIT)
        if question.kind in (Kind.ONE, Kind.SEVERAL):
            yield from self._choices()
        scale = question.scale
        if question.kind is Kind.SCALE and (
            scale is None or not 0 < scale.high - scale.low < WIDEST_SCALE
        ):
            yield self.problem(What.SCALE, Field.SCALE, limit=WIDEST_SCALE)
        yield from self._expression(Field.RELEVANT, question.relevant)
        yield from self._expression(Field.CONSTRAINT, question.constraint)

    def _length(self, field: Field, text: str, limit: int, *, of: str = "") -> Iterator[Problem]:
        if len(text) > limit:
            yield self.problem(What.TOO_LONG, field, text=of, count=len(text), limit=limit)

    def _choices(self) -> Iterator[Problem]:
        choices = self._question.choices
        if not choices:
            yield self.problem(What.NO_CHOICES, Field.CHOICES)
        if len(choices) > MOST_CHOICES:
            yield self.problem(
                What.TOO_MANY_CHOICES, Field.CHOICES, count=len(choices), limit=MOST_CHOICES
            )
            return
        names = [each.name for each in choices] + [OTHER] * self._question.other
        for texts in (names, [each.label for each in choices]):
            for text, count in Counter(texts).items():
                if count > 1:
                    yield self.problem(What.CHOICE_TWICE, Field.CHOICES, text=text)
        for each in choices:
            if not CHOICE_NAME.fullmatch(each.name):
                yield self.problem(What.CHOICE_NAME, Field.CHOICES, text=each.name)
            if not each.label.strip():
                yield self.problem(What.EMPTY, Field.CHOICES, text=each.name)
            yield from self._length(Field.CHOICES, each.label, CHOICE_LIMIT, of=each.name)

    def _expression(self, field: Field, text: str) -> Iterator[Problem]:
        if not text:
            return
        try:
            expression = expressions.parse(text)
        except Unreadable as error:
            yield self.problem(What.UNREADABLE, field, error=error)
            return
        if field is Field.RELEVANT and expression.looks_at_own:
            yield self.problem(What.OWN_ANSWER, field)
        for name in sorted(expression.names):
            yield from self._name(field, name)
        for name, value in sorted(expression.compared):
            if not self._can_be(name or self._question.name, value):
                yield self.problem(What.UNKNOWN_CHOICE, field, text=value)

    def _name(self, field: Field, name: str) -> Iterator[Problem]:
        known = {each.name for each in self._before}
        known |= {each.other_name for each in self._before if each.other}
        if name in known:
            return
        if name not in {each.name for each in self._definition.questions}:
            yield self.problem(What.UNKNOWN_NAME, field, text=name)
        elif self._question.name in _depends_on(self._definition, name):
            yield self.problem(What.CYCLE, field, text=name)
        else:
            yield self.problem(What.LATER_NAME, field, text=name)

    def _can_be(self, name: str, value: str) -> bool:
        """Whether a question can be answered so; also where no question has that name."""
        named = next((each for each in self._definition.questions if each.name == name), None)
        if named is None or not value:
            return True
        if named.kind is Kind.YES_NO:
            return value in (YES, NO)
        if named.kind not in (Kind.ONE, Kind.SEVERAL):
            return True
        return (named.other and value == OTHER) or value in {each.name for each in named.choices}


def _depends_on(definition: Definition, name: str) -> set[str]:
    """The names that decide whether `name` is asked, itself included."""
    conditions = {each.name: each.relevant for each in definition.questions}
    found: set[str] = set()
    left = [name]
    while left:
        at = left.pop()
        if at not in found:
            found.add(at)
            left += _names(conditions.get(at, ""))
    return found


def _names(text: str) -> frozenset[str]:
    try:
        expression: Expression | None = expressions.parse(text) if text else None
    except Unreadable:
        return frozenset()
    return expression.names if expression else frozenset()
