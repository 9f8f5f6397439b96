"""What is near: the places as numbers among rings of walking time, and a list of them below."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, radians, sin

from PIL import Image, ImageDraw

from handlers.common.i18n import _
from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font
from handlers.common.pictures.paper import MARGIN, SMOOTH, WIDTH, Pen
from handlers.places import words
from services.areas import METRES_PER_DEGREE
from services.places import Found, View

HEAD = 176
MAP = 864
ROW = 124
FOOT = 40
PIN = 36
"""Radius of a number on the map; two may not cover each other."""
RINGS = (5, 10, 15)
"""Minutes."""
_RING_COLOURS = ("#d5eadb", "#e3f1e4", "#eff6ec")
_EDGE = "#9cc6aa"
_PUSHES = 40
RING_APART = 64
"""Rings closer than this to the one inside go without a name."""
_DIAGONALS = [(cos(pi / 4 + pi / 2 * turn), sin(pi / 4 + pi / 2 * turn)) for turn in range(4)]
"""Of unit length, down and right first."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the card: what stands in its row, and where it lies from the middle."""

    name: str
    line: str
    """Distance, minutes, open or not: in one line."""
    is_open: bool
    east_m: float
    north_m: float


def pins(found: Sequence[Found], view: View) -> list[Pin]:
    across = METRES_PER_DEGREE * cos(radians(view.latitude))
    return [
        Pin(
            name=words.name(each),
            line=words.line(each, view.now, view.zone),
            is_open=each.open.now,
            east_m=(each.longitude - view.longitude) * across,
            north_m=(each.latitude - view.latitude) * METRES_PER_DEGREE,
        )
        for each in found
    ]


def draw(title: str, subtitle: str, pins: Sequence[Pin], *, metres_a_minute: float) -> bytes:
    """JPEG; `metres_a_minute` is how far one gets as the crow flies, for the rings."""
    image, pen = paper.sheet(HEAD + MAP + ROW * len(pins) + FOOT)
    inner = WIDTH - 2 * MARGIN
    bold, plain = font(60, bold=True), font(38)
    bold.write(pen, (MARGIN, 32), bold.fitted(title, inner), paper.INK)
    plain.write(pen, (MARGIN, 112), plain.fitted(subtitle, inner), paper.FAINT)
    image.paste(_map(pins, metres_a_minute), (0, HEAD))
    for row, pin in enumerate(pins):
        _row(pen, HEAD + MAP + ROW * row, row + 1, pin)
    return paper.jpeg(image)


def _map(pins: Sequence[Pin], metres_a_minute: float) -> Image.Image:
    """The rings with the numbers, everything within it; north is up."""
    furthest = max([hypot(pin.east_m, pin.north_m) for pin in pins] + [metres_a_minute * RINGS[1]])
    scale = (MAP / 2 - PIN - 12) / max(furthest, 1.0)
    radii = [minutes * metres_a_minute * scale for minutes in RINGS]
    image = _rings(radii)
    pen = ImageDraw.Draw(image)
    centre_x, centre_y = WIDTH / 2, MAP / 2
    true = [(centre_x + pin.east_m * scale, centre_y - pin.north_m * scale) for pin in pins]
    spread = apart(true, (centre_x, centre_y))
    for (x, y), (shown_x, shown_y) in zip(true, spread, strict=True):
        pen.line((x, y, shown_x, shown_y), fill=paper.INK, width=3)
    _you(pen, centre_x, centre_y)
    _name_rings(pen, radii, spread)
    for number, (pin, (x, y)) in enumerate(zip(pins, spread, strict=True), start=1):
        paper.disc(pen, x, y, PIN + 4, paper.WHITE, "", 0)
        paper.disc(pen, x, y, PIN, _colour(pin), str(number), 44)
    return image


def _rings(radii: Sequence[float]) -> Image.Image:
    large = Image.new("RGB", (WIDTH * SMOOTH, MAP * SMOOTH), paper.PAPER)
    pen = ImageDraw.Draw(large)
    x, y = WIDTH * SMOOTH / 2, MAP * SMOOTH / 2
    for radius, colour in reversed(list(zip(radii, _RING_COLOURS, strict=True))):
        r = radius * SMOOTH
        pen.ellipse((x - r, y - r, x + r, y + r), fill=colour, outline=_EDGE, width=2 * SMOOTH)
    return large.reduce(SMOOTH)


def _name_rings(pen: Pen, radii: Sequence[float], pins: Sequence[Sequence[float]]) -> None:
    """On each ring its minutes, where the numbers leave room for them."""
    letters = font(32)
    inner = 0.0
    for minutes, radius in zip(RINGS, radii, strict=True):
        corners = [
            (WIDTH / 2 + radius * across, MAP / 2 + radius * down)
            for across, down in _DIAGONALS
            if radius * abs(down) < MAP / 2 - 20 and radius * abs(across) < WIDTH / 2 - 80
        ]
        if radius - inner > RING_APART and corners:
            text = _("{minutes} 分钟").format(minutes=minutes)
            letters.write(
                pen,
                max(corners, key=lambda corner: _room(corner, pins)),
                text,
                paper.GREEN,
                anchor="mm",
                around=paper.PAPER,
            )
            inner = radius
    letters.write(pen, (WIDTH / 2, 8), _("北") + " ↑", paper.FAINT, anchor="mt")


def _room(corner: tuple[float, float], pins: Sequence[Sequence[float]]) -> float:
    """How far the nearest number is."""
    return min((hypot(corner[0] - x, corner[1] - y) for x, y in pins), default=0.0)


def _you(pen: Pen, x: float, y: float) -> None:
    paper.disc(pen, x, y, 22, paper.WHITE, "", 0)
    paper.disc(pen, x, y, 15, "#1e64c8", "", 0)


def apart(points: Sequence[tuple[float, float]], you: tuple[float, float]) -> list[list[float]]:
    """Where the numbers are shown so that none covers another or oneself."""
    shown = [list(point) for point in points]
    wanted = 2 * PIN + 10
    for _each in range(_PUSHES):
        for number, here in enumerate(shown):
            _push(here, you, PIN + 30, number)
            for other in shown[:number]:
                _push(here, other, wanted, number)
            here[0] = min(max(here[0], PIN + 6), WIDTH - PIN - 6)
            here[1] = min(max(here[1], PIN + 6), MAP - PIN - 6)
    return shown


def _push(here: list[float], other: Sequence[float], wanted: float, number: int) -> None:
    """Move `here` away from `other` until they are `wanted` pixels apart."""
    across, down = here[0] - other[0], here[1] - other[1]
    gap = hypot(across, down)
    if gap >= wanted:
        return
    # Two at the same spot part in a direction of their own each.
    angle = atan2(down, across) if gap > 1 else number * 2.4
    here[0], here[1] = other[0] + wanted * cos(angle), other[1] + wanted * sin(angle)


def _row(pen: Pen, top: float, number: int, pin: Pin) -> None:
    bold, plain = font(46, bold=True), font(38)
    left, width = MARGIN + 96, WIDTH - 2 * MARGIN - 96
    pen.line((MARGIN, top, WIDTH - MARGIN, top), fill=paper.LINE, width=2)
    paper.disc(pen, MARGIN + PIN, top + ROW / 2, PIN, _colour(pin), str(number), 44)
    bold.write(pen, (left, top + 12), bold.fitted(pin.name, width), paper.INK)
    line = plain.fitted(pin.line, width)
    plain.write(pen, (left, top + 68), line, _colour(pin))


def _colour(pin: Pin) -> str:
    return paper.GREEN if pin.is_open else paper.FAINT
