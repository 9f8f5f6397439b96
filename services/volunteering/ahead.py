"""What a rush of claims is judged by, read for everybody who taps the same card.

When a task is put up two hundred people tap within a second, and their updates share transactions.
Read for each, this would be four statements a tap; `claims.read_ahead` does it once. The answers
are the transaction's own rows, so what it changes is seen. None leaves it to be asked for: it was
not read ahead, or the transaction has written past its rows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from storage.tables import ClaimState, Task, TaskClaim

_AHEAD = "read ahead of claims"


@dataclass(frozen=True, slots=True)
class OfTask:
    """What was read ahead of the claims of one task."""

    free: Collection[int]
    """People who hold no place in another task at that time."""
    claims: list[TaskClaim]
    """Everybody's, released ones too."""


@dataclass(frozen=True, slots=True)
class _Ahead:
    tasks: dict[int, OfTask | None] = field(default_factory=dict)
    """None where there is no such task."""
    claimed: set[int] = field(default_factory=set)
    """Who has claimed something in this transaction."""


def is_known(session: AsyncSession, task_id: int) -> bool:
    """Whether it was read in this transaction."""
    return task_id in _of(session).tasks


def keep(session: AsyncSession, task_id: int, known: OfTask | None) -> None:
    _of(session).tasks[task_id] = known


def note(session: AsyncSession, claim: TaskClaim) -> None:
    """A claim was made."""
    ahead = _of(session)
    if claim.person_id is not None:
        ahead.claimed.add(claim.person_id)
    if (known := ahead.tasks.get(claim.task_id)) is not None:
        known.claims.append(claim)


def claims_of(session: AsyncSession, task_id: int) -> Sequence[TaskClaim] | None:
    """All claims of the task, in no order."""
    known = _of(session).tasks.get(task_id)
    return known.claims if known is not None and rows.as_written(session, TaskClaim) else None


def waiting_for(session: AsyncSession, claim: TaskClaim) -> Sequence[TaskClaim] | None:
    """Who waits for the same role, in no order."""
    claims = claims_of(session, claim.task_id)
    if claims is None:
        return None
    waiting = [each for each in claims if each.state is ClaimState.WAITING]
    return [each for each in waiting if each.role_id == claim.role_id]


def is_free(session: AsyncSession, task: Task, person_id: int) -> bool:
    """Whether it is known that the person holds no place in another task at that time."""
    ahead = _of(session)
    known = ahead.tasks.get(task.id)
    if known is None or rows.changed(session, TaskClaim, Task):
        return False
    return person_id in known.free and person_id not in ahead.claimed


def _of(session: AsyncSession) -> _Ahead:
    ahead: _Ahead = session.info.setdefault(_AHEAD, _Ahead())
    return ahead
