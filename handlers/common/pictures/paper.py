"""What the pictures have in common: the sheet, its colours, discs with a number, the file."""

from io import BytesIO

from PIL import Image, ImageDraw

from handlers.common.pictures.fonts import font

WIDTH = 1080
MARGIN = 48

PAPER = "#fbf8f2"
INK = "#26323a"
FAINT = "#6d7880"
LINE = "#d9d4c8"
GREEN = "#1f7a4d"
AMBER = "#b86e00"
RED = "#b3372a"
WHITE = "#ffffff"

SMOOTH = 2
"""Circles are drawn this many times larger and made small again: Pillow has no smooth edges."""
QUALITY = 75

Sheet = Image.Image
Pen = ImageDraw.ImageDraw


def sheet(height: int) -> tuple[Sheet, Pen]:
    image = Image.new("RGB", (WIDTH, height), PAPER)
    return image, ImageDraw.Draw(image)


def disc(pen: Pen, x: float, y: float, radius: float, fill: str, words: str, size: int) -> None:
    """A disc with a number in it."""
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
    if words:
        font(size, bold=True).write(pen, (x, y), words, WHITE, anchor="mm")


def jpeg(image: Sheet) -> bytes:
    """Without halved colours, which would blur red and green letters."""
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY, subsampling=0)
    return file.getvalue()
