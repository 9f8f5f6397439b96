"""GCJ-02 and WGS-84: the public vectors, and there and back again."""

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.coordinates import gcj02, wgs84

# Of the test suite that eviltransform's implementations share: WGS-84, GCJ-02.
VECTORS = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]
# What PyPI's eviltransform gives around Fuzhou; its ellipsoid makes a difference of a centimetre.
FUZHOU = [
    ((26.0863, 119.3005), (26.083196414840085, 119.30530718185767)),
    ((26.1152, 119.278), (26.112047257500482, 119.28277879100877)),
    ((26.073, 119.257), (26.069861206030865, 119.26176253267079)),
]
DEGREES_A_CENTIMETRE = 1e-7


def metres(here: tuple[float, float], there: tuple[float, float]) -> float:
    north, east = there[0] - here[0], (there[1] - here[1]) * cos(radians(here[0]))
    return hypot(north, east) * 111_195


@pytest.mark.parametrize(("gps", "shifted"), VECTORS)
def test_public_vectors(gps: tuple[float, float], shifted: tuple[float, float]) -> None:
    assert gcj02(*gps) == pytest.approx(shifted, abs=1e-12)
    assert wgs84(*shifted) == pytest.approx(gps, abs=1e-12)


@pytest.mark.parametrize(("gps", "shifted"), FUZHOU)
def test_around_fuzhou(gps: tuple[float, float], shifted: tuple[float, float]) -> None:
    assert gcj02(*gps) == pytest.approx(shifted, abs=DEGREES_A_CENTIMETRE)
    assert wgs84(*shifted) == pytest.approx(gps, abs=DEGREES_A_CENTIMETRE)
    assert 545 < metres(gps, shifted) < 611


@given(latitude=st.floats(18, 53), longitude=st.floats(75, 134))
def test_back_again_within_a_millimetre(latitude: float, longitude: float) -> None:
    back = wgs84(*gcj02(latitude, longitude))
    assert metres((latitude, longitude), back) < 0.001


@pytest.mark.parametrize("position", [(35.68, 139.76), (-33.9, 151.2), (51.5, -0.1)])
def test_maps_abroad_are_not_shifted(position: tuple[float, float]) -> None:
    assert gcj02(*position) == position
    assert wgs84(*position) == position
