"""The bound groups, and those that were, as everybody reads them; to change one is `binding`."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from storage.remembered import remembered, unattached
from storage.tables import Group


@remembered(Group)
async def every(session: AsyncSession) -> Mapping[int, Group]:
    """By id, the first bound first."""
    found = await unattached(session, Group)
    return {group.id: group for group in sorted(found, key=lambda group: group.id)}


async def get(session: AsyncSession, group_id: int) -> Group | None:
    """Also one that was bound since the transaction began, if a row names it."""
    return (await every(session)).get(group_id) or await session.get(Group, group_id)
