"""What a writer's own requests say about what they write next.

Asked of everybody who says something in an idle chat, so it is read for all writers of a batch when
the first of them is asked about, in one statement, and again only when the transaction has written
to requests since.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.people import addresses
from services.tickets.transitions import ENDED, IN_WORK
from storage.keys import state_in
from storage.remembered import writes_to
from storage.tables import Person, Ticket, TicketFollower
from storage.tables.base import UtcDateTime

MOMENT = timedelta(minutes=10)
"""So long after filing people send the photo they forgot; later, something else."""
OFFERED = 3
"""So many questions are offered to the person who may be answering one."""
_READ = "what writers have filed"


@dataclass(frozen=True, slots=True)
class Shown:
    """Who sees a request: `private` is not shown to neighbours, `named` says whose it is."""

    private: bool
    named: bool


OPEN_UNNAMED = Shown(private=False, named=False)
"""公开，不留名: neighbours can join, and nobody is exposed who did not ask for it."""


@dataclass(slots=True)
class _Theirs:
    """Ids of requests, and how the last one was shown."""

    asked: list[int] = field(default_factory=list)
    told: int | None = None
    shown: Shown = OPEN_UNNAMED


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of everybody in a batch."""

    as_of: tuple[datetime, int]
    """The time, and how often the transaction had written to requests by then."""
    found: Mapping[int, _Theirs]
    """By person."""


_people = bindparam("people", type_=BigInteger, expanding=True)
_since = bindparam("since", type_=UtcDateTime)
_last = aliased(Ticket)
_LAST = (
    select(_last.id)
    .where(_last.author_id == Person.id)
    .order_by(_last.filed_at.desc(), _last.id.desc())
    .limit(1)
    .scalar_subquery()
)


def _row(why: str, person_id: Any, at: Any) -> Select[Any]:
    columns = (literal(why).label("why"), person_id.label("person_id"), at.label("at"))
    return select(*columns, Ticket.id, Ticket.state, Ticket.private, Ticket.author_name)


_THEIRS = union_all(
    _row("asked", Ticket.author_id, Ticket.asked_at).where(
        Ticket.author_id.in_(_people), Ticket.asked_at.is_not(None)
    ),
    _row("told", Ticket.author_id, Ticket.filed_at).where(
        Ticket.author_id.in_(_people), Ticket.filed_at > _since, ~state_in(Ticket.state, ENDED)
    ),
    _row("told", TicketFollower.person_id, TicketFollower.joined_at)
    .join(TicketFollower, TicketFollower.ticket_id == Ticket.id)
    .where(
        TicketFollower.person_id.in_(_people),
        TicketFollower.joined_at > _since,
        ~state_in(Ticket.state, ENDED),
    ),
    _row("shown", Person.id, Ticket.filed_at)
    .join(Person, Ticket.id == _LAST)
    .where(Person.id.in_(_people)),
)


async def pending_questions(
    session: AsyncSession, person_id: int, *, now: datetime
) -> list[Ticket]:
    """Requests whose question (问居民) the author has yet to answer; the last asked first."""
    asked = (await _theirs(session, person_id, now)).asked[:OFFERED]
    return [await session.get_one(Ticket, ticket_id) for ticket_id in asked]


async def just_told(session: AsyncSession, person_id: int, *, now: datetime) -> Ticket | None:
    """The last request they filed or joined within a moment, if more can still be added to it."""
    told = (await _theirs(session, person_id, now)).told
    return await session.get_one(Ticket, told) if told else None


async def shown_before(session: AsyncSession, person_id: int, *, now: datetime) -> Shown:
    """How the last request they filed was shown; OPEN_UNNAMED where it is their first."""
    return (await _theirs(session, person_id, now)).shown


async def _theirs(session: AsyncSession, person_id: int, now: datetime) -> _Theirs:
    if any(isinstance(row, Ticket) and row.author_id == person_id for row in session.new):
        # They filed it in this transaction, and it waits to be written with those of others.
        await session.flush()
    read: _Read | None = session.info.get(_READ)
    as_of = now, writes_to(session, Ticket, TicketFollower)
    if read is None or read.as_of != as_of or person_id not in read.found:
        people = {person_id, *addresses.met_so_far(session)}
        read = session.info[_READ] = _Read(as_of, await _find(session, people, now))
    return read.found[person_id]


async def _find(
    session: AsyncSession, people: Collection[int], now: datetime
) -> Mapping[int, _Theirs]:
    rows = await session.execute(
        _THEIRS,
        {"people": sorted(people), "since": now - MOMENT},
        execution_options={"autoflush": False},
    )
    found = {person_id: _Theirs() for person_id in people}
    for row in sorted(rows, key=lambda row: (row.at, row.id), reverse=True):
        each = found[row.person_id]
        if row.why == "asked":
            each.asked += [row.id] if row.state in IN_WORK else []
        elif row.why == "shown":
            each.shown = Shown(row.private, row.author_name is not None)
        elif each.told is None:
            each.told = row.id
    return found
