"""What staff change seldom is read once and kept in memory across transactions: decision 15.

    @remembered(CalendarDay)
    async def _declared(session: AsyncSession) -> Mapping[date, bool]:
        rows = await session.execute(select(CalendarDay.day, CalendarDay.working))
        return {row.day: row.working for row in rows}

A transaction that asks for anything remembered reads the versions of the tables first, in one
statement, and whatever has moved since is read again: nothing is staler than the transaction.
One that writes to a table itself sees what it wrote, and nothing of that is kept.
"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, event, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstanceState, Session, make_transient_to_detached

from storage.tables import Base, TableVersion
from storage.versions import TABLES, VERSIONED

T = TypeVar("T")
Row = TypeVar("Row", bound=Base)

_RECALL = "recall"
_SHARED = "{row} is remembered for all transactions: write to the row of your own session"
_WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_VERSIONS = select(TableVersion.table_name, TableVersion.version)


class Memory:
    """What the transactions of one database remember together."""

    def __init__(self) -> None:
        self._kept: dict[Remembered[Any], tuple[int, Any]] = {}

    def find(self, remembered: "Remembered[T]", version: int) -> T | None:
        of, value = self._kept.get(remembered, (-1, None))
        return value if of == version else None

    def keep(self, remembered: "Remembered[T]", version: int, value: T) -> None:
        """Unless a transaction that began later has kept something newer."""
        of, _value = self._kept.get(remembered, (-1, None))
        if of < version:
            self._kept[remembered] = version, value


class Recall:
    """What one transaction has been told of a Memory, and which tables it has written to."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.told: dict[Remembered[Any], Any] = {}
        self.changed: set[str] = set()
        self.writes: Counter[str] = Counter()
        """How many statements of this transaction, by table."""
        self.rewritten: set[str] = set()
        """Tables of which it has changed or deleted rows that were there."""
        self._versions: Mapping[str, int] | None = None

    @classmethod
    def begin(cls, session: AsyncSession | Session, memory: Memory) -> "Recall":
        recall = session.info[_RECALL] = cls(memory)
        return recall

    @classmethod
    def of(cls, session: AsyncSession | Session) -> "Recall":
        recall: Recall | None = session.info.get(_RECALL)
        return recall or cls.begin(session, Memory())

    async def version(self, session: AsyncSession, tables: frozenset[str]) -> int:
        """How often these have changed, as this transaction found it when it first asked."""
        if self._versions is None:
            found = await session.execute(_VERSIONS, execution_options={"autoflush": False})
            self._versions = {row.table_name: row.version for row in found}
        return sum(self._versions.get(table, 0) for table in tables)

    def note_statement(self, how: str, table: str) -> None:
        self.writes[table] += 1
        if how.upper() != "INSERT INTO":
            self.rewritten.add(table)
        self.note_change(table)

    def note_change(self, table: str) -> None:
        if table in VERSIONED:
            self.changed.add(table)
            for remembered in [each for each in self.told if table in each.tables]:
                del self.told[remembered]


class Remembered(Generic[T]):
    """A reader whose answer depends on nothing but some of VERSIONED; see `remembered`."""

    def __init__(
        self, read: Callable[[AsyncSession], Awaitable[T]], tables: frozenset[str]
    ) -> None:
        self.tables = tables
        self._read = read

    async def __call__(self, session: AsyncSession) -> T:
        recall = Recall.of(session)
        if self not in recall.told:
            recall.told[self] = await self._recalled(session, recall)
        told: T = recall.told[self]
        return told

    async def _recalled(self, session: AsyncSession, recall: Recall) -> T:
        if not self.tables.isdisjoint(recall.changed):
            return await self._read(session)
        version = await recall.version(session, self.tables)
        kept = recall.memory.find(self, version)
        if kept is not None:
            return kept
        value = await self._read(session)
        if self.tables.isdisjoint(recall.changed):
            recall.memory.keep(self, version, value)
        return value


def remembered(
    *tables: type[Base],
) -> Callable[[Callable[[AsyncSession], Awaitable[T]]], Remembered[T]]:
    """Ask the database again only when one of `tables` has changed.

    What is returned is shared by all transactions: nobody may change it, so it holds plain values
    or rows from `unattached`. A dict may be filled as it is asked for, by who reads in the same
    transaction.
    """
    names = frozenset(table.__tablename__ for table in tables)
    if not names <= VERSIONED:
        raise ValueError(f"{names - VERSIONED} have no version: see storage.versions")
    return lambda read: Remembered(read, names)


async def unattached(
    session: AsyncSession, table: type[Row], *where: ColumnElement[bool]
) -> list[Row]:
    """Rows of no session, in no order, to be remembered; to write to one raises TypeError."""
    names = [column.key for column in inspect(table).column_attrs]
    columns = [getattr(table, name) for name in names]
    found = await session.execute(select(*columns).where(*where))
    return [_detached(table(**dict(zip(names, row, strict=True)))) for row in found]


def _detached(row: Row) -> Row:
    make_transient_to_detached(row)
    return row


def writes_to(session: AsyncSession, *tables: type[Base]) -> int:
    """By how many statements this transaction has written to these; what waits is not counted."""
    writes = Recall.of(session).writes
    return sum(writes[table.__tablename__] for table in tables)


def notice_changes(engine: Engine) -> None:
    """Have each transaction's Recall know what the transaction writes, by whatever statement."""

    @event.listens_for(engine, "before_cursor_execute")
    def executes(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        writes = _WRITES.match(statement)
        if writes and (recall := connection.info.get(_RECALL)):
            recall.note_statement(*writes.groups())


class RecallingSession(Session):
    """One whose Recall knows what it writes, also what is not flushed yet."""


@event.listens_for(RecallingSession, "after_begin")
def _begins(session: Session, _transaction: object, connection: Connection) -> None:
    connection.info[_RECALL] = Recall.of(session)


@event.listens_for(RecallingSession, "after_soft_rollback")
def _rolls_back(session: Session, _transaction: object) -> None:
    """To a savepoint: what was told since may hold what was written since."""
    recall = Recall.of(session)
    for table in [*recall.changed]:
        recall.note_change(table)


@event.listens_for(RecallingSession, "transient_to_pending")
def _adds(session: Session, row: Base) -> None:
    Recall.of(session).note_change(row.__tablename__)


@event.listens_for(RecallingSession, "detached_to_persistent")
def _attaches(_session: Session, row: Base) -> None:
    if row.__tablename__ in VERSIONED:
        raise TypeError(_SHARED.format(row=row))


def _sets(row: InstanceState[Base], *_: object) -> None:
    if row.session is not None:
        Recall.of(row.session).note_change(row.class_.__tablename__)
    elif row.key is not None:
        raise TypeError(_SHARED.format(row=row.obj()))


for _table in TABLES:
    for _column in inspect(_table, raiseerr=True).column_attrs:
        event.listen(getattr(_table, _column.key), "set", _sets, raw=True)
