"""The check-in code of a task, as a QR code to scan and six digits to read."""

from io import BytesIO

import segno
from PIL import Image

from handlers.common.i18n import _
from handlers.pictures import paper
from handlers.pictures.fonts import fitted, font
from handlers.pictures.paper import MARGIN, WIDTH

QR = 640
"""Pixels across, quiet zone included."""
QUIET = 4
"""Modules of white that readers need around the code."""
HEIGHT = 1180


def draw(title: str, code: str, link: str, until: str) -> bytes:
    """JPEG; `until` is the local time at which the code stops being taken."""
    image, pen = paper.sheet(HEIGHT)
    head, words, digits = font(60, bold=True), font(40), font(150, bold=True)
    inner = WIDTH - 2 * MARGIN
    middle = WIDTH / 2
    pen.text((middle, 48), _("签到码"), fill=paper.GREEN, font=head, anchor="mt")
    pen.text((middle, 132), fitted(title, inner, words), fill=paper.INK, font=words, anchor="mt")
    image.paste(qr(link, QR), (round(middle - QR / 2), 204))
    shown = f"{code[:3]} {code[3:]}"
    pen.text((middle, 880), shown, fill=paper.INK, font=digits, anchor="mt")
    note = _("{until} 前有效，过了请点“新的码”").format(until=until)
    pen.text((middle, 1080), fitted(note, inner, words), fill=paper.FAINT, font=words, anchor="mt")
    return paper.jpeg(image)


def qr(link: str, size: int) -> Image.Image:
    """`link` as a QR code within `size` pixels, its modules all of the same whole width."""
    code = segno.make(link, error="m", micro=False)
    across = code.symbol_size(border=QUIET)[0]
    file = BytesIO()
    code.save(file, kind="png", scale=size // across, border=QUIET)
    modules = Image.open(file).convert("RGB")
    square = Image.new("RGB", (size, size), paper.WHITE)
    inset = (size - modules.width) // 2
    square.paste(modules, (inset, inset))
    return square
