"""What a subject keeps, handed in to what goes through all subjects.

    KEEPS = Keeps(
        erase=erasing.erase,
        about=about,
        jobs=(Job("quiet wishes", life.due, life.act, every=..., when="...", to="...", ...),),
    )

It stands in the subject's `keeps.py`; `services.subjects` lists all of them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from services.figures import FiguresOf


class Erase(Protocol):
    """Forgets a person: what names or identifies them goes, what others need stays, unnamed."""

    def __call__(
        self, session: AsyncSession, person_id: int, /, *, now: datetime
    ) -> Awaitable[None]: ...


About = Callable[[AsyncSession, int], Awaitable[dict[str, Any]]]
"""(session, person's id) → what is kept about them and they may see, ready for JSON, by key; times
in ISO 8601."""
Due = Callable[[AsyncSession, datetime], Awaitable[list[int]]]
"""(session, now) → ids of the rows whose time has come."""


class Act(Protocol):
    """Judges one row again and does what is due."""

    __module__: str

    def __call__(
        self, session: AsyncSession, row_id: int, /, *, now: datetime
    ) -> Awaitable[None]: ...


class AtNight(Enum):
    """What a job does where it would wake somebody; see `services.quiet_hours`."""

    PUT_OFF = "waits, and is judged again in the morning"
    ACTS = "acts; people hear of it in the morning, groups without a sound"
    RINGS = "rings at once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something that happens later, unasked; a row of docs/scheduled-messages.md."""

    name: str
    due: Due
    act: Act
    every: timedelta
    """How often it is looked whether something is due."""
    when: str
    to: str
    at_night: AtNight
    late: str
    """Until when it is still said after an outage."""
    judges_silence: bool = False
    """It acts because somebody has not answered or come: all that people sent is read before."""
    at_once: int | None = None
    """So many rows a tick at most, so that an outage's do not fall on people together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeps:
    """What one subject keeps about people, what of it falls due by itself and what is counted."""

    erase: Erase | None = None
    about: About | None = None
    jobs: tuple[Job, ...] = ()
    figures: FiguresOf | None = None
    """What it adds to a community's report (`services.numbers`)."""
