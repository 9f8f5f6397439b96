"""What volunteers are asked to do, when somebody passes something on to them.

Everybody reads compounds, the buildings of a round, and counts. Names, doors, telephones and what
residents wrote are for those alone who claim the task. The words are the conversation's to find.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, helps, tickets, wishes
from services.errors import NotFound, Refusal
from services.meals import canteens, care, diners, rounds, sessions
from services.tickets import Member
from services.tickets.categories import every
from services.volunteering import passing_on
from services.volunteering.granting import WISH_CLAIMED_WITHIN, WISH_GRANTED_WITHIN
from services.volunteering.new_task import NewTask
from services.written.spans import Span, span
from storage.tables import (
    Canteen,
    Category,
    Diner,
    HelpKind,
    HelpOrder,
    Level,
    MealSession,
    TaskSource,
    Ticket,
    Wish,
)

LOOKED_IN_WITHIN = timedelta(hours=2)
"""How long volunteers are asked to look in on somebody; the office is reminded all the while."""


@dataclass(frozen=True, slots=True)
class Carrying:
    """A round to carry; the doors come to the volunteer with the round."""

    area_id: int
    meal: MealSession
    canteen: Canteen
    buildings: list[str]
    """Titles in the order of the way, each once."""
    doors: int
    portions: int

    def span(self, now: datetime) -> Span:
        """While the meal is given out; one that is late has to be carried all the same."""
        until = max(self.meal.ends_at, now + LOOKED_IN_WITHIN)
        return Span(max(self.meal.starts_at, now), until)


@dataclass(frozen=True, slots=True)
class LookingIn:
    """Somebody to look in on, and the title of the building they live in."""

    diner: Diner
    home: str


@dataclass(frozen=True, slots=True)
class Requested:
    """A resident's request."""

    ticket: Ticket
    category: Category


@dataclass(frozen=True, slots=True)
class Ordered:
    """A help that was ordered."""

    order: HelpOrder
    kind: HelpKind


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish, and the title of the place where the wisher lives."""

    wish: Wish
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of a task before somebody words it; None is for them to say."""

    source: TaskSource
    source_id: int
    about: Carrying | LookingIn | Requested | Ordered | Wished
    area_id: int
    place: str
    """For everybody, of any length."""
    post: str | None = None
    helped_id: int | None = None
    places: int | None = None
    span: Span | None = None
    claim_by: datetime | None = None
    """Aware; by default claiming ends when the task starts."""

    def task(
        self, member: Member, *, title: str, details: str, private: str | None, place: str
    ) -> NewTask:
        """The task, organised by `member`, where nothing is left to say (a round, an alert)."""
        assert self.post is not None
        assert self.span is not None
        return NewTask(
            area_id=self.area_id,
            post=self.post,
            title=title,
            details=details,
            private=private,
            place=place,
            starts_at=self.span.starts_at,
            ends_at=self.span.ends_at,
            claim_by=self.claim_by or self.span.starts_at,
            organiser_id=member.person_id,
            organiser_name=member.name,
            source=self.source,
            source_id=self.source_id,
            helped_id=self.helped_id,
        )


async def asked(
    session: AsyncSession,
    source: TaskSource,
    source_id: int,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> Asked:
    """What volunteers would be asked, where `member` may pass it on. Raises as `check` does.

    `zone` is that in which residents write when they would like it.
    """
    await passing_on.check(session, source, source_id, member)
    match source:
        case TaskSource.ROUND:
            return await _round(session, source_id, now)
        case TaskSource.CARE:
            return await _alert(session, source_id, now)
        case TaskSource.TICKET:
            return await _request(session, source_id)
        case TaskSource.HELP:
            return await _order(session, source_id, now, zone)
        case _:
            return await _wish(session, source_id, now)


async def _round(session: AsyncSession, round_id: int, now: datetime) -> Asked:
    found = await rounds.get(session, round_id)
    meal = await sessions.get(session, found.session_id)
    canteen = await canteens.get(session, meal.canteen_id)
    stops = await rounds.stops(session, round_id)
    titles = [await areas.title(session, stop.building) for stop in stops]
    carrying = Carrying(
        area_id=stops[0].building.id if stops else canteen.area_id,
        meal=meal,
        canteen=canteen,
        buildings=list(dict.fromkeys(titles)),
        doors=len(stops),
        portions=sum(stop.booking.portions for stop in stops),
    )
    span = carrying.span(now)
    return Asked(
        source=TaskSource.ROUND,
        source_id=round_id,
        about=carrying,
        area_id=carrying.area_id,
        place=f"{canteen.name} · {canteen.address}",
        post=await passing_on.post_for_elders(session),
        span=span,
        claim_by=span.ends_at,
    )


async def _alert(session: AsyncSession, alert_id: int, now: datetime) -> Asked:
    alert = await care.get(session, alert_id)
    diner = await diners.get(session, alert.diner_id)
    until = now + LOOKED_IN_WITHIN
    return Asked(
        source=TaskSource.CARE,
        source_id=alert_id,
        about=LookingIn(diner, await areas.title_of(session, diner.area_id)),
        area_id=diner.area_id,
        place=await public_place(session, diner.area_id),
        post=await passing_on.post_for_elders(session),
        helped_id=diner.person_id,
        span=Span(now, until),
        claim_by=until,
    )


async def _request(session: AsyncSession, ticket_id: int) -> Asked:
    ticket = await tickets.get(session, ticket_id)
    if ticket is None:
        raise NotFound
    return Asked(
        source=TaskSource.TICKET,
        source_id=ticket_id,
        about=Requested(ticket, (await every(session))[ticket.category_id]),
        area_id=ticket.area_id,
        place=await public_place(session, ticket.area_id),
        helped_id=ticket.author_id,
    )


async def _order(session: AsyncSession, order_id: int, now: datetime, zone: ZoneInfo) -> Asked:
    order = await helps.get(session, order_id)
    kind = await helps.kind(session, order.kind)
    wanted = None
    with suppress(Refusal):
        wanted = span(order.wanted, now=now, zone=zone)
    return Asked(
        source=TaskSource.HELP,
        source_id=order_id,
        about=Ordered(order, kind),
        area_id=order.area_id,
        place=await public_place(session, order.area_id),
        post=kind.post,
        helped_id=order.person_id,
        places=1,
        span=wanted,
    )


async def _wish(session: AsyncSession, wish_id: int, now: datetime) -> Asked:
    """A fortnight to claim it; who grants it agrees on a time with the wisher."""
    wish = await wishes.get(session, wish_id)
    return Asked(
        source=TaskSource.WISH,
        source_id=wish_id,
        about=Wished(wish, await areas.title_of(session, wish.area_id)),
        area_id=wish.area_id,
        place=await public_place(session, wish.area_id),
        helped_id=wish.person_id,
        places=1,
        span=Span(now, now + WISH_GRANTED_WITHIN),
        claim_by=now + WISH_CLAIMED_WITHIN,
    )


async def public_place(session: AsyncSession, area_id: int) -> str:
    """The compound around a home; nobody's building is named to everybody. Raises NotFound."""
    home = await areas.get(session, area_id)
    if home is None:
        raise NotFound
    compound = await areas.of_level(session, home, Level.COMPOUND)
    community = await areas.of_level(session, home, Level.COMMUNITY)
    return await areas.title(session, compound or community or home)
