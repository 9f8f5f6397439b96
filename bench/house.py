"""What it costs to add to the house: `python -m bench.house` counts it in the code.

Figures of docs/decisions/0006-forms.md and 0008-layers-by-subject.md come from here.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.router import BOARDS

ROOT = Path(__file__).parents[1]
HANDLERS = ROOT / "handlers"
SUBJECTS = (
    "tickets",
    "meals",
    "places",
    "volunteering",
    "helps",
    "wishes",
    "board",
    "people",
    "groups",
)
BEFORE = r'before\}\\n\\n\{text\}" if before'
READING = re.compile(r"session\.(get|get_one|scalar|scalars|execute|add|add_all|flush)\(")


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if path.read_text(encoding="utf-8"))


def lines(paths: list[Path]) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def times(pattern: str, paths: list[Path]) -> int:
    return sum(len(re.findall(pattern, path.read_text(encoding="utf-8"))) for path in paths)


def steps() -> int:
    """States in which some handler waits for an answer."""
    private, groups = (board.states() for board in BOARDS)
    return len(private | groups)


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


BY_HAND = (
    ("a question in a conversation: files to touch", "3", 2, "2"),
    ("a notice: files to touch", "3-4", 2, "2"),
    ("a button of staff with words: files to touch", "6", 3, "3"),
    ("a due job: files to touch", "4-5", 3, "3"),
    ("a new system: central files to touch", "16", 3, "1-2"),
)
"""As docs/adding.md walks: before, now, target. The last as counted for 留言板."""


def main() -> None:
    talk = files(HANDLERS)
    conversations = [path for path in talk if "common" not in path.parts]
    announcer = [ROOT / "bot/work.py"]
    counted: list[tuple[str, str, object, str]] = [
        ("handlers: files", "209", len(talk), "140"),
        ("handlers: lines", "20605", lines(talk), "15000"),
        ("... of them in handlers/common", "", lines(files(HANDLERS / "common")), ""),
        ("steps of conversations", "", steps(), ""),
        ("lines a step (without common)", "", round(lines(conversations) / steps(), 1), ""),
        ("forms", "0", times(r"= Form\(|= Form\[", talk), ""),
        ("cards", "0", times(r"= Card\[", talk), ""),
        ("reads and writes of tables in handlers", "118", times(READING.pattern, talk), "0"),
        ("words put before a question by hand", "54", times(BEFORE, talk), ""),
        ("except ... Refusal", "117", times(r"except \(?\w*[Rr]efusal", talk), ""),
        ("forced replies outside common", "12", times(r"ForceReply\(", conversations), "0"),
        ("imports between subjects", "", len(list(imports_between_subjects())), "0"),
        ("ways to announce", "2", times(r"    async def (?:tell|hear)\(", announcer), "1"),
        *BY_HAND,
    ]
    print(f"{'':46} {'before':>7} {'now':>7} {'target':>7}")
    for what, before, now, target in counted:
        print(f"{what:46} {before:>7} {now!s:>7} {target:>7}")


if __name__ == "__main__":
    main()
