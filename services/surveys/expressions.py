"""Conditions and constraints of a question, as XLSForm writes them: read once, judged often."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from services.surveys import syntax
from services.surveys.functions import FUNCTIONS, SIGNS, XValue, boolean, of_answer
from services.surveys.questions import Answers, Value
from services.surveys.syntax import Answer, Call, Literal, Node, Unreadable, Why

__all__ = ["Expression", "Unreadable", "Why", "parse"]


@dataclass(frozen=True)
class Expression:
    text: str
    tree: Node

    @cached_property
    def names(self) -> frozenset[str]:
        """Whose answers it looks at, without `.`."""
        return frozenset(each.name for each in _answers(self.tree) if each.name)

    @cached_property
    def looks_at_own(self) -> bool:
        """Whether it looks at `.`, the answer just given."""
        return any(not each.name for each in _answers(self.tree))

    @cached_property
    def compared(self) -> frozenset[tuple[str, str]]:
        """Names ("" for `.`) with the literal texts that their answers are compared with."""
        return frozenset(_compared(self.tree))

    def holds(self, answers: Answers, *, today: date, value: Value = None) -> bool:
        """Judge it; `value` is what `.` stands for, `today` the day where people live."""
        known: dict[str, XValue] = {"": of_answer(value), syntax.TODAY: today.isoformat()}
        known |= {name: of_answer(answers.get(name)) for name in self.names}
        return boolean(_value(self.tree, known))


@lru_cache(maxsize=256)
def parse(text: str) -> Expression:
    """Raises Unreadable, which says `why` and which `part`."""
    return Expression(text, syntax.read(text))


def _value(node: Node, known: Mapping[str, XValue]) -> XValue:
    match node:
        case Literal(value):
            return value
        case Answer(name):
            return known[name]
        case Call("today"):
            return known[syntax.TODAY]
        case Call(function, arguments):
            run = SIGNS.get(function) or FUNCTIONS[function].run
            return run(*(_value(each, known) for each in arguments))


def _calls(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Call):
        for each in node.arguments:
            yield from _calls(each)


def _answers(node: Node) -> Iterator[Answer]:
    return (each for each in _calls(node) if isinstance(each, Answer))


def _compared(node: Node) -> Iterator[tuple[str, str]]:
    for each in _calls(node):
        match each:
            case Call("=" | "!=" | "selected", (Answer(name), Literal(str(text)))) | Call(
                "=" | "!=", (Literal(str(text)), Answer(name))
            ):
                yield name, text
