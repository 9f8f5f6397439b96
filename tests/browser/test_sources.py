"""What holds for the page's sources themselves; no browser needed."""

import re
from pathlib import Path

import bot.sandbox.phones

PAGE = Path(bot.sandbox.phones.PAGE)
SCRIPTS = {path: path.read_text(encoding="utf-8") for path in sorted(PAGE.rglob("*.js"))}


def test_nothing_is_ever_inserted_as_markup() -> None:
    way_in = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|srcdoc")
    assert [path.name for path, source in SCRIPTS.items() if way_in.search(source)] == []


def test_catalogue_holds_the_words_used_and_no_others() -> None:
    catalogue = (PAGE / "js" / "words.js").read_text(encoding="utf-8")
    known = set(re.findall(r"^  (\w+): \[", catalogue, re.MULTILINE))
    code = "\n".join(text for path, text in SCRIPTS.items() if path.name != "words.js")
    asked = set(re.findall(r"\bt\(\"(\w+)\"", code))
    assert asked - known == set(), "asked for and not there"
    assert known - set(re.findall(r"\w+", code)) == set(), "there and never asked for"


def test_chinese_is_only_in_the_catalogue() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    comment = re.compile(r"^\s*(//|\*|/\*)")
    loose = [
        f"{path.name}: {line.strip()}"
        for path, source in SCRIPTS.items()
        if path.name != "words.js"
        for line in source.splitlines()
        if chinese.search(line) and not comment.match(line)
    ]
    assert loose == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    styles = [path.read_text(encoding="utf-8") for path in PAGE.rglob("*.css")]
    index = (PAGE / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"url\(|@import", "".join(styles)) == []
    assert re.findall(r"(?:src|href)=\"(?!/sandbox/page/)", index) == []
