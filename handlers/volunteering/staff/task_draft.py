"""A task that somebody is about to publish: kept with their conversation in the group."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from handlers.common.kept import Kept
from services.tickets import Member
from services.volunteering.new_task import NewTask
from services.written.spans import Span
from storage.tables import HolidayPolicy, TaskSource

MINUTE = timedelta(minutes=1)


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
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    """Aware, in UTC."""
    claim_before: int = 0
    """So many minutes before it starts the claiming ends."""
    roles: list[tuple[str, int]] | None = None
    rhythm: str | None = None
    """A Rhythm's value; empty where it does not repeat."""
    holidays: HolidayPolicy | None = None
    source: TaskSource = TaskSource.STAFF
    source_id: int | None = None
    helped_id: int | None = None
    hint: str = ""
    """When a resident would like it, in their words."""

    @property
    def is_passed_on(self) -> bool:
        """It comes from something else, so it happens once."""
        return self.source is not TaskSource.STAFF

    def happen_in(self, span: Span, claim_by: datetime | None = None) -> None:
        """When; what was said of the claiming counted from another time."""
        self.starts_at, self.ends_at = span.starts_at, span.ends_at
        self.claim_before = (span.starts_at - claim_by) // MINUTE if claim_by else 0

    def put_at(
        self, area_id: int, place: str, latitude: float | None, longitude: float | None
    ) -> None:
        self.area_id, self.place = area_id, place
        self.latitude, self.longitude = latitude, longitude

    def finished(self, member: Member) -> NewTask:
        """The task as `member`, who organises it, publishes it; every part was answered."""
        assert self.post is not None
        assert self.area_id is not None
        assert self.starts_at is not None
        assert self.ends_at is not None
        return NewTask(
            area_id=self.area_id,
            post=self.post,
            title=self.title or "",
            details=self.details or "",
            private=self.private or None,
            place=self.place or "",
            latitude=self.latitude,
            longitude=self.longitude,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            claim_by=self.starts_at - timedelta(minutes=self.claim_before),
            roles=[(name, places) for name, places in self.roles or ()],
            organiser_id=member.person_id,
            organiser_name=member.name,
            source=self.source,
            source_id=self.source_id,
            helped_id=self.helped_id,
        )
