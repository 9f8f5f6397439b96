"""Needs that speak for others: whose voices they carry, and how many want them.

A need that was grouped keeps its words and its supporters; the need it was grouped with counts the
people of both, each once. So taking it out again loses nothing.
"""

from collections.abc import Sequence

from sqlalchemy import Select, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound
from storage.tables import Need, NeedState, NeedSupporter


async def speaking_for(session: AsyncSession, need_id: int) -> Need:
    """The need that speaks for this one, be it itself, held until the commit. Raises NotFound."""
    while True:
        need = await rows.current(session, Need, need_id)
        head = await rows.held(session, Need, need.merged_into_id or need_id)
        if head.state is not NeedState.MERGED:
            return head


async def held(session: AsyncSession, *need_ids: int) -> list[Need]:
    """These needs in the order in which they were asked for, locked in that of their ids.

    Raises NotFound.
    """
    found = {need.id: need for need in await rows.held_all(session, Need, need_ids)}
    if missing := [each for each in need_ids if each not in found]:
        raise NotFound(missing)
    return [found[each] for each in need_ids]


async def members(session: AsyncSession, need_id: int) -> list[Need]:
    """The needs that were grouped with this one, the oldest first."""
    found = await session.scalars(
        select(Need).where(Need.merged_into_id == need_id).order_by(Need.said_at, Need.id)
    )
    return list(found)


async def supporters(
    session: AsyncSession, need_id: int, *, after: int = 0, limit: int | None = None
) -> Sequence[int]:
    """Who want it or what was grouped with it, each once, by id, from `after` (excluded) on."""
    found = await session.scalars(
        select(NeedSupporter.person_id)
        .distinct()
        .where(NeedSupporter.need_id.in_(_group(need_id)), NeedSupporter.person_id > after)
        .order_by(NeedSupporter.person_id)
        .limit(limit)
    )
    return found.all()


async def supports(session: AsyncSession, need_id: int, person_id: int) -> bool:
    """Whether they want it, or what was grouped with it."""
    found = await session.scalar(
        select(
            exists().where(
                NeedSupporter.person_id == person_id, NeedSupporter.need_id.in_(_group(need_id))
            )
        )
    )
    return bool(found)


async def let_go(session: AsyncSession, head: Need, person_id: int) -> bool:
    """Forget that they want it; whether they did. `head` is held."""
    gone = await session.execute(
        delete(NeedSupporter)
        .where(NeedSupporter.person_id == person_id, NeedSupporter.need_id.in_(_group(head.id)))
        .returning(NeedSupporter.need_id)
        .execution_options(synchronize_session=False)
    )
    return bool(gone.all())


async def recount(session: AsyncSession, head: Need) -> None:
    """How many want it now; `head` is held, and what belongs to the group is written."""
    await session.flush()
    named = await session.scalar(
        select(func.count(NeedSupporter.person_id.distinct())).where(
            NeedSupporter.need_id.in_(_group(head.id))
        )
    )
    unnamed = await session.scalar(
        select(func.sum(Need.unnamed)).where(Need.id.in_(_group(head.id)))
    )
    head.people = (named or 0) + (unnamed or 0)
    await session.flush()


def _group(need_id: int) -> Select[int]:
    return select(Need.id).where(or_(Need.id == need_id, Need.merged_into_id == need_id))
