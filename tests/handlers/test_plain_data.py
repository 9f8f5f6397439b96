"""Handlers build no calls of a messenger: what they return is of `handlers.common.saying`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from aiogram import types

HANDLERS = Path(__file__).parents[2] / "handlers"
SENT = re.compile(r"(Inline|Reply)Keyboard|KeyboardButton|ForceReply|InputFile|InputMedia|Markup")
"""What the names of types have in them that belong to messages of ours."""


def sent_types() -> set[str]:
    return {name for name in types.__all__ if SENT.search(name)}


def imported() -> Iterator[tuple[str, str, str]]:
    """The file, and what it imports from where."""
    for path in sorted(HANDLERS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    yield str(path.relative_to(HANDLERS)), node.module, alias.name


def test_links_into_the_messenger_are_made_in_one_place() -> None:
    root = HANDLERS.parent
    found = [
        str(path.relative_to(root))
        for folder in ("bot", "handlers", "scheduler", "services", "storage")
        for path in sorted((root / folder).rglob("*.py"))
        if root / "bot" / "sandbox" not in path.parents
        and re.search(r"t\.me/|tg://|deep_linking", path.read_text())
    ]
    assert found == ["storage/deep_links.py"]


def test_no_handler_builds_a_call_or_a_keyboard_of_the_messengers() -> None:
    forbidden = sent_types()
    assert {"InlineKeyboardButton", "KeyboardButton", "BufferedInputFile"} <= forbidden
    found = [
        (path, name)
        for path, module, name in imported()
        if module.startswith("aiogram.methods") or (module == "aiogram.types" and name in forbidden)
    ]
    assert found == []
