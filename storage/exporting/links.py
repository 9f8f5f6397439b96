"""Links and QR codes to be printed: one list, and by each messenger a code for every line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage import sheets

MODULE_PX = 8
"""The size at which it opens; SVG grows to any."""


@dataclass(frozen=True, slots=True)
class Link:
    """A line of a list: where one comes to, in its columns."""

    code: str
    told: str
    """By /start."""
    columns: tuple[str, ...]
    """Behind the code; the last is its name."""


@dataclass(frozen=True, slots=True)
class Way:
    """How one messenger leads there. urls: by what /start is told; where one is missing, nothing is
    printed."""

    name: str
    scan_with: str
    """With what its codes are scanned, as the heading says it."""
    folder: str
    """For its codes, in the folder of the list's."""
    urls: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A list to be printed."""

    file: str
    folder: str
    """For its codes."""
    headings: tuple[str, ...]
    links: Sequence[Link]

    def write(self, into: Path, ways: Sequence[Way]) -> None:
        """Files of the same names are replaced."""
        headings = [*self.headings]
        for way in ways:
            headings += [f"{way.name}链接", f"{way.name}二维码（{way.scan_with}）"]
        rows = [
            [
                link.code,
                *link.columns,
                *(cell for way in ways for cell in self._cells(into, link, way)),
            ]
            for link in self.links
        ]
        into.mkdir(parents=True, exist_ok=True)
        (into / self.file).write_bytes(sheets.write(headings, rows))

    def _cells(self, into: Path, link: Link, way: Way) -> tuple[str, str]:
        import segno

        url = way.urls.get(link.told, "")
        if not url:
            return "", ""
        picture = into / self.folder / way.folder / f"{link.code}.svg"
        picture.parent.mkdir(parents=True, exist_ok=True)
        code = segno.make_qr(url, error="q")
        code.save(str(picture), scale=MODULE_PX, title=link.columns[-1])
        return url, str(picture.relative_to(into))
