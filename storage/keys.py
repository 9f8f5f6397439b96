"""Looking rows up by an index where the databases would read whole tables."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal_column, tuple_
from sqlalchemy.orm import InstrumentedAttribute


def one_of(
    columns: Sequence[InstrumentedAttribute[Any]], keys: Collection[tuple[Any, ...]]
) -> ColumnElement[bool]:
    """Rows whose `columns` are one of `keys`, in this order.

    SQLite reads the whole table for `(a, b) IN (VALUES …)`. Each column on its own leads it to the
    index; the pairs are checked afterwards, where more than one column differs from key to key:
    to write a hundred pairs into a statement takes longer than to run it.
    """
    values = [{key[at] for key in keys} for at in range(len(columns))]
    differ = [at for at, these in enumerate(values) if len(these) > 1]
    each = [column.in_(these) for column, these in zip(columns, values, strict=True)]
    if len(differ) <= 1:
        return and_(*each)
    pairs = {tuple(key[at] for at in differ) for key in keys}
    return and_(*each, tuple_(*(columns[at] for at in differ)).in_(pairs))


def state_in(
    column: InstrumentedAttribute[Any], states: Collection[StrEnum]
) -> ColumnElement[bool]:
    """Whether a row is in one of `states`, which stand in the statement themselves.

    As parameters a list is written into the statement whenever it runs, which takes longer
    than most statements do.
    """
    return column.in_([literal_column(f"'{state.value}'") for state in sorted(states)])


def found_for(outer: type[Any], query: Select[Any]) -> ColumnElement[bool]:
    """Whether `query`, which names a row of `outer`, finds something, looked up row by row.

    PostgreSQL may answer EXISTS for all rows at once instead, from all that could be found.
    """
    return query.limit(1).correlate(outer).scalar_subquery().is_not(None)
