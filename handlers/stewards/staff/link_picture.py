"""The link by which a steward joins, as a QR code to be scanned from the office's screen."""

from handlers.common.i18n import _
from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font
from handlers.common.pictures.paper import MARGIN, WIDTH
from handlers.common.pictures.qr import qr

QR = 640
"""Pixels across, quiet zone included."""
HEIGHT = 1000


def draw(title: str, link: str) -> bytes:
    """JPEG."""
    image, pen = paper.sheet(HEIGHT)
    head, words = font(56, bold=True), font(40)
    inner, middle = WIDTH - 2 * MARGIN, WIDTH / 2
    head.write(pen, (middle, 56), head.fitted(title, inner), paper.GREEN, anchor="mt")
    image.paste(qr(link, QR), (round(middle - QR / 2), 180))
    note = _("请本人用手机扫一扫，只能用一次")
    words.write(pen, (middle, 880), words.fitted(note, inner), paper.INK, anchor="mt")
    return paper.jpeg(image)
