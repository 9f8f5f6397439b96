"""What an audience is: where people live, how old they are, what they used, how many by lot."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storage.tables import Topic

MOST_RESTED_DAYS = 90
"""The longest that people can be spared after they were asked; who was asked is known longer."""


@dataclass(frozen=True, slots=True)
class Used:
    """Those who used a service (`services.keeps.Users`) on these days, both included."""

    service: str
    since: date
    until: date


def _new_seed() -> int:
    return secrets.randbits(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Everybody whom all of it describes, and who can be reached."""

    area_ids: tuple[int, ...]
    """Their homes lie in one of these areas, of any level."""
    ages: tuple[int | None, int | None] | None = None
    """Whole years from, to (both included); None where it is open. Only whose age is known."""
    used: Used | None = None
    topic: Topic | None = None
    """Only who is sent announcements of it; None asks nobody's wishes."""
    sample: int | None = None
    """So many of them by lot; None for all."""
    seed: int = field(default_factory=_new_seed)
    """Of the lot: published with the results, so that it can be drawn again (`sample`)."""
    rested_days: int = 0
    """Without those who were asked something within so many days; 0 asks everybody."""

    def dump(self) -> dict[str, Any]:
        """Ready for JSON."""
        used = self.used
        return {
            "area_ids": list(self.area_ids),
            "ages": list(self.ages) if self.ages else None,
            "used": [used.service, used.since.isoformat(), used.until.isoformat()]
            if used
            else None,
            "topic": self.topic,
            "sample": self.sample,
            "seed": self.seed,
            "rested_days": self.rested_days,
        }

    @classmethod
    def load(cls, kept: Mapping[str, Any]) -> "Audience":
        """What `dump` gave."""
        used, ages = kept["used"], kept["ages"]
        return cls(
            area_ids=tuple(kept["area_ids"]),
            ages=(ages[0], ages[1]) if ages else None,
            used=_used(*used) if used else None,
            topic=Topic(kept["topic"]) if kept.get("topic") else None,
            sample=kept["sample"],
            seed=kept["seed"],
            rested_days=kept["rested_days"],
        )


def _used(service: str, since: str, until: str) -> Used:
    return Used(service, date.fromisoformat(since), date.fromisoformat(until))
