"""The kinds of request that can be filed."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from storage.remembered import remembered, unattached
from storage.tables import Category, Ticket


@remembered(Category)
async def every(session: AsyncSession) -> Mapping[int, Category]:
    """By id, in the order in which people are offered them; also those out of use."""
    found = await unattached(session, Category)
    return {each.id: each for each in sorted(found, key=lambda each: (each.position, each.id))}


async def active(session: AsyncSession) -> Mapping[int, Category]:
    """Those in use, by id, in the order in which people are offered them."""
    return {each.id: each for each in (await every(session)).values() if each.active}


async def of(session: AsyncSession, ticket: Ticket) -> Category:
    return (await every(session))[ticket.category_id]
