"""Looking up many rows by keys of several columns."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, tuple_
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
