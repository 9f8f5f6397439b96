"""A community's 15-minute check-up: what each building lacks, and where one service more helps."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist, inf
from statistics import median

from PIL import Image, ImageDraw

from handlers.common.i18n import _
from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font
from handlers.common.pictures.paper import MARGIN, SMOOTH, WIDTH, Pen

HEAD = 176
MAP = 760
HOUSE = 30
"""Radius of a building on the map, at most."""
SMALLEST = 9
NUMBERED = 14
"""A smaller disc has no room for a number; the sheet has them all."""
KEY = 84
BAR = 76
GAIN = 116
SECTION = 88
FOOT = 40
_FEW, _MANY = 1, 3
"""Up to so many services missing a building is green, up to so many amber, else red."""


@dataclass(frozen=True, slots=True)
class House:
    """A building: where it lies, and how many of the services are not within reach."""

    east_m: float
    north_m: float
    missing: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A service and the share of buildings that reach it, from 0 to 1."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What one more service of a kind at a building would bring."""

    name: str
    line: str
    east_m: float
    north_m: float


def draw(
    title: str,
    subtitle: str,
    houses: Sequence[House],
    bars: Sequence[Bar],
    gains: Sequence[Gain],
) -> bytes:
    """JPEG; the gains are lettered on the map and in the list, best first."""
    gained = SECTION + GAIN * len(gains) if gains else 0
    image, pen = paper.sheet(HEAD + MAP + KEY + SECTION + BAR * len(bars) + gained + FOOT)
    inner = WIDTH - 2 * MARGIN
    name, words = font(60, bold=True), font(38)
    name.write(pen, (MARGIN, 32), name.fitted(title, inner), paper.INK)
    words.write(pen, (MARGIN, 112), words.fitted(subtitle, inner), paper.FAINT)
    image.paste(_map(houses, gains), (0, HEAD))
    top: float = HEAD + MAP
    _key(pen, top)
    top = _section(pen, top + KEY, _("走得到的楼最少的服务"))
    for bar in bars:
        _bar(pen, top, bar)
        top += BAR
    if gains:
        top = _section(pen, top, _("再开一处，最有用的地方"))
        for letter, gain in zip("ABCDE", gains, strict=False):
            _gain(pen, top, letter, gain)
            top += GAIN
    return paper.jpeg(image)


def _map(houses: Sequence[House], gains: Sequence[Gain]) -> Image.Image:
    """The buildings as they lie, north up, as large as fits; a number says what they lack."""
    large = Image.new("RGB", (WIDTH * SMOOTH, MAP * SMOOTH), paper.PAPER)
    pen = ImageDraw.Draw(large)
    place = _Places(houses)
    radius = place.radius
    for house in houses:
        x, y = place.at(house.east_m, house.north_m)
        words = str(house.missing) if house.missing and radius >= NUMBERED else ""
        paper.disc(pen, x * SMOOTH, y * SMOOTH, radius * SMOOTH, _colour(house.missing),
                   words, round(radius * 1.2) * SMOOTH)  # fmt: skip
    for letter, gain in zip("ABCDE", gains, strict=False):
        x, y = place.at(gain.east_m, gain.north_m)
        _letter(pen, x * SMOOTH, (y - radius - 20) * SMOOTH, letter, SMOOTH)
    return large.reduce(SMOOTH)


class _Places:
    """From metres to the map's pixels: all buildings in it, each as large as leaves them apart."""

    def __init__(self, houses: Sequence[House]) -> None:
        east = [house.east_m for house in houses] or [0.0]
        north = [house.north_m for house in houses] or [0.0]
        width, height = max(east) - min(east), max(north) - min(north)
        self._scale = min((WIDTH - 200) / max(width, 1.0), (MAP - 200) / max(height, 1.0))
        self._middle = (max(east) + min(east)) / 2, (max(north) + min(north)) / 2
        self.radius = max(SMALLEST, min(HOUSE, _spacing(houses) * self._scale / 2))

    def at(self, east_m: float, north_m: float) -> tuple[float, float]:
        return (
            WIDTH / 2 + (east_m - self._middle[0]) * self._scale,
            MAP / 2 - (north_m - self._middle[1]) * self._scale,
        )


def _spacing(houses: Sequence[House]) -> float:
    """Metres from a building to the next, for the one in the middle of all."""
    doors = [(house.east_m, house.north_m) for house in houses]
    gaps = [
        min(dist(door, other) for other in doors if other is not door) for door in doors
    ] if len(doors) > 1 else [inf]  # fmt: skip
    return median(gaps)


def _letter(pen: Pen, x: float, y: float, letter: str, times: int = 1) -> None:
    half = 26 * times
    pen.rounded_rectangle((x - half, y - half, x + half, y + half), 10 * times, fill="#1e64c8")
    font(40 * times, bold=True).write(pen, (x, y), letter, paper.WHITE, anchor="mm")


def _key(pen: Pen, top: float) -> None:
    """What the colours mean; the sheet has the numbers, for those who see no colours too."""
    left = float(MARGIN)
    words = font(34)
    for missing, text in (
        (0, _("最多缺 {most} 类").format(most=_FEW)),
        (_MANY, _("缺 {least}–{most} 类").format(least=_FEW + 1, most=_MANY)),
        (_MANY + 1, _("缺更多")),
    ):
        paper.disc(pen, left + 18, top + 36, 18, _colour(missing), "", 0)
        words.write(pen, (left + 48, top + 36), text, paper.INK, anchor="lm")
        left += 48 + words.length(text) + 56


def _section(pen: Pen, top: float, title: str) -> float:
    pen.line((MARGIN, top + 8, WIDTH - MARGIN, top + 8), fill=paper.LINE, width=2)
    font(42, bold=True).write(pen, (MARGIN, top + 26), title, paper.INK)
    return top + SECTION


def _bar(pen: Pen, top: float, bar: Bar) -> None:
    words = font(38)
    left, right = MARGIN + 300, WIDTH - MARGIN - 130
    middle = top + BAR / 2
    name = words.fitted(bar.name, left - MARGIN - 20)
    words.write(pen, (MARGIN, middle), name, paper.INK, anchor="lm")
    pen.rounded_rectangle((left, middle - 16, right, middle + 16), 16, fill=paper.LINE)
    if bar.share > 0:
        end = left + max(32.0, (right - left) * bar.share)
        colour = paper.GREEN if bar.share >= 0.9 else paper.AMBER if bar.share >= 0.5 else paper.RED
        pen.rounded_rectangle((left, middle - 16, end, middle + 16), 16, fill=colour)
    share = f"{bar.share:.0%}"
    words.write(pen, (WIDTH - MARGIN, middle), share, paper.INK, anchor="rm")


def _gain(pen: Pen, top: float, letter: str, gain: Gain) -> None:
    name, words = font(42, bold=True), font(36)
    left, width = MARGIN + 80, WIDTH - 2 * MARGIN - 80
    _letter(pen, MARGIN + 26, top + GAIN / 2, letter)
    name.write(pen, (left, top + 8), name.fitted(gain.name, width), paper.INK)
    words.write(pen, (left, top + 60), words.fitted(gain.line, width), paper.FAINT)


def _colour(missing: int) -> str:
    if missing <= _FEW:
        return paper.GREEN
    return paper.AMBER if missing <= _MANY else paper.RED
