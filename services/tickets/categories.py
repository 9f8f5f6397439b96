"""The kinds of request that can be filed."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Category, Ticket


async def every(session: AsyncSession) -> Mapping[int, Category]:
    """By id, in the order in which people are offered them; also those out of use.

    Read once a transaction: a batch of updates asks for them again and again.
    """
    known: dict[int, Category] | None = session.info.get("categories")
    if known is None:
        rows = await session.scalars(select(Category).order_by(Category.position))
        known = session.info["categories"] = {category.id: category for category in rows}
    return known


async def active(session: AsyncSession) -> Mapping[int, Category]:
    """Those in use, by id, in the order in which people are offered them."""
    known = await every(session)
    return {category_id: category for category_id, category in known.items() if category.active}


async def of(session: AsyncSession, ticket: Ticket) -> Category:
    return (await every(session))[ticket.category_id]
