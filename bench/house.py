"""What it costs to add to the house: `python -m bench.house` counts it in the code.

Figures of docs/decisions/0006-forms.md and 0008-layers-by-subject.md come from here.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.dispatch import Switchboard
from bot.router import GROUPS, PRIVATE

ROOT = Path(__file__).parents[1]
HANDLERS = ROOT / "handlers"
SUBJECTS = ("tickets", "meals", "places", "volunteering", "helps", "wishes", "people", "groups")
READING = re.compile(r"session\.(get|get_one|scalar|scalars|execute|add|add_all|flush)\(")


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if path.read_text(encoding="utf-8"))


def lines(paths: list[Path]) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def times(pattern: str, paths: list[Path]) -> int:
    return sum(len(re.findall(pattern, path.read_text(encoding="utf-8"))) for path in paths)


def steps() -> int:
    """States in which some handler waits for an answer."""
    boards = (Switchboard("count", [], PRIVATE), Switchboard("count", [], GROUPS))
    return len(boards[0].states() | boards[1].states())


def imports_between_subjects() -> Iterator[tuple[str, str]]:
    """(file, what it imports) where a subject's conversations import a sibling's."""
    for subject in SUBJECTS:
        for path in files(HANDLERS / subject):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
                layer, _dot, rest = module.partition(".")
                other = rest.partition(".")[0]
                if layer == "handlers" and other in SUBJECTS and other != subject:
                    yield path.relative_to(ROOT).as_posix(), module


def main() -> None:
    talk = files(HANDLERS)
    conversations = [path for path in talk if "common" not in path.parts]
    announcer = [ROOT / "bot/work.py"]
    counted: list[tuple[str, object]] = [
        ("handlers: files", len(talk)),
        ("handlers: lines", lines(talk)),
        ("… of them in handlers/common", lines(files(HANDLERS / "common"))),
        ("steps of conversations", steps()),
        ("lines a step (without common)", round(lines(conversations) / steps(), 1)),
        ("forms", times(r"= Form\(|= Form\[", talk)),
        ("cards", times(r"= Card\[", talk)),
        ("reads and writes of tables in handlers", times(READING.pattern, talk)),
        ("words put before a question by hand", times(r'before\}\\n\\n\{text\}" if before', talk)),
        ("except … Refusal", times(r"except \(?\w*[Rr]efusal|except Refusal", talk)),
        ("forced replies outside handlers/common", times(r"ForceReply\(", conversations)),
        ("imports between subjects", len(list(imports_between_subjects()))),
        ("ways to announce", times(r"    async def (?:tell|show|hear|draw)\(", announcer)),
    ]
    for what, figure in counted:
        print(f"{what:48} {figure}")


if __name__ == "__main__":
    main()
