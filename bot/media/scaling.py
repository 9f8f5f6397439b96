"""Making pictures smaller; imported when the first one is too large."""

from io import BytesIO

from PIL import Image, ImageOps

QUALITY = 85
_LARGEST = 60_000_000
"""Pixels; more is no photo of anybody's."""
_SMALLER = 0.7


def scaled_down(data: bytes, most: int) -> bytes | None:
    """As a JPEG of at most so many bytes; None for what is no picture. It takes a while."""
    try:
        with Image.open(BytesIO(data)) as found:
            if found.width * found.height > _LARGEST:
                return None
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    while True:
        written = BytesIO()
        upright.save(written, "JPEG", quality=QUALITY)
        if written.tell() <= most:
            return written.getvalue()
        if min(upright.size) < 2:
            return None
        size = (max(1, int(upright.width * _SMALLER)), max(1, int(upright.height * _SMALLER)))
        upright = upright.resize(size)
