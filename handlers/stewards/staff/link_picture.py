"""The link by which a steward joins, as a QR code to be scanned from the office's screen."""

from collections.abc import Mapping

from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font
from handlers.common.pictures.paper import MARGIN, WIDTH
from handlers.common.pictures.qr import qr

QR = 640
"""Pixels across, quiet zone included."""
HEIGHT = 1000


def draw(words: Mapping[str, str], link: str) -> bytes:
    """JPEG. words: a `title` above the code, and `how` to scan it below."""
    image, pen = paper.sheet(HEIGHT)
    head, body = font(56, bold=True), font(40)
    inner, middle = WIDTH - 2 * MARGIN, WIDTH / 2
    head.write(pen, (middle, 56), head.fitted(words["title"], inner), paper.GREEN, anchor="mt")
    image.paste(qr(link, QR), (round(middle - QR / 2), 180))
    body.write(pen, (middle, 880), body.fitted(words["how"], inner), paper.INK, anchor="mt")
    return paper.jpeg(image)
