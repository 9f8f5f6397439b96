"""Two people who are one, as far as needs are concerned."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.needs import groups
from storage.tables import Need, NeedSupporter


async def join(session: AsyncSession, *, from_id: int, into_id: int) -> None:
    """Who wants something wants it once."""
    theirs = select(NeedSupporter.need_id).where(NeedSupporter.person_id == into_id)
    twice = await session.scalars(
        select(NeedSupporter.need_id)
        .where(NeedSupporter.person_id == from_id, NeedSupporter.need_id.in_(theirs))
        .order_by(NeedSupporter.need_id)
    )
    wanted = twice.all()
    await session.execute(
        delete(NeedSupporter).where(
            NeedSupporter.person_id == from_id, NeedSupporter.need_id.in_(wanted)
        )
    )
    for need_id in wanted:
        await groups.recount(session, await rows.held(session, Need, need_id))
