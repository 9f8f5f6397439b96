"""What conversations need to know of the settings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from services.id_gaps import IdGaps


@dataclass(frozen=True, slots=True)
class Config:
    zone: ZoneInfo
    """The community's time zone, for everything people read."""
    follow_up_after: timedelta
    """How long after 办结 people are asked whether it helped."""
    admin_ids: frozenset[int]
    """Who may bind groups."""
    public_url: str
    """Where people reach the web server, as it stands in certificates; no slash at its end."""
    suggest: Callable[[str, int], Sequence[int]]
    """(what was written, how many) → ids of the likeliest categories, best first."""
    gaps: IdGaps = field(default_factory=IdGaps)
    """Ids of what was lost when a backup was restored."""
