"""Portions, and deliveries with them, as staff write them: 80, 80份, 80/20, 80份送餐20单."""

import re
from dataclasses import dataclass

MOST = 5000
_WRITTEN = re.compile(r"(\d{1,4})\s*份?(?:\s*(?:[/／，,]|送餐?)\s*(\d{1,4})\s*单?)?")


@dataclass(frozen=True, slots=True)
class Figures:
    portions: int
    deliveries: int | None
    """None where nothing was said of them."""


def read(text: str) -> Figures | None:
    """Nothing where it is anything else than these figures, or more than MOST."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or max(int(found[1]), int(found[2] or 0)) > MOST:
        return None
    return Figures(int(found[1]), int(found[2]) if found[2] else None)
