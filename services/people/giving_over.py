"""All that names one person names another from then on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, exists, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from storage.people_columns import columns_of_people, keys_with
from storage.tables import Person

_AS_IT_IS = {"synchronize_session": False}


async def give_over(session: AsyncSession, *, from_id: int, into_id: int) -> None:
    """In every table. Where only one row a person is allowed, `into_id` keeps theirs.

    The session holds no row afterwards. Raises IntegrityError where the two may not be the same,
    such as who wrote something urgent and who agreed to it.
    """
    await _fill_in(session, from_id, into_id)
    session.expunge_all()
    for column in columns_of_people():
        for others in keys_with(column):
            await _drop_second(session, column, others, from_id, into_id)
        theirs = update(column.class_).where(column == from_id).values({column.key: into_id})
        await session.execute(theirs, execution_options=_AS_IT_IS)


async def _drop_second(
    session: AsyncSession,
    column: InstrumentedAttribute[int],
    others: Sequence[str],
    from_id: int,
    into_id: int,
) -> None:
    table: Any = column.class_
    kept = aliased(table)
    same = [getattr(kept, name) == getattr(table, name) for name in others]
    twice = exists().where(getattr(kept, column.key) == into_id, *same)
    statement = delete(table).where(column == from_id, twice)
    await session.execute(statement, execution_options=_AS_IT_IS)


async def _fill_in(session: AsyncSession, from_id: int, into_id: int) -> None:
    """What the one who stays has not told, the other may have."""
    goes, stays = await session.get(Person, from_id), await session.get(Person, into_id)
    if goes is not None and stays is not None:
        stays.consented_at = stays.consented_at or goes.consented_at
        stays.name = stays.name or goes.name
        stays.home_id = stays.home_id or goes.home_id
        stays.big_print = stays.big_print or goes.big_print
        await session.delete(goes)
    await session.flush()
