"""The letters: Noto Sans CJK from PyPI's manimgx-fonts-cjk, so that no system needs fonts."""

from functools import lru_cache
from pathlib import Path

import manimgx_fonts_cjk
from PIL import ImageFont

from handlers.common.i18n import current_language

_COLLECTION = Path(manimgx_fonts_cjk.__file__).parent / "NotoSansCJK-VF.otf.ttc"
_SIMPLIFIED = 2
"""The collection's face for mainland China; its Latin letters serve English as well."""
_TRADITIONAL = 3
"""For Taiwan: the same characters are drawn differently there."""
_REGULAR, _BOLD = 400, 700
"""Weights of the variable font."""


def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """`size` in pixels, in the face for the language that is spoken now."""
    face = _TRADITIONAL if current_language() == "zh_Hant" else _SIMPLIFIED
    return _load(size, _BOLD if bold else _REGULAR, face)


def fitted(text: str, width: float, letters: ImageFont.FreeTypeFont) -> str:
    """`text`, shortened with an ellipsis to at most `width` pixels."""
    text = printable(text)
    if letters.getlength(text) <= width:
        return text
    kept = text
    while kept and letters.getlength(kept + "…") > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def printable(text: str) -> str:
    """What has no shape, such as control characters, cannot be laid out and becomes a space."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


@lru_cache(maxsize=32)
def _load(size: int, weight: int, face: int) -> ImageFont.FreeTypeFont:
    letters = ImageFont.truetype(str(_COLLECTION), size, index=face)
    letters.set_variation_by_axes([weight])
    return letters
