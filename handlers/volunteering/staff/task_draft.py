"""A task that somebody is about to publish: kept with their conversation in the group."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from handlers.common.kept import Kept
from services.tickets import Member
from services.volunteering.tasks import NewTask
from services.written.spans import Span
from storage.tables import TaskSource


@dataclass(slots=True)
class TaskDraft(Kept):
    """Each part is None until it was answered."""

    KEY: ClassVar = "task draft"

    post: str | None = None
    title: str | None = None
    details: str | None = None
    private: str | None = None
    """Empty where there is nothing that only holders may know."""
    area_id: int | None = None
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    """ISO 8601, in UTC."""
    claim_before: int = 0
    """So many minutes before it starts the claiming ends."""
    roles: list[tuple[str, int]] | None = None
    rhythm: str | None = None
    """A Rhythm's value; empty where it does not repeat."""
    holidays: str | None = None
    """A HolidayPolicy's value."""
    source: str = TaskSource.STAFF.value
    source_id: int | None = None
    helped_id: int | None = None
    hint: str = ""
    """When a resident would like it, in their words."""

    @property
    def span(self) -> Span | None:
        if self.starts_at is None or self.ends_at is None:
            return None
        return Span(datetime.fromisoformat(self.starts_at), datetime.fromisoformat(self.ends_at))

    @span.setter
    def span(self, span: Span | None) -> None:
        self.starts_at = span.starts_at.isoformat() if span else None
        self.ends_at = span.ends_at.isoformat() if span else None

    @property
    def repeats(self) -> bool:
        return bool(self.rhythm)

    @property
    def is_passed_on(self) -> bool:
        """It comes from something else, so it happens once."""
        return self.source != TaskSource.STAFF

    def put_at(
        self, area_id: int, place: str, latitude: float | None, longitude: float | None
    ) -> None:
        self.area_id, self.place = area_id, place
        self.latitude, self.longitude = latitude, longitude

    def finished(self, member: Member, span: Span) -> NewTask:
        """The task as `member`, who organises it, publishes it; every part was answered."""
        assert self.post is not None
        assert self.area_id is not None
        return NewTask(
            area_id=self.area_id,
            post=self.post,
            title=self.title or "",
            details=self.details or "",
            private=self.private or None,
            place=self.place or "",
            latitude=self.latitude,
            longitude=self.longitude,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            claim_by=span.starts_at - timedelta(minutes=self.claim_before),
            roles=[(name, places) for name, places in self.roles or ()],
            organiser_id=member.person_id,
            organiser_name=member.name,
            source=TaskSource(self.source),
            source_id=self.source_id,
            helped_id=self.helped_id,
        )
