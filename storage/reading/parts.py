"""The parts of a workbook, which is a ZIP archive of XML files: read as they unpack."""

from pathlib import PurePosixPath
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from storage.reading.limits import Budget, Unreadable

_CHUNK = 1 << 16
BROKEN = "这个 Excel 文件打不开，请重新保存一次"


class Handler:
    """Is told of a part's elements; names come without their namespace's prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text within an element; long text comes in pieces."""


class Parts:
    """An archive's parts, whose cost together is bounded."""

    def __init__(self, archive: ZipFile, budget: Budget) -> None:
        self._archive = archive
        self._budget = budget
        self._names = set(archive.namelist())

    def parse(self, name: str, handler: Handler) -> None:
        """Raises Unreadable, also for a document type: spreadsheets have none, bombs do."""
        if self._archive.getinfo(name).compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Unreadable(BROKEN)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        count = self._budget.count_element

        def start(tag: str, attributes: dict[str, str]) -> None:
            count()
            handler.start(tag.rpartition(":")[2], attributes)

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda tag: handler.end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = _refuse
        with self._archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                self._budget.unpack(len(chunk))
                parser.Parse(chunk)
        parser.Parse(b"", True)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """By id the kind and the name of each part that `name` refers to; "" is the archive."""
        here = PurePosixPath(name)
        links = str(here.parent / "_rels" / f"{here.name}.rels")
        found = _Links(here.parent)
        if links in self._names:
            self.parse(links, found)
        return {id_: link for id_, link in found.links.items() if link[1] in self._names}


class _Links(Handler):
    def __init__(self, folder: PurePosixPath) -> None:
        self._folder = folder
        self.links: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = "/" / self._folder / attributes.get("Target", "")
            self.links[attributes.get("Id", "")] = kind, str(target).lstrip("/")


def _refuse(*_declaration: object) -> None:
    raise Unreadable(BROKEN)
