"""What a task has to be when it is put up."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, quiet_hours, written
from services.errors import NotFound
from services.volunteering.errors import BadPlaces, BadTimes, TooManyRoles
from services.volunteering.reminders import next_reminder
from storage.tables import Area, TaskSource, TaskState, VolunteerPost

TITLE_LIMIT = 60
PLACE_LIMIT = 200
REASON_LIMIT = 200
ROLE_LIMIT = 40
"""The columns' lengths."""
TEXT_LIMIT = 1_500
"""Details, and private details: both with the rest fit one message of 4,096 characters."""
MOST_PLACES = 50
"""Of a role; more hands than that are several tasks."""
MOST_ROLES = 8
"""Each has its line and its button on the card."""
OPENS_BEFORE = timedelta(minutes=30)
"""How long before the start somebody can check in; then the attendance list comes up."""
REVIEW_AFTER = timedelta(hours=1)
"""How long after its end a task waits for check-outs before it goes to review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task as somebody wants it put up; times are aware, positions WGS-84 degrees."""

    area_id: int
    """A community, or something in it."""
    post: str
    title: str
    details: str = field(default="", repr=False)
    """For everybody; may be empty."""
    private: str | None = field(default=None, repr=False)
    """For those who hold a place alone."""
    place: str
    latitude: float | None = None
    longitude: float | None = None
    starts_at: datetime
    ends_at: datetime
    claim_by: datetime
    roles: Sequence[tuple[str, int]] = (("", 1),)
    """Name and places; the name may be empty where there is one role."""
    organiser_id: int | None
    organiser_name: str | None
    source: TaskSource = TaskSource.STAFF
    source_id: int | None = None
    helped_id: int | None = None
    series_id: int | None = None


async def judged(
    session: AsyncSession, new: NewTask, *, now: datetime
) -> tuple[dict[str, Any], list[tuple[str, int]]]:
    """The columns of the task that `new` would become, and its roles; nothing is written.

    Raises NotFound for a post or place there is not, BadTimes, BadPlaces, TooManyRoles,
    WordsNeeded, TooLong.
    """
    if not new.starts_at < new.ends_at or new.ends_at <= now or new.claim_by > new.ends_at:
        raise BadTimes
    community = await _community(session, new)
    quiet = await quiet_hours.of_area(session, community)
    values = _texts(new) | {
        "area_id": community.id,
        "post": new.post,
        "source": new.source,
        "source_id": new.source_id,
        "series_id": new.series_id,
        "state": TaskState.OPEN,
        "latitude": new.latitude,
        "longitude": new.longitude,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "claim_by": new.claim_by,
        "organiser_id": new.organiser_id,
        "organiser_name": new.organiser_name,
        "helped_id": new.helped_id,
        "secret": secrets.token_hex(16),
        "remind_at": next_reminder(new.starts_at, now, quiet),
        "review_at": new.starts_at - OPENS_BEFORE,
        "created_at": now,
    }
    return values, _roles(new.roles)


def _texts(new: NewTask) -> dict[str, str | None]:
    """Raises WordsNeeded or TooLong."""
    return {
        "title": written.line(new.title, limit=TITLE_LIMIT),
        "details": written.lines_if_any(new.details, limit=TEXT_LIMIT) or "",
        "private": written.lines_if_any(new.private, limit=TEXT_LIMIT),
        "place": written.line(new.place, limit=PLACE_LIMIT),
    }


def _roles(wanted: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Raises BadPlaces or TooManyRoles; WordsNeeded or TooLong for a name."""
    if len(wanted) > MOST_ROLES:
        raise TooManyRoles(MOST_ROLES)
    if not wanted or any(not 1 <= places <= MOST_PLACES for _name, places in wanted):
        raise BadPlaces(MOST_PLACES)
    read = written.line if len(wanted) > 1 else written.line_if_any
    return [(read(name, limit=ROLE_LIMIT) or "", places) for name, places in wanted]


async def _community(session: AsyncSession, new: NewTask) -> Area:
    """Raises NotFound, also for a post there is not."""
    community = await areas.community_of(session, new.area_id)
    if community is None or await session.get(VolunteerPost, new.post) is None:
        raise NotFound
    return community
