"""A link as a QR code within a picture."""

from io import BytesIO

import segno
from PIL import Image

from handlers.common.pictures import paper

QUIET = 4
"""Modules of white that readers need around the code."""


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
