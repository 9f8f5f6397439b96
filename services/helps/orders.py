"""Orders of helps, from being ordered to being over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows, written
from services.errors import NotFound, Refusal
from services.groups.authority import Member, check_staff_of
from services.helps.kinds import kind
from services.helps.news import HelpArranged, HelpCard, HelpDeclined, HelpWithdrawn
from services.news import draw, tell
from storage.tables import HelpOrder, HelpState

PLACE_LIMIT = 200
WANTED_LIMIT = 200
"""The columns' lengths, in characters."""
WORDS_LIMIT = 500
ANSWER_LIMIT = 500
LISTED = 20

WITH_STAFF = (HelpState.OPEN, HelpState.ARRANGED)
LIVING = (*WITH_STAFF, HelpState.OFFERED)


class HelpPast(Refusal):
    """The order is past that, or not there yet; `by_name` is the member of staff who had it."""

    def __init__(self, state: HelpState, by_name: str | None) -> None:
        super().__init__(state.value)
        self.state = state
        self.by_name = by_name


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """What a resident orders; `wanted` says when in their words, `words` what else matters."""

    kind: str
    person_id: int
    person_name: str | None
    area_id: int
    place: str
    wanted: str
    words: str | None = None


async def order(session: AsyncSession, new: NewOrder, *, now: datetime) -> HelpOrder:
    """Keep the order and have the office's card drawn.

    Raises NotFound for a kind that is no more, WordsNeeded or TooLong.
    """
    wanted = written.line(new.wanted, limit=WANTED_LIMIT)
    place = written.line(new.place, limit=PLACE_LIMIT)
    words = written.lines_if_any(new.words, limit=WORDS_LIMIT)
    ordered = HelpOrder(
        kind=(await kind(session, new.kind)).key,
        person_id=new.person_id,
        person_name=new.person_name,
        area_id=new.area_id,
        place=place,
        wanted=wanted,
        words=words,
        state=HelpState.OPEN,
        ordered_at=now,
    )
    session.add(ordered)
    await session.flush()
    draw(session, HelpCard(ordered.id))
    return ordered


async def get(session: AsyncSession, order_id: int) -> HelpOrder:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, HelpOrder, order_id)


async def seen_by(session: AsyncSession, order_id: int, person_id: int) -> HelpOrder:
    """The order, for the person who ordered it. Raises NotFound for everybody else."""
    found = await get(session, order_id)
    if found.person_id != person_id:
        raise NotFound
    return found


async def of_person(session: AsyncSession, person_id: int) -> list[HelpOrder]:
    """Their latest orders: what still moves first, then the newest."""
    found = await session.scalars(
        select(HelpOrder)
        .where(HelpOrder.person_id == person_id)
        .order_by(HelpOrder.state.not_in(LIVING), HelpOrder.id.desc())
        .limit(LISTED)
    )
    return list(found)


async def for_staff(
    session: AsyncSession, order_id: int, member: Member, *states: HelpState
) -> HelpOrder:
    """The order, if the member's office answers for it and it is in one of `states`.

    Raises NotFound, NotYourGroup, NotAMember or HelpPast.
    """
    found = await get(session, order_id)
    await check_staff_of(session, found.area_id, member)
    if found.state not in states:
        raise HelpPast(found.state, found.handled_by_name)
    return found


async def arrange(session: AsyncSession, order_id: int, member: Member, answer: str) -> HelpOrder:
    """Staff arranged it, or arranged it again; the resident hears `answer`.

    Raises WordsNeeded, TooLong, and as `for_staff` does.
    """
    said = written.lines(answer, limit=ANSWER_LIMIT)
    await for_staff(session, order_id, member, *WITH_STAFF)
    arranged = await move(
        session,
        order_id,
        WITH_STAFF,
        state=HelpState.ARRANGED,
        handled_by=member.person_id,
        handled_by_name=member.name,
        answer=said,
    )
    tell(session, HelpArranged(order_id))
    return arranged


async def decline(
    session: AsyncSession, order_id: int, member: Member, reason: str, *, now: datetime
) -> HelpOrder:
    """办不了: the resident hears why. Raises as `arrange` does."""
    said = written.line(reason, limit=ANSWER_LIMIT)
    await for_staff(session, order_id, member, *WITH_STAFF)
    declined = await move(
        session,
        order_id,
        WITH_STAFF,
        state=HelpState.DECLINED,
        handled_by=member.person_id,
        handled_by_name=member.name,
        answer=said,
        ended_at=now,
    )
    tell(session, HelpDeclined(order_id))
    return declined


async def withdraw(
    session: AsyncSession, order_id: int, person_id: int, *, now: datetime
) -> HelpOrder:
    """The resident does not need it any more; `passing_on.withdraw_help` ends its task too.

    Raises NotFound or HelpPast.
    """
    before = await seen_by(session, order_id, person_id)
    _check_in(before, LIVING)
    withdrawn = await move(session, order_id, LIVING, state=HelpState.WITHDRAWN, ended_at=now)
    if withdrawn.handled_by is not None:
        tell(session, HelpWithdrawn(order_id))
    return withdrawn


async def done(
    session: AsyncSession, order_id: int, by: int | Member, *, now: datetime
) -> HelpOrder:
    """The resident or the office says that it was done. Raises as `withdraw` or `for_staff`."""
    states = (HelpState.ARRANGED, HelpState.OFFERED)
    if isinstance(by, Member):
        await for_staff(session, order_id, by, *states)
    else:
        _check_in(await seen_by(session, order_id, by), states)
    return await move(session, order_id, states, state=HelpState.DONE, ended_at=now)


async def move(
    session: AsyncSession, order_id: int, from_states: Collection[HelpState], **values: Any
) -> HelpOrder:
    """One conditional UPDATE: who comes second is told what it is by now (HelpPast)."""
    moved = await rows.change(
        session, HelpOrder, HelpOrder.id == order_id, HelpOrder.state.in_(from_states), **values
    )
    if moved is None:
        present = await get(session, order_id)
        raise HelpPast(present.state, present.handled_by_name)
    draw(session, HelpCard(order_id))
    return moved


def _check_in(found: HelpOrder, states: Collection[HelpState]) -> None:
    if found.state not in states:
        raise HelpPast(found.state, found.handled_by_name)
