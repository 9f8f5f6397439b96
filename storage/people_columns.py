"""Where rows name people: what has to be looked through to give all that is one's to another."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint, inspect
from sqlalchemy.orm import InstrumentedAttribute

from storage.tables import Base, PersonJoin

_OTHERS = {"id", "event_id", "message_id", "update_id", "bot_id", "chat_id", "topic_id"}
_OTHERS |= {"after", "up_to", "reverses_id", "response_id"}


def columns_of_people() -> Iterator[InstrumentedAttribute[int]]:
    """Columns of 64 bits that are no key of another table, except the few of something else.

    Those that say who becomes whom are left out: they are what the giving over goes by.
    """
    tables = [mapper for mapper in Base.registry.mappers if mapper.class_ is not PersonJoin]
    for mapper in sorted(tables, key=lambda mapper: mapper.local_table.description):
        for column in mapper.columns:
            is_wide = isinstance(column.type, BigInteger) and not column.foreign_keys
            if is_wide and column.name not in _OTHERS:
                yield getattr(mapper.class_, mapper.get_property_by_column(column).key)


def keys_with(column: InstrumentedAttribute[int]) -> Iterator[Sequence[str]]:
    """The other columns of each key that allows one row of a person: the primary one and others."""
    table: Any = inspect(column.class_).local_table
    for constraint in table.constraints:
        is_key = constraint is table.primary_key or isinstance(constraint, UniqueConstraint)
        names = [each.name for each in constraint.columns]
        if is_key and column.key in names:
            yield [name for name in names if name != column.key]
