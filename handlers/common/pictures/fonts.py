"""The letters of all pictures, from PyPI, so that no system needs fonts.

Noto Sans CJK has some 45,000 characters and Noto Emoji the pictures. A Hanzi that neither has,
such as a rare one of a name, is drawn as a frame with its Unicode number: it takes its place, it
can be told from others, and somebody can write it in by hand.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import manimgx_fonts
import manimgx_fonts_cjk
from PIL import ImageFont
from PIL.ImageDraw import ImageDraw as Pen

from handlers.common.i18n import current_language
from handlers.common.pictures.coverage import Coverage

_COLLECTION = Path(manimgx_fonts_cjk.__file__).parent / "NotoSansCJK-VF.otf.ttc"
_SIMPLIFIED = 2
"""The collection's face for mainland China; its Latin letters serve English as well."""
_TRADITIONAL = 3
"""For Taiwan: the same characters are drawn differently there."""
_EMOJI = Path(manimgx_fonts.__file__).parent / "NotoEmoji[wght].ttf"
_REGULAR, _BOLD = 400, 700
"""Weights of the variable fonts."""
_JOINS = {"\u200d", *map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))}
"""What joins emoji or chooses how a character looks; alone it has no shape."""
_TOP = 0.86
"""How far a Hanzi reaches above the baseline, of its size."""
_NO_SHAPE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that are drawn with one font; without `font`, as frames."""

    text: str
    font: ImageFont.FreeTypeFont | None


@dataclass(frozen=True, slots=True)
class Letters:
    """A size and weight of letters. Pictures measure and write text with nothing else."""

    size: int
    main: ImageFont.FreeTypeFont
    emoji: ImageFont.FreeTypeFont

    def length(self, text: str) -> float:
        """Pixels that `text` is wide."""
        return sum(self._length(run) for run in self._runs(text))

    def write(
        self,
        pen: Pen,
        place: tuple[float, float],
        text: str,
        fill: str,
        *,
        anchor: str = "la",
        around: str | None = None,
    ) -> None:
        """Write `text` at `place`: Pillow's anchors; a rim of the colour `around`."""
        rim = 5 if around else 0
        runs = list(self._runs(text))
        if all(run.font is self.main for run in runs):
            text = "".join(run.text for run in runs)
            pen.text(place, text, fill, self.main, anchor, stroke_width=rim, stroke_fill=around)
            return
        left, line = self._start(place, runs, anchor)
        for run in runs:
            if run.font is None:
                self._frames(pen, left, line, run.text, fill)
            else:
                pen.text(
                    (left, line), run.text, fill, run.font, "ls",
                    stroke_width=rim, stroke_fill=around,
                )  # fmt: skip
            left += self._length(run)

    def fitted(self, text: str, width: float) -> str:
        """`text`, shortened with an ellipsis to at most `width` pixels."""
        text = printable(text)
        if self.length(text) <= width:
            return text
        kept = text
        while kept and self.length(kept + "…") > width:
            kept = kept[:-1]
        return kept.rstrip() + "…"

    def _runs(self, text: str) -> Iterator[_Run]:
        run = ""
        font: ImageFont.FreeTypeFont | None = self.main
        for character in text:
            drawn_with = self._font_for(character, font if run else None)
            if drawn_with is not font and run:
                yield _Run(run, font)
                run = ""
            font = drawn_with
            if character not in _JOINS or font is self.emoji:
                run += character
        if run:
            yield _Run(run, font)

    def _font_for(
        self, character: str, before: ImageFont.FreeTypeFont | None
    ) -> ImageFont.FreeTypeFont | None:
        if character in _JOINS:
            return before
        if character in covered_by_main():
            return self.main
        return self.emoji if character in covered_by_emoji() else None

    def _length(self, run: _Run) -> float:
        return run.font.getlength(run.text) if run.font else self.size * float(len(run.text))

    def _start(
        self, place: tuple[float, float], runs: list[_Run], anchor: str
    ) -> tuple[float, float]:
        """Where a line of several fonts begins on its baseline."""
        across, down = anchor[0], anchor[1]
        length = sum(map(self._length, runs))
        left = place[0] - {"l": 0, "m": length / 2, "r": length}[across]
        ascent, descent = self.main.getmetrics()
        return left, place[1] + {"a": ascent, "t": self.size * _TOP, "m": (ascent - descent) / 2}[
            down
        ]

    def _frames(self, pen: Pen, left: float, line: float, text: str, fill: str) -> None:
        digits = _load(_COLLECTION, _SIMPLIFIED, max(8, round(self.size * 0.34)), _REGULAR)
        inset = self.size * 0.06
        top, bottom = line - self.size * _TOP, line + self.size * 0.1
        for number, character in enumerate(text):
            start = left + self.size * number
            middle = start + self.size / 2
            frame = (start + inset, top, start + self.size - inset, bottom)
            pen.rectangle(frame, outline=fill, width=max(1, self.size // 24))
            code = f"{ord(character):04X}"
            half = len(code) // 2
            for part, height in ((code[:half], 0.3), (code[half:], 0.7)):
                place = middle, top + (bottom - top) * height
                pen.text(place, part, fill, digits, "mm")


def font(size: int, *, bold: bool = False) -> Letters:
    """`size` in pixels, in the face for the language that is spoken now."""
    face = _TRADITIONAL if current_language() == "zh_Hant" else _SIMPLIFIED
    weight = _BOLD if bold else _REGULAR
    return Letters(
        size,
        _load(_COLLECTION, face, size, weight),
        _load(_EMOJI, 0, size, weight),
    )


def printable(text: str) -> str:
    """What has no shape, such as control characters, cannot be laid out and becomes a space.

    Characters that are newer than Python's own table are kept: names have them.
    """
    return "".join(
        " " if unicodedata.category(letter) in _NO_SHAPE and letter not in _JOINS else letter
        for letter in text
    )


@lru_cache(maxsize=1)
def covered_by_main() -> Coverage:
    return Coverage.of(_COLLECTION, _SIMPLIFIED)


@lru_cache(maxsize=1)
def covered_by_emoji() -> Coverage:
    return Coverage.of(_EMOJI)


@lru_cache(maxsize=64)
def _load(file: Path, face: int, size: int, weight: int) -> ImageFont.FreeTypeFont:
    letters = ImageFont.truetype(str(file), size, index=face)
    letters.set_variation_by_axes([weight])
    return letters
