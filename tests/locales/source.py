"""The code, read for the texts that people see."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from locales.collect import KEYWORDS, ROOT

CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
PLACES = (
    "handlers/**/*.py",
    "bot/*.py",
    "bot/channels/*.py",
    "bot/channels/group_webhook/*.py",
    "bot/channels/wechat/*.py",
    "bot/channels/wecom/*.py",
    "bot/media/*.py",
    "bot/web/*.py",
)
"""Where people are spoken to; the sandbox's phones and the operator's commands are not for them."""


Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, ast.Module]:
    """Every module that speaks to people, by its path in the project."""
    paths = sorted(path for place in PLACES for path in ROOT.glob(place))
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in paths}


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of functions, classes or methods with one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else None
            if isinstance(function, ast.Name):
                name = function.id
            if name in names:
                yield node


def texts(tree: ast.AST) -> list[str]:
    """What stands in `_()` and `mark()` below `tree`."""
    arguments = (_literal(call.args[0]) for call in calls(tree, *KEYWORDS))
    return [text for text in arguments if text is not None]


def not_collectable(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of `_()` and `mark()` that gettext cannot look up: put together as they are made."""
    for call in calls(tree, *KEYWORDS):
        argument = call.args[0]
        if not isinstance(argument, ast.Name) and _literal(argument) is None:
            yield call


def outside(tree: ast.AST) -> Iterator[str]:
    """Chinese in strings that nobody translates; docstrings are for us."""
    apart = {call.args[0] for call in calls(tree, *KEYWORDS)}
    apart |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = _literal(node)
        if text is not None and node not in apart and CHINESE.search(text):
            yield text


def glued(tree: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Where a text follows another without anything between; only Chinese can do without."""
    for node in ast.walk(tree):
        match node:
            case ast.AugAssign(op=ast.Add(), value=value) if _is_spoken(value):
                yield node
            case ast.BinOp(op=ast.Add(), left=left, right=right) if _touch(left, right):
                yield node


@dataclass(frozen=True)
class Labels:
    """The labels that one function offers together."""

    where: str
    texts: tuple[str, ...]
    side_by_side: bool


def labels() -> Iterator[Labels]:
    """Of each function that makes options or buttons."""
    for path, tree in modules().items():
        for function in _functions(tree):
            offered = [text for option in calls(function, "Option") for text in texts(option)]
            if any(calls(function, "InlineKeyboardButton")):
                offered += texts(function)
            if offered:
                yield Labels(
                    f"{path}:{function.name}",
                    tuple(dict.fromkeys(offered)),
                    any(_two_columns(call) for call in calls(function, "ask", "rows")),
                )


def toasts() -> Iterator[str]:
    """What may be shown for a moment over the screen; the words of a refusal are, too."""
    yield from texts(modules()["handlers/common/refusals.py"])
    for tree in modules().values():
        for function in _functions(tree):
            for call in calls(function, "toast"):
                named = any(isinstance(argument, ast.Name) for argument in call.args)
                yield from texts(function if named else call)


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _two_columns(call: ast.Call) -> bool:
    given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "columns")]
    return any(isinstance(node, ast.Constant) and node.value == 2 for node in given)


def _literal(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_spoken(node: ast.AST) -> bool:
    """A call of `_()`, or of its result's `format`."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in KEYWORDS
        case ast.Call(func=ast.Attribute(value=before, attr="format")):
            return _is_spoken(before)
        case _:
            return False


def _touch(left: ast.AST, right: ast.AST) -> bool:
    return (_is_spoken(right) and not _ends_in_literal(left)) or (
        _is_spoken(left) and not _starts_with_literal(right)
    )


def _ends_in_literal(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(right=last):
            return _ends_in_literal(last)
        case ast.JoinedStr(values=[*_, last]):
            return _ends_in_literal(last)
        case _:
            return _literal(node) is not None


def _starts_with_literal(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr(values=[first, *_]):
            return _starts_with_literal(first)
        case _:
            return _literal(node) is not None
