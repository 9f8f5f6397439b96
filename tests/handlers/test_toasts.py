"""A toast stands alone: nothing is below it, on WeCom and in groups not even a menu."""

import ast
from pathlib import Path

import handlers

FOLDER = Path(handlers.__file__).parent


def toasts(source: str) -> list[str]:
    """What is said in them, as far as it stands there."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [call for call in calls if ast.unparse(call.func).rpartition(".")[2].lower() == "toast"]
    return [
        part.value
        for call in named
        for part in ast.walk(call)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def test_none_speaks_of_tapping_what_is_below_it() -> None:
    said = [words for path in FOLDER.rglob("*.py") for words in toasts(path.read_text("utf-8"))]
    assert len(said) > 50
    assert [words for words in said if "点下面" in words] == []
