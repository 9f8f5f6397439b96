"""The forms of pyxform's own tests: fetched once a session, as they came with its release 1.4.0.

Later releases leave their tests out. They are not ours, so they are not kept here.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
from pyxform import xls2json_backends

from tests.services.surveys.workbooks import workbook

RELEASE = (
    "pyxform==1.4.0 --hash="
    "sha256:c96591e9abaa85a1a9cc007380f407acd94e244c87675ecdc002f413d14971b5\n"
)
FOLDERS = ("pyxform/tests/example_xls/", "pyxform/tests/bug_example_xls/")
SUFFIXES = (".xls", ".xlsx", ".xlsm", ".csv")
FETCHED_WITHIN = 120
"""Seconds for 2 MB."""


def fetch(folder: Path) -> list[Path]:
    """All of them, by pip."""
    wanted = folder / "wanted.txt"
    wanted.write_text(RELEASE, encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "--only-binary", ":all:", "--dest", str(folder), "--requirement", str(wanted)],
        capture_output=True,
        text=True,
        timeout=FETCHED_WITHIN,
        check=False,
    )
    if done.returncode:
        _missing(f"pip could not fetch pyxform 1.4.0: {done.stderr.strip()[-200:]}")
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return sorted(
        path for each in FOLDERS for path in (folder / each).iterdir() if path.suffix in SUFFIXES
    )


def _missing(reason: str) -> None:
    """A part that anyone may lack, but not the place where everything is tested."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def as_we_read(path: Path) -> bytes:
    """The file itself; an .xls, which we do not read, as an .xlsx."""
    if path.suffix != ".xls":
        return path.read_bytes()
    found = xls2json_backends.xls_to_dict(str(path))
    return workbook({name: _table(found, name) for name in found["sheet_names"]})


def _table(found: Mapping[str, list[dict[str, str]]], name: str) -> list[list[str]]:
    """Empty for a sheet that pyxform passes over."""
    headings = [list(each) for each in found.get(f"{name.lower()}_header", [])]
    rows = found.get(name.lower(), [])
    return [*headings, *([row.get(each, "") for each in headings[0]] for row in rows)]
