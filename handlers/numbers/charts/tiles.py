"""Big figures, two in a row, each with how it stands to the period before."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font
from handlers.common.pictures.head import INNER
from handlers.common.pictures.paper import MARGIN, Pen

TILE, GAP = 224, 24
IN_A_ROW = 2
PAD = 28


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    value: str
    change: str
    got_better: bool | None = None
    """None: neither better nor worse."""


def height(tiles: Sequence[Tile]) -> int:
    return -(-len(tiles) // IN_A_ROW) * (TILE + GAP)


def draw(pen: Pen, top: float, tiles: Sequence[Tile]) -> None:
    width = (INNER - GAP * (IN_A_ROW - 1)) / IN_A_ROW
    for at, tile in enumerate(tiles):
        row, column = divmod(at, IN_A_ROW)
        _tile(pen, MARGIN + column * (width + GAP), top + row * (TILE + GAP), width, tile)


def _tile(pen: Pen, left: float, top: float, width: float, tile: Tile) -> None:
    box = (left, top, left + width, top + TILE)
    pen.rounded_rectangle(box, 24, fill=paper.WHITE, outline=paper.LINE, width=2)
    label, value, change = font(38), font(80, bold=True), font(36)
    room = width - 2 * PAD
    label.write(pen, (left + PAD, top + 14), label.fitted(tile.label, room), paper.FAINT)
    value.write(pen, (left + PAD, top + 58), value.fitted(tile.value, room), paper.INK)
    words = change.fitted(tile.change, room)
    change.write(pen, (left + PAD, top + 164), words, _colour(tile.got_better))


def _colour(got_better: bool | None) -> str:
    if got_better is None:
        return paper.FAINT
    return paper.GREEN if got_better else paper.RED
