"""Collect the texts people see into the catalogues: `python -m locales.collect`.

A language is a folder here with `LC_MESSAGES/jinlin.po`. Its translations are kept, texts that
left the code leave the catalogue, new ones come in empty; traditional Chinese is filled in by
OpenCC, for somebody to read over. Nothing is guessed from a similar text: half right is wrong.
"""

from collections.abc import Iterator
from io import BytesIO
from operator import itemgetter
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

ROOT = Path(__file__).parents[1]
FOLDERS = ("bot", "handlers")
KEYWORDS = {"_": None, "mark": None}
LOCALES = ROOT / "locales"
TRADITIONAL = "zh_Hant"

_HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"

"""
"""All that gettext needs; the times in Babel's own would make every run a change."""
_QUOTES = str.maketrans("“”", "「」")
_MEANT = {
    "回復": "回覆",
    "迴音": "回音",
    "籤": "簽",
    "衝正": "沖正",
    "有隻": "有只",
    "並進": "併進",
    "髮菜單": "發菜單",
}
"""Where one simplified character stands for several, OpenCC takes another than is meant here."""


def extract(root: Path = ROOT) -> Catalog:
    """Every text of the code in order of file and line, with the files it stands in."""
    found = Catalog(fuzzy=False)
    for folder in FOLDERS:
        texts = extract_from_dir(root / folder, keywords=KEYWORDS)
        # Folders come in the order of the file system, which differs between two checkouts.
        for file, line, text, *_rest in sorted(texts, key=itemgetter(0, 1)):
            assert isinstance(text, str)
            found.add(text, locations=[(f"{folder}/{file}", line)])
    return found


def catalogue_files(locales: Path = LOCALES) -> Iterator[Path]:
    yield from sorted(locales.glob("*/LC_MESSAGES/jinlin.po"))


def language_of(file: Path) -> str:
    return file.parent.parent.name


def read(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=language_of(file))


def updated(known: Catalog, found: Catalog) -> Catalog:
    """The texts of `found`, with what `known` says to them."""
    fresh = Catalog(locale=known.locale, fuzzy=False)
    for message in found:
        if not message.id:
            continue
        before = known.get(message.id)
        fresh.add(
            message.id,
            before.string if before else "",
            locations=sorted(message.locations),
            flags=before.flags if before else (),
            user_comments=before.user_comments if before else (),
        )
    return fresh


def fill_in_traditional(catalogue: Catalog) -> None:
    """Convert what is empty, to the characters and quotation marks that are usual in Taiwan."""
    convert = OpenCC("s2tw").convert
    for message in catalogue:
        if isinstance(message.id, str) and message.id and not message.string:
            text = convert(message.id).translate(_QUOTES)
            for wrong, right in _MEANT.items():
                text = text.replace(wrong, right)
            message.string = text


def written(catalogue: Catalog, language: str) -> bytes:
    """The catalogue as a .po file: ordered by file, without line numbers or times."""
    body = BytesIO()
    write_po(body, catalogue, omit_header=True, sort_by_file=True, include_lineno=False)
    return _HEADER.format(language=language).encode() + body.getvalue()


def collect(root: Path = ROOT, locales: Path = LOCALES) -> None:
    """Bring every catalogue up to the code."""
    found = extract(root)
    for file in catalogue_files(locales):
        language = language_of(file)
        catalogue = updated(read(file), found)
        if language == TRADITIONAL:
            fill_in_traditional(catalogue)
        file.write_bytes(written(catalogue, language))


if __name__ == "__main__":
    collect()
