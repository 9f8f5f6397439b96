"""The session of a transaction that writes: it reads nothing twice that cannot have changed."""

from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Delete, Update, event
from sqlalchemy.orm import ORMExecuteState, SessionTransaction
from sqlalchemy.orm.attributes import instance_state

from storage import row_ids
from storage.remembered import Recall, RecallingSession
from storage.tables import Base

Row = TypeVar("Row", bound=Base)

REFRESHES = "refreshes"
"""Execution option of an UPDATE that brings the objects it changes up to date."""


class HoldingSession(RecallingSession):
    """Holds what it read until it is closed, and knows what it need not read again.

    A session's identity map is weak: a batch of updates would read the same few areas, people and
    groups again for each. A caller that needs the present row asks for it with `populate_existing`,
    or takes it from `settled` where nobody else can have changed it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: list[object] = []
        self._locked: set[Any] = set()
        self._written_past: set[str] = set()
        """Tables that statements changed while objects kept what they had."""
        self._undone = False
        self._added: set[str] = set()
        """Tables that get rows from objects of this session."""
        self._made: dict[Any, Base] = {}
        """Objects that it adds under ids they have already."""

    def hold(self, instance: object) -> None:
        self._held.append(instance)

    def locked(self, row: object) -> None:
        """`row` was read FOR UPDATE: nobody else changes it until the transaction ends."""
        self._locked.add(instance_state(row).key)

    def settled(self, table: type[Row], key: Any) -> Row | None:
        """The row, if it was read and is what a statement would find; else None.

        On SQLite, which has one writer, whatever was read; on PostgreSQL what was locked. Changes
        of its own that were not written yet are in it.
        """
        if not self.as_written(table):
            return None
        identity = identity_of(table, key)
        made = self._made.get(identity)
        if isinstance(made, table) and made in self:
            return made
        if identity not in self._locked and not self._writes_alone:
            return None
        row: Row | None = self.identity_map.get(identity)
        return None if row is None or instance_state(row).expired_attributes else row

    def as_written(self, *tables: type[Base]) -> bool:
        """Whether objects of these tables hold what was written by this transaction."""
        return not self._undone and self._written_past.isdisjoint(map(_name, tables))

    def changed(self, *tables: type[Base]) -> bool:
        """Whether this transaction has changed or deleted rows of one of these."""
        return not Recall.of(self).rewritten.isdisjoint(map(_name, tables))

    def added(self, *tables: type[Base]) -> bool:
        """Whether this transaction has added objects of one of these."""
        return not self._added.isdisjoint(map(_name, tables))

    @cached_property
    def _writes_alone(self) -> bool:
        return self.get_bind().dialect.name == "sqlite"

    def note_statement(self, executed: ORMExecuteState) -> None:
        statement = executed.statement
        if isinstance(statement, Update | Delete) and not executed.execution_options.get(REFRESHES):
            self._written_past.add(statement.table.description)

    def note_added(self, instance: Base) -> None:
        table = type(instance)
        self._added.add(_name(table))
        its_key = table.__mapper__.primary_key_from_instance(instance)
        if None not in its_key:
            self._made[identity_of(table, tuple(its_key))] = instance

    def note_rollback(self) -> None:
        """To a savepoint: what was read since may be what it was before."""
        self._undone = True


def identity_of(table: type[Base], key: Any) -> Any:
    """As the session's identity map has it; `key` is a tuple where it has several columns."""
    its_key = key if isinstance(key, tuple) else (key,)
    return table.__mapper__.identity_key_from_primary_key(its_key)


def _name(table: type[Base]) -> str:
    return table.__table__.description


@event.listens_for(HoldingSession, "before_flush")
def _give_ids(session: HoldingSession, *_: object) -> None:
    row_ids.give(session)


@event.listens_for(HoldingSession, "loaded_as_persistent")
def _hold(session: HoldingSession, instance: object) -> None:
    session.hold(instance)


@event.listens_for(HoldingSession, "transient_to_pending")
def _note_added(session: HoldingSession, instance: Base) -> None:
    session.note_added(instance)


@event.listens_for(HoldingSession, "do_orm_execute")
def _note_statement(executed: ORMExecuteState) -> None:
    if isinstance(executed.session, HoldingSession):
        executed.session.note_statement(executed)


@event.listens_for(HoldingSession, "after_soft_rollback")
def _note_rollback(session: HoldingSession, _transaction: SessionTransaction) -> None:
    session.note_rollback()
