"""How an XLSForm's expressions are written: text in, tree out.

Understood are `${name}`, `.`, numbers, texts, `and or = != < <= > >= + - * div mod`, brackets, and
the functions of functions.py. Read by hand and never handed to `eval`: files come from strangers.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from services.surveys import patterns
from services.surveys.functions import FUNCTIONS

LONGEST = 1000
"""In characters."""
TODAY = "today()"
"""No question has this name."""
_DEEPEST = 20
"""Brackets within brackets."""
_MOST_TOKENS = 300
"""A tree is not deeper than its text is long."""
_SHOWN = 20
"""Characters of what cannot be read."""

_TOKEN = re.compile(
    r"""\s*(?:
        \$\{\s*(?P<name>[^{}\s]+)\s*\}
      | (?P<number>\d+(?:\.\d+)?|\.\d+)
      | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
      | (?P<word>[A-Za-z][A-Za-z0-9_-]*)
      | (?P<sign><=|>=|!=|[=<>+\-*(),.])
    )""",
    re.VERBOSE | re.ASCII,
)


class Why(StrEnum):
    """What is wrong with an expression."""

    TOO_LONG = "too_long"
    """Or too deep."""
    UNFINISHED = "unfinished"
    """It stops where something has to follow."""
    UNEXPECTED = "unexpected"
    """`part` cannot stand there, or is nothing of the subset."""
    FUNCTION = "function"
    """No function `part` is known."""
    ARGUMENTS = "arguments"
    """The function `part` takes another number of them."""
    PATTERN = "pattern"
    """The regular expression `part` cannot be used, or is no literal text."""


class Unreadable(ValueError):  # noqa: N818 - as the other refusals
    """An expression outside the subset."""

    def __init__(self, why: Why, part: str = "") -> None:
        super().__init__(f"{why} {part}")
        self.why = why
        self.part = part


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float


@dataclass(frozen=True, slots=True)
class Answer:
    name: str
    """Whose answer; "" for `.`, the one just given."""


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    """Of FUNCTIONS, or a sign."""
    arguments: tuple["Node", ...]


Node = Literal | Answer | Call

_BINDING = (("or",), ("and",), ("=", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
"""What stands between two values, from the weakest."""


def read(text: str) -> Node:
    """Raises Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable(Why.TOO_LONG)
    return _Reader(text).read()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


_END = _Token("end", "")


def _tokens(text: str) -> list[_Token]:
    found = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Unreadable(Why.UNEXPECTED, text[at:].strip()[:_SHOWN])
        found.append(_Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    if len(found) > _MOST_TOKENS:
        raise Unreadable(Why.TOO_LONG)
    return [*found, _END]


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def read(self) -> Node:
        node = self._joined()
        if self._here is not _END:
            raise self._misplaced()
        return node

    @property
    def _here(self) -> _Token:
        return self._tokens[self._at]

    def _skip(self, *texts: str) -> str | None:
        here = self._here
        if here.kind not in ("sign", "word") or here.text not in texts:
            return None
        self._at += 1
        return here.text

    def _misplaced(self) -> Unreadable:
        if self._here is _END:
            return Unreadable(Why.UNFINISHED)
        return Unreadable(Why.UNEXPECTED, self._here.text[:_SHOWN])

    def _joined(self, binding: int = 0) -> Node:
        if binding == len(_BINDING):
            return self._signed()
        node = self._joined(binding + 1)
        while sign := self._skip(*_BINDING[binding]):
            node = Call(sign, (node, self._joined(binding + 1)))
        return node

    def _signed(self) -> Node:
        minus = False
        while self._skip("-"):
            minus = not minus
        node = self._single()
        return Call("-", (Literal(0.0), node)) if minus else node

    def _single(self) -> Node:
        token = self._here
        if self._skip("("):
            return self._within_brackets()[0]
        if self._skip("."):
            return Answer("")
        match token.kind:
            case "number":
                node: Node = Literal(float(token.text))
            case "single" | "double":
                node = Literal(token.text)
            case "name":
                node = Answer(token.text)
            case "word" if self._tokens[self._at + 1] == _Token("sign", "("):
                self._at += 2
                return _called(token.text, self._arguments())
            case _:
                raise self._misplaced()
        self._at += 1
        return node

    def _arguments(self) -> tuple[Node, ...]:
        return () if self._skip(")") else self._within_brackets(",")

    def _within_brackets(self, *between: str) -> tuple[Node, ...]:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable(Why.TOO_LONG)
        nodes = [self._joined()]
        while self._skip(*between):
            nodes.append(self._joined())
        if not self._skip(")"):
            raise self._misplaced()
        self._depth -= 1
        return tuple(nodes)


def _called(name: str, arguments: tuple[Node, ...]) -> Call:
    if name not in FUNCTIONS:
        raise Unreadable(Why.FUNCTION, name[:_SHOWN])
    if not FUNCTIONS[name].takes(len(arguments)):
        raise Unreadable(Why.ARGUMENTS, name)
    if name == "regex":
        _check_pattern(arguments[1])
    return Call(name, arguments)


def _check_pattern(node: Node) -> None:
    """What people answer is no pattern: it is judged here, once."""
    if not isinstance(node, Literal) or not isinstance(node.value, str):
        raise Unreadable(Why.PATTERN)
    try:
        patterns.compiled(node.value)
    except patterns.UnusablePattern as error:
        raise Unreadable(Why.PATTERN, node.value[:_SHOWN]) from error
