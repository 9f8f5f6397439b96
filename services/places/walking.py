"""How long it takes on foot, and how far that is."""

from math import ceil

DETOUR = 1.3
"""Streets are longer than the crow's flight."""
PACE_M_A_MINUTE = 60
ELDERS_PACE_M_A_MINUTE = 50


def minutes_on_foot(distance_m: float, *, elder: bool = False) -> int:
    """Whole minutes, rounded up, for a distance as the crow flies; next door is one."""
    return max(1, ceil(distance_m / _metres_a_minute(elder=elder)))


def reach_m(minutes: float, *, elder: bool = False) -> float:
    """How far people get in that time, in metres as the crow flies."""
    return minutes * _metres_a_minute(elder=elder)


def _metres_a_minute(*, elder: bool) -> float:
    return (ELDERS_PACE_M_A_MINUTE if elder else PACE_M_A_MINUTE) / DETOUR
