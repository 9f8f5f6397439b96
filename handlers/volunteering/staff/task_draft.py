"""A task that somebody is about to publish: kept with their conversation, and how it looks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from babel.dates import get_day_names

from handlers.common.i18n import _, current_language
from handlers.common.kept import Kept
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering.task_words import span as times_in_words
from services.tickets import Member
from services.volunteering import volunteers
from services.volunteering.new_task import NewTask
from services.volunteering.rhythms import Rhythm, week_of_month
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


async def looks(talk: Talk, draft: TaskDraft) -> str:
    """HTML."""
    names = {
        post.key: post.name(current_language()) for post in await volunteers.posts(talk.session)
    }
    starts, ends = draft.starts_at, draft.ends_at
    assert starts is not None
    assert ends is not None
    zone = talk.config.zone
    lines = [
        _("请看一下对不对："),
        f"🤝 <b>{esc(draft.title)}</b> · {esc(names.get(draft.post or ''))}",
        f"🕘 {times_in_words(starts, ends, zone)}",
        f"📍 {esc(draft.place)}",
    ]
    if draft.details:
        lines.append(esc(draft.details))
    if draft.private:
        lines.append(_("🔒 只告诉认领的人：{private}").format(private=esc(draft.private)))
    lines.append(_("🙋 {roles}").format(roles=roles_in_words(draft.roles or [])))
    if draft.rhythm:
        day = starts.astimezone(zone).date()
        repeated = rhythm_name(Rhythm(draft.rhythm), day)
        lines.append(
            _("🔁 {rhythm}，{holidays}").format(
                rhythm=repeated, holidays=holidays_name(draft.holidays)
            )
        )
    until = starts - timedelta(minutes=draft.claim_before)
    lines.append(_("⏰ {when} 前可以认领").format(when=when(until, zone)))
    return "\n".join(lines)


def roles_in_words(roles: list[tuple[str, int]]) -> str:
    named = [
        _("{role} {count} 人").format(role=esc(name), count=places)
        if name
        else _("{count} 人").format(count=places)
        for name, places in roles
    ]
    return " · ".join(named)


def rhythm_name(rhythm: Rhythm, day: date) -> str:
    """Of a series that begins on `day`."""
    names = get_day_names("abbreviated", locale=current_language())
    weekday = names[day.weekday()]
    match rhythm:
        case Rhythm.WEEKLY:
            return _("每{weekday}").format(weekday=weekday)
        case Rhythm.FORTNIGHTLY:
            return _("隔周的{weekday}").format(weekday=weekday)
        case Rhythm.MONTHLY if week_of_month(day) == 5:
            return _("每月最后一个{weekday}").format(weekday=weekday)
        case Rhythm.MONTHLY:
            return _("每月第 {nth} 个{weekday}").format(nth=week_of_month(day), weekday=weekday)
        case Rhythm.DAILY:
            return _("每个上班的日子")


def holidays_name(holidays: HolidayPolicy | None) -> str:
    match holidays:
        case HolidayPolicy.SKIP_HOLIDAYS:
            return _("放假停一次")
        case HolidayPolicy.ALWAYS:
            return _("放假照常")
        case _:
            return _("只在上班的日子")
