"""A certificate of volunteering hours (志愿服务证明), with a number and a code to verify it."""

from dataclasses import dataclass

from handlers.common.i18n import _
from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font, printable
from handlers.common.pictures.paper import WIDTH, Pen
from handlers.common.pictures.qr import qr

HEIGHT = 1540
FRAME = 36
INNER = WIDTH - 2 * 96
MIDDLE = WIDTH / 2
QR = 300
NAME_SIZES = (76, 64, 54, 44)
GOLD = "#b08a3c"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on it, in words."""

    name: str
    hours: str
    services: int
    period: str
    issuer: str
    issued: str
    number: str
    link: str
    """The public page of this certificate; in the QR code."""


def draw(shown: Sheet) -> bytes:
    """JPEG."""
    image, pen = paper.sheet(HEIGHT)
    for inset, width in ((FRAME, 6), (FRAME + 14, 2)):
        pen.rectangle((inset, inset, WIDTH - inset, HEIGHT - inset), outline=GOLD, width=width)
    _line(pen, 120, _("志愿服务证明"), 84, paper.RED, bold=True)
    _name(pen, shown.name)
    pen.line((MIDDLE - 260, 374, MIDDLE + 260, 374), fill=GOLD, width=3)
    _line(pen, 408, shown.period, 38, paper.FAINT)
    _line(pen, 500, _("参加志愿服务"), 44, paper.INK)
    _line(pen, 576, shown.hours, 100, paper.GREEN, bold=True)
    _line(pen, 722, _("共 {count} 次").format(count=shown.services), 44, paper.INK)
    _line(pen, 806, _("特此证明，感谢为邻里所做的一切。"), 38, paper.FAINT)
    image.paste(qr(shown.link, QR), (round(MIDDLE - QR / 2), 900))
    _line(pen, 1212, _("扫码核对真伪"), 32, paper.FAINT)
    _line(pen, 1266, _("编号 {number}").format(number=shown.number), 34, paper.INK)
    _line(pen, 1330, shown.issuer, 44, paper.INK, bold=True)
    _line(pen, 1388, shown.issued, 34, paper.FAINT)
    return paper.jpeg(image)


def _name(pen: Pen, name: str) -> None:
    """Whole, in one line that fits, else in two: a name that is cut is another's."""
    name = printable(name)
    for size in NAME_SIZES:
        if font(size, bold=True).length(name) <= INNER:
            _line(pen, 306 - size // 2, name, size, paper.INK, bold=True)
            return
    half = -(-len(name) // 2)
    for top, part in ((258, name[:half]), (310, name[half:])):
        _line(pen, top, part, NAME_SIZES[-1], paper.INK, bold=True)


def _line(pen: Pen, top: float, words: str, size: int, fill: str, *, bold: bool = False) -> None:
    letters = font(size, bold=bold)
    letters.write(pen, (MIDDLE, top), letters.fitted(words, INNER), fill, anchor="mt")
