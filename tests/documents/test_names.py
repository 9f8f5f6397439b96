"""What the documents name is there: files, modules, make's targets, and the picture's rooms."""

import re
from pathlib import Path
from pkgutil import resolve_name

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")],
    key=lambda path: path.as_posix(),
)
FOLDERS = "bench|bot|docs|handlers|locales|scheduler|services|storage|tests"
PATH = re.compile(rf"(?<![\w/.-])(?:{FOLDERS})/[\w./-]*\w(?![\w*<>-])")
MODULE = re.compile(rf"`((?:{FOLDERS})(?:\.\w+)+)`")
TARGET = re.compile(r"`make ([a-z]+)")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def found(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """(document, what it names), each once."""
    return [
        (document.relative_to(ROOT).as_posix(), name)
        for document in DOCUMENTS
        for name in sorted(set(pattern.findall(document.read_text(encoding="utf-8"))))
    ]


@pytest.mark.parametrize(("document", "path"), found(PATH))
def test_a_path_leads_to_a_file_or_folder(document: str, path: str) -> None:
    assert (ROOT / path).exists() or (ROOT / f"{path}.py").exists(), f"{document} names {path}"


@pytest.mark.parametrize(("document", "name"), found(MODULE))
def test_a_dotted_name_is_a_module_or_what_stands_in_one(document: str, name: str) -> None:
    try:
        resolve_name(name)
    except (ImportError, AttributeError) as error:
        pytest.fail(f"{document} names {name}: {error}")


@pytest.mark.parametrize(("document", "target"), found(TARGET))
def test_make_has_the_target(document: str, target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{document} says make {target}"


@pytest.mark.parametrize(("document", "link"), found(LINK))
def test_a_link_leads_somewhere(document: str, link: str) -> None:
    assert (ROOT / document).parent.joinpath(link).exists(), f"{document} links {link}"


def test_the_picture_is_drawn_from_its_text() -> None:
    text = (ROOT / "docs/architecture.dot").read_text(encoding="utf-8")
    picture = (ROOT / "docs/architecture.svg").read_text(encoding="utf-8")
    shown = set(re.findall(r"<text[^>]*>([^<]+)</text>", picture))
    labels = {line for label in re.findall(r'label="([^"]+)"', text) for line in label.split("\\n")}
    assert labels == shown
