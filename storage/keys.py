"""Looking rows up by an index where the databases would read whole tables."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, tuple_
from sqlalchemy.orm import InstrumentedAttribute


def one_of(
    columns: Sequence[InstrumentedAttribute[Any]], keys: Collection[tuple[Any, ...]]
) -> ColumnElement[bool]:
    """Rows whose `columns` are one of `keys`, in this order.

    SQLite reads the whole table for `(a, b) IN (VALUES …)`. Each column on its own leads it to the
    index; the pairs are checked afterwards.
    """
    each = (column.in_({key[at] for key in keys}) for at, column in enumerate(columns))
    return and_(*each, tuple_(*columns).in_(keys))


def found_for(outer: type[Any], query: Select[Any]) -> ColumnElement[bool]:
    """Whether `query`, which names a row of `outer`, finds something, looked up row by row.

    PostgreSQL may answer EXISTS for all rows at once instead, from all that could be found.
    """
    return query.limit(1).correlate(outer).scalar_subquery().is_not(None)
