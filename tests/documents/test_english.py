"""The plain English of comments, docstrings and documents: words that readers stumble over."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents.test_names import DOCUMENTS, ROOT

PLAIN = {
    "anew": "again",
    "deed": "what is done: a change, an action, a step",
    "deeds": "what is done: changes, actions, steps",
    "had themselves": "were erased",
    "on record": "kept, noted, registered",
    "to word": "say in words",
    "whereto": "where",
    "whoever": "the person who, those who, everybody who",
    "whomever": "the person whom",
}
"""A word to avoid, and what to write instead."""
AVOIDED = re.compile(rf"\b({'|'.join(PLAIN)})\b", re.IGNORECASE)
FOLDERS = ("bench", "bot", "handlers", "locales", "scheduler", "services", "storage")


def test_code_is_explained_in_plain_english() -> None:
    said = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line, text in _avoided_in(path.read_text(encoding="utf-8"))
    ]
    assert said == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_are_in_plain_english(document: Path) -> None:
    prose = re.sub(r"`[^`\n]*`", "", document.read_text(encoding="utf-8"))
    assert [_instead(found) for found in AVOIDED.finditer(prose)] == []


def test_what_a_program_says_of_itself_is_looked_at() -> None:
    program = '"""Whoever."""\nanew = "on record"  # Put on\n# record, anew.\n'
    assert [line for line, _text in _avoided_in(program)] == [1, 3]


def _avoided_in(program: str) -> Iterator[tuple[int, str]]:
    """(line, what to write) for each comment and docstring; a name or a text is not looked at."""
    if not AVOIDED.search(program):
        return
    explained = [
        (node.lineno, node.value.value)
        for node in ast.walk(ast.parse(program))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node.value.value, str)
    ]
    explained += [
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(io.StringIO(program).readline)
        if token.type == tokenize.COMMENT
    ]
    for line, text in sorted(explained):
        for found in AVOIDED.finditer(" ".join(text.split())):
            yield line, _instead(found)


def _instead(found: re.Match[str]) -> str:
    return f'"{found[0]}" → {PLAIN[found[0].lower()]}'
