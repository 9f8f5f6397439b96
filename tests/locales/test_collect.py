"""`make messages`: what people translated stays, what the code no longer says goes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from locales.collect import FOLDERS, collect, read

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that says two things, with catalogues that know one and something else."""
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
    (tmp_path / "handlers" / "a.py").write_text('_("路灯坏了") + mark("后面“这里”")')
    for language, known in (("en", "The light is out"), ("zh_Hant", "路燈壞了！")):
        file = catalogue(tmp_path, language)
        file.parent.mkdir(parents=True)
        file.write_text(f'{PO}\nmsgid "路灯坏了"\nmsgstr "{known}"\n\nmsgid "旧"\nmsgstr "old"\n')
    return tmp_path


def catalogue(root: Path, language: str) -> Path:
    return root / "locales" / language / "LC_MESSAGES" / "jinlin.po"


def after_collecting(root: Path, language: str) -> dict[str, str]:
    collect(root, root / "locales")
    found = read(catalogue(root, language))
    return {str(message.id): str(message.string) for message in found if message.id}


def test_translations_are_kept_and_old_texts_dropped(root: Path) -> None:
    assert after_collecting(root, "en") == {"路灯坏了": "The light is out", "后面“这里”": ""}


def test_only_what_is_empty_is_filled_in_from_simplified_chinese(root: Path) -> None:
    assert after_collecting(root, "zh_Hant") == {
        "路灯坏了": "路燈壞了！",
        "后面“这里”": "後面「這裡」",
    }


def test_collecting_again_changes_nothing(root: Path) -> None:
    collect(root, root / "locales")
    before = catalogue(root, "en").read_text()
    collect(root, root / "locales")
    assert catalogue(root, "en").read_text() == before


def test_the_order_in_which_the_file_system_lists_folders_does_not_matter(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("meals", "tickets"):
        (root / "handlers" / folder).mkdir()
        (root / "handlers" / folder / "a.py").write_text(f'_("路灯坏了"), _("{folder}")')
    collect(root, root / "locales")
    before = catalogue(root, "en").read_text()
    walk = os.walk

    def backwards(top: str) -> Iterator[tuple[str, list[str], list[str]]]:
        for path, folders, files in walk(top):
            folders.sort(reverse=True)
            yield path, folders, sorted(files, reverse=True)

    monkeypatch.setattr(os, "walk", backwards)
    collect(root, root / "locales")
    assert catalogue(root, "en").read_text() == before


def test_neither_moved_lines_nor_the_time_show_in_the_catalogue(root: Path) -> None:
    collect(root, root / "locales")
    before = catalogue(root, "en").read_text()
    source = root / "handlers" / "a.py"
    source.write_text("\n\n" + source.read_text())
    collect(root, root / "locales")
    assert catalogue(root, "en").read_text() == before
