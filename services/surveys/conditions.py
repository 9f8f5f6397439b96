"""只问谁: conditions as staff pick them by taps, an earlier question and its answer."""

import re
from typing import NamedTuple

from services.surveys.questions import Definition, Kind, Question

PICKED = frozenset({Kind.ONE, Kind.SEVERAL, Kind.YES_NO, Kind.SCALE})
"""Kinds whose answers a condition can be picked by."""
YES, NO = "yes", "no"
_FORMS = (
    re.compile(r"\$\{(?P<name>\w+)\} (?P<sign>=|<=|>=) (?:'(?P<text>[^']*)'|(?P<figure>-?\d+))"),
    re.compile(r"selected\(\$\{(?P<name>\w+)\}, '(?P<text>[^']*)'\)(?P<sign>)(?P<figure>)"),
)


class Condition(NamedTuple):
    """That the answer to a question is `value`, or for a scale at most or at least that."""

    question: Question
    sign: str
    """"=", "<=" or ">="."""
    value: str

    @property
    def expression(self) -> str:
        """As XLSForm writes it."""
        answer = f"${{{self.question.name}}}"
        if self.question.kind is Kind.SEVERAL:
            return f"selected({answer}, '{self.value}')"
        value = self.value if self.question.kind is Kind.SCALE else f"'{self.value}'"
        return f"{answer} {self.sign} {value}"


def possible(question: Question) -> list[Condition]:
    """What can be picked of the answers to a question; the ends of a scale say nothing."""
    match question.kind:
        case Kind.ONE | Kind.SEVERAL:
            return [Condition(question, "=", each.name) for each in question.choices]
        case Kind.YES_NO:
            return [Condition(question, "=", each) for each in (YES, NO)]
        case Kind.SCALE if question.scale is not None:
            steps = range(question.scale.low, question.scale.high)
            below = [Condition(question, "<=", str(each)) for each in steps]
            return below + [Condition(question, ">=", str(each + 1)) for each in steps]
    return []


def before(definition: Definition, name: str) -> list[Question]:
    """The questions on whose answers it can depend whether `name` is asked."""
    names = [each.name for each in definition.questions]
    return [each for each in definition.questions[: names.index(name)] if each.kind in PICKED]


def read(expression: str, definition: Definition) -> Condition | None:
    """What was picked; None for any other expression, such as an imported one."""
    for form in _FORMS:
        found = form.fullmatch(expression)
        named = [each for each in definition.questions if found and each.name == found["name"]]
        if found and named:
            value = found["text"] if found["text"] is not None else found["figure"]
            return Condition(named[0], found["sign"] or "=", value)
    return None


def depending_on(definition: Definition, name: str) -> list[Question]:
    """The questions whose condition or constraint looks at the answer to `name`."""
    answer = f"${{{name}}}"
    return [
        each
        for each in definition.questions
        if answer in re.sub(r"\s", "", each.relevant + each.constraint)
    ]
