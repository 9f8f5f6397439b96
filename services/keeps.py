"""What a subject keeps, handed in to what goes through all subjects.

    KEEPS = Keeps(
        erase=erasing.erase,
        about=about,
        jobs=(Job("quiet wishes", life.due, life.act, every=..., when="...", to="...", ...),),
    )

It stands in the subject's `keeps.py`; `services.subjects` lists all of them.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.figures import FiguresOf
from services.news import CardSubject, News


class Erase(Protocol):
    """Forgets a person: what names or identifies them goes, what others need stays, unnamed."""

    def __call__(
        self, session: AsyncSession, person_id: int, /, *, now: datetime
    ) -> Awaitable[None]: ...


class Join(Protocol):
    """Settles what two people who are one both have, before all that is `from_id`'s becomes
    `into_id`'s. Rows of which there may be one a person need nothing: `into_id` keeps theirs."""

    def __call__(
        self, session: AsyncSession, /, *, from_id: int, into_id: int
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


class Prepare(Protocol):
    """Reads what an act needs, and hands over the act that knows it."""

    __module__: str

    def __call__(
        self, session: AsyncSession, row_id: int, /, *, now: datetime
    ) -> Awaitable[Act]: ...


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
    act: Act | None = None
    prepare: Prepare | None = None
    """Instead of `act`, where reading takes long: called before the transaction, so that nobody
    waits for it to write."""
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
class Users:
    """Those who used a service: whom a survey asks about it."""

    service: str
    """Such as `meals`."""
    within: Callable[[InstrumentedAttribute[int], datetime, datetime], ColumnElement[bool]]
    """(column with a person's id, from, until (excluded), in UTC) → whether they used it then."""


BornWithin = Callable[[InstrumentedAttribute[int], date, date], ColumnElement[bool]]
"""(column with a person's id, from, until (included)) → whether it is known that they were born
then."""


class Wanted(Protocol):
    """Those of `person_ids` who still want what the broadcast says; the last look before it."""

    def __call__(
        self, session: AsyncSession, subject_id: int, person_ids: Sequence[int], now: datetime, /
    ) -> Awaitable[Collection[int]]: ...


class Recipients(Protocol):
    """The next `limit` people it is for, in the order of their ids, from `after` (excluded) on."""

    def __call__(
        self, session: AsyncSession, subject_id: int, /, *, after: int, limit: int, now: datetime
    ) -> Awaitable[Sequence[int]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastKind:
    """What is sent to many (`services.broadcasts`): a survey, a reminder, an announcement.

    Its news is worded like any other, to each by `tell.person(..., urgency=Urgency.BROADCAST)`, as
    a card: then a look that replaces one on its way makes no second message.
    """

    name: str
    news: Callable[[int, Sequence[int]], News]
    """(subject's id, ids of people) → what these are told."""
    wanted: Wanted
    recipients: Recipients | None = None
    """Of one that has no audience of its own, such as a reminder to those who were silent."""
    card: Callable[[int], CardSubject] | None = None
    """(subject's id) → what shows staff how far it is; drawn again while it goes on."""
    asks: bool = False
    """Whether who got it counts as asked lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeps:
    """What one subject keeps about people, what of it falls due by itself and what is counted."""

    erase: Erase | None = None
    about: About | None = None
    join: Join | None = None
    registers: tuple[InstrumentedAttribute[Any], ...] = ()
    """Columns of people who stand there once, with an account such as subsidies or points: two who
    both do are not made one before staff have settled that."""
    jobs: tuple[Job, ...] = ()
    figures: FiguresOf | None = None
    """What it adds to a community's report (`services.numbers`)."""
    users: tuple[Users, ...] = ()
    """Whom audiences can be made of (`services.audiences`)."""
    born: BornWithin | None = None
    broadcasts: tuple[BroadcastKind, ...] = ()
