"""What every table shares: naming of constraints, UTC times, enums as readable text, JSON."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Index,
    Integer,
    MetaData,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from storage.tables.channels import LONGEST_CHANNEL, Channel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# A rowid alias has to be declared INTEGER in SQLite; PostgreSQL needs 64 bits spelled out.
BigKey = BigInteger().with_variant(Integer(), "sqlite")
Json = JSON().with_variant(JSONB(), "postgresql")
JsonOrNull = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""None is no value, where JSON has one that is called null."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC.

    SQLite has no time zones, so it is kept naive there and made aware again on the way out.
    A naive value is refused: it would silently mean different instants on different machines.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ChannelName(TypeDecorator[Channel]):
    """A channel, by its name."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Channel | None:
        return None if value is None else Channel(value)


def text_enum(kind: type[StrEnum], name: str = "") -> Enum:
    """A column for `kind` that holds its values as text, checked by the database.

    The check is called after `kind`; a second column of one kind needs a `name` of its own.
    """
    return Enum(
        kind,
        native_enum=False,
        length=20,
        create_constraint=True,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def index_where_set(column: str) -> Index:
    """Of the rows whose `column` is not empty, where that is but some of them."""
    return index_where(f"{column} IS NOT NULL", column)


def index_where(condition: str, *columns: str, name: str | None = None) -> Index:
    """Of the rows for which the condition holds: those that are still to be seen to, say.

    A query has to spell the condition out, without bound values, for the planners to see it.
    """
    given = text(condition)
    return Index(name, *columns, sqlite_where=given, postgresql_where=given)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime(),
        # Not checked by the database: a further channel needs no migration.
        Channel: ChannelName(LONGEST_CHANNEL),
        dict[str, Any]: Json,
        dict[str, str]: Json,
    }
