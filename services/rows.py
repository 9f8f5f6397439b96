"""Rows as rules read and change them: fresh, under a condition, or held until the commit.

    async def withdraw(session: AsyncSession, wish_id: int, person_id: int) -> Wish:
        wish = await rows.current(session, Wish, wish_id)
        if wish.person_id != person_id:
            raise NotYours
        withdrawn = await rows.change(
            session, Wish, Wish.id == wish_id, Wish.state == POSTED, state=WITHDRAWN
        )
        if withdrawn is None:
            raise WishPast((await rows.current(session, Wish, wish_id)).state)
        return withdrawn

Two at once give one winner and one who hears what happened, on SQLite (one writer) as on
PostgreSQL, where the second UPDATE waits for the first and then reads its WHERE again.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnExpressionArgument,
    ScalarResult,
    bindparam,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.errors import NotFound
from storage.holding import REFRESHES, HoldingSession, identity_of
from storage.tables import Base

Row = TypeVar("Row", bound=Base)
P = ParamSpec("P")
R = TypeVar("R")

_AS_IT_IS = {"populate_existing": True, "synchronize_session": False, REFRESHES: True}
"""Objects of the session get what the database has, whatever they held before."""


class Outrun(Exception):  # noqa: N818 - nothing went wrong: somebody was faster
    """The row is no longer what it was when it was read."""


def judged_again(action: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """Run `action` again for as long as it raises Outrun: each time somebody else got ahead."""

    @wraps(action)
    async def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
        while True:
            try:
                return await action(*args, **kwargs)
            except Outrun:
                continue

    return repeated


async def current(session: AsyncSession, table: type[Row], key: Any) -> Row:
    """The row as the database has it at this moment. Raises NotFound."""
    row = settled(session, table, key)
    if row is None:
        row = await session.get(table, key, populate_existing=True)
    if row is None:
        raise NotFound
    return row


async def once(session: AsyncSession, table: type[Row], key: Any) -> Row:
    """The row as this transaction read it first, for what never changes. Raises NotFound."""
    row: Row | None = session.sync_session.identity_map.get(identity_of(table, key))
    if row is None:
        row = await session.get(table, key)
    if row is None:
        raise NotFound
    return row


async def held(session: AsyncSession, table: type[Row], key: Any) -> Row:
    """The same, kept from others until this transaction ends; in the order of docs/rules.md.

    It may be changed by its attributes: what a batch of updates does to it is one UPDATE.
    """
    row = settled(session, table, key)
    if row is None:
        row = await session.get(table, key, populate_existing=True, with_for_update=True)
        if row is not None and isinstance(session.sync_session, HoldingSession):
            session.sync_session.locked(row)
    if row is None:
        raise NotFound
    return row


async def held_all(session: AsyncSession, table: type[Row], keys: Collection[int]) -> Sequence[Row]:
    """The rows with these ids that there are, held as one is by `held`, in the order of ids."""
    its_id = inspect(table).primary_key[0]
    found = await session.scalars(
        select(table).where(its_id.in_(keys)).order_by(its_id).with_for_update(),
        execution_options={"populate_existing": True},
    )
    there = found.all()
    if isinstance(session.sync_session, HoldingSession):
        for row in there:
            session.sync_session.locked(row)
    return there


def as_written(session: AsyncSession, *tables: type[Base]) -> bool:
    """Whether what the session holds of these tables is what this transaction wrote to them."""
    holding = session.sync_session
    return isinstance(holding, HoldingSession) and holding.as_written(*tables)


def changed(session: AsyncSession, *tables: type[Base]) -> bool:
    """Whether this transaction may have changed or deleted rows of one of these."""
    holding = session.sync_session
    return not isinstance(holding, HoldingSession) or holding.changed(*tables)


def added(session: AsyncSession, *tables: type[Base]) -> bool:
    """Whether this transaction has added a row to one of these."""
    holding = session.sync_session
    return not isinstance(holding, HoldingSession) or holding.added(*tables)


def settled(session: AsyncSession, table: type[Row], key: Any) -> Row | None:
    """The row without a statement, where it was read and nobody else can have changed it."""
    if not isinstance(session.sync_session, HoldingSession):
        return None
    return session.sync_session.settled(table, key)


async def change(
    session: AsyncSession,
    table: type[Row],
    /,
    *where: ColumnExpressionArgument[bool],
    **values: Any,
) -> Row | None:
    """Write `values` into the one row for which all of `where` holds; None where none is so.

    `where` names the row and repeats all that the rule has judged by.
    """
    return (await _update(session, table, where, values)).one_or_none()


async def change_all(
    session: AsyncSession,
    table: type[Row],
    /,
    *where: ColumnExpressionArgument[bool],
    **values: Any,
) -> list[Row]:
    """The same for however many rows there are."""
    return list(await _update(session, table, where, values))


async def add_missing(
    session: AsyncSession, table: type[Row], values: Sequence[Mapping[str, Any]]
) -> Sequence[Row]:
    """Insert those of `values` that stand in no other's way; the rows that are new."""
    if not values:
        return []
    dialect = session.get_bind().dialect.name
    statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(table)
    found = await session.scalars(
        statement.values(values).on_conflict_do_nothing().returning(table),
        execution_options=_AS_IT_IS,
    )
    return found.all()


async def change_seen(
    session: AsyncSession, row: Row, /, *judged_by: InstrumentedAttribute[Any], **values: Any
) -> None:
    """Write `values` into `row` if all of `judged_by` still is as it was read.

    Raises Outrun otherwise, having written nothing; see `judged_again`.
    """
    table = type(row)
    its_key = zip(inspect(table).primary_key, inspect(row).identity or (), strict=True)
    it = [column == value for column, value in its_key]
    seen = [column.is_not_distinct_from(_as_parameter(row, column)) for column in judged_by]
    if await change(session, table, *it, *seen, **values) is None:
        raise Outrun


def _as_parameter(row: Base, column: InstrumentedAttribute[Any]) -> BindParameter[Any]:
    """Also where it is None: `IS NULL` would make another statement for each set of columns."""
    return bindparam(None, getattr(row, column.key), column.type)


async def _update(
    session: AsyncSession,
    table: type[Row],
    where: tuple[ColumnExpressionArgument[bool], ...],
    values: dict[str, Any],
) -> ScalarResult[Row]:
    return await session.scalars(
        update(table).where(*where).values(**values).returning(table),
        execution_options=_AS_IT_IS,
    )
