"""The check-in code of a task, as a QR code to scan and six digits to read."""

from collections.abc import Mapping

from handlers.common.i18n import _
from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font
from handlers.common.pictures.paper import MARGIN, WIDTH
from handlers.common.pictures.qr import qr

QR = 640
"""Pixels across, quiet zone included."""
HEIGHT = 1180


def draw(words: Mapping[str, str], link: str) -> bytes:
    """JPEG. words: the task's `title`, the six digits of the `code`, and `until`, the local time at
    which it stops being taken."""
    title, code, until = words["title"], words["code"], words["until"]
    image, pen = paper.sheet(HEIGHT)
    head, body, digits = font(60, bold=True), font(40), font(150, bold=True)
    inner = WIDTH - 2 * MARGIN
    middle = WIDTH / 2
    head.write(pen, (middle, 48), _("签到码"), paper.GREEN, anchor="mt")
    body.write(pen, (middle, 132), body.fitted(title, inner), paper.INK, anchor="mt")
    image.paste(qr(link, QR), (round(middle - QR / 2), 204))
    shown = f"{code[:3]} {code[3:]}"
    digits.write(pen, (middle, 880), shown, paper.INK, anchor="mt")
    note = _("{until} 前有效，过了请点“新的码”").format(until=until)
    body.write(pen, (middle, 1080), body.fitted(note, inner), paper.FAINT, anchor="mt")
    return paper.jpeg(image)
