"""A task that somebody is about to publish, kept with their conversation; see `task_look`."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from handlers.common.kept import Kept
from services.tickets import Member
from services.volunteering.new_task import NewTask
from services.volunteering.written_tasks import Written
from services.written.spans import Span
from storage.tables import HolidayPolicy, TaskSource

MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class TaskDraft(Kept):
    """Each part is None until it was answered."""

    KEY: ClassVar = "task draft"

    said: bool | None = None
    """A sentence was written and read."""
    guessed: list[str] = field(default_factory=list)
    """Names of the steps whose answers the sentence left open."""
    day: date | None = None
    """Where the sentence said the day and no hour."""
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

    @property
    def is_open(self) -> bool:
        """Something has to be asked."""
        return None in (self.post, self.title, self.place, self.starts_at, self.roles)

    def begin(self, written: Written) -> None:
        """Take over what a sentence says; what it says nothing of is asked, or is nothing."""
        self.said, self.day, self.guessed = True, written.day, sorted(written.guessed)
        self.post, self.title = written.post, written.title or None
        self.details, self.private = written.details, written.private
        self.rhythm = written.rhythm.value if written.rhythm else ""
        self.holidays = HolidayPolicy.SKIP_HOLIDAYS if written.rhythm else None
        self._take(written)

    def amend(self, written: Written) -> bool:
        """Take over when, where and for how many, as far as it is said; whether anything is."""
        says_where = written.area is not None and "place" not in written.guessed
        self._take(written if says_where else replace(written, area=None))
        parts = {"times": written.span, "place": says_where or None, "roles": written.places}
        self.guessed = [each for each in self.guessed if parts.get(each) is None]
        return any(parts.values())

    def _take(self, written: Written) -> None:
        if written.span is not None:
            self.happen_in(written.span)
        if (area := written.area) is not None:
            self.put_at(area.id, written.place, area.latitude, area.longitude)
        if written.places is not None:
            self.roles = [("", written.places)]

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
