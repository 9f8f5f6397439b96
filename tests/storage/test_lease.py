"""A duty is one process's at a time, and another's when that one has not been heard of."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from storage.engine import Database
from storage.faults import passes
from storage.lease import RENEW_EVERY, Duty, Lease, LeaseLostError
from storage.tables import LeaseRow


async def test_several_processes_have_one_sender_at_a_time(database: Database) -> None:
    first, second = Lease(database, Duty.SENDING), Lease(database, Duty.SENDING)
    assert await first.held()
    # SQLite is for one process alone, so nobody else could ask.
    assert await second.held() is database.is_sqlite
    assert await first.held()
    await first.release()
    assert await second.held()
    await second.release()


async def test_one_process_may_send_while_another_schedules(database: Database) -> None:
    sending, scheduling = Lease(database, Duty.SENDING), Lease(database, Duty.SCHEDULING)
    assert await sending.held()
    assert await scheduling.held()
    await sending.release()
    await scheduling.release()


async def test_jobs_that_ask_at_once_are_all_answered(database: Database) -> None:
    lease = Lease(database, Duty.SCHEDULING)
    assert await asyncio.gather(*(lease.held() for _job in range(5))) == [True] * 5
    await lease.release()


class Steady:
    """A process's own clock, moved by hand."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def _term_ends(database: Database) -> None:
    """As if nobody had renewed it for as long as it lasts."""
    async with database.transaction() as session:
        await session.execute(update(LeaseRow).values(until=datetime.now(UTC) - timedelta(1)))


@pytest.mark.postgresql
async def test_who_wakes_up_from_a_hang_finds_the_lease_lost(postgresql: Database) -> None:
    steady = Steady()
    hung, other = Lease(postgresql, Duty.SENDING, monotonic=steady), Lease(postgresql, Duty.SENDING)
    assert await hung.held()
    await _term_ends(postgresql)
    assert await other.held()
    with pytest.raises(LeaseLostError):
        async with postgresql.transaction() as session:
            await hung.require(session)
    steady.seconds += RENEW_EVERY
    assert not await hung.held()
    await hung.release()
    async with postgresql.transaction() as session:
        await other.require(session)


@pytest.mark.postgresql
async def test_nobody_takes_it_while_a_transaction_acts_by_it(postgresql: Database) -> None:
    first, second = Lease(postgresql, Duty.SENDING), Lease(postgresql, Duty.SENDING)
    assert await first.held()
    await _term_ends(postgresql)
    async with postgresql.transaction() as session:
        await first.require(session)
        taking = asyncio.create_task(second.held())
        done, _waiting = await asyncio.wait({taking}, timeout=0.3)
        assert not done
    assert await taking


@pytest.mark.postgresql
async def test_a_late_renewal_holds_as_long_as_nobody_else_was_there(postgresql: Database) -> None:
    steady = Steady()
    late, other = Lease(postgresql, Duty.SENDING, monotonic=steady), Lease(postgresql, Duty.SENDING)
    assert await late.held()
    await _term_ends(postgresql)
    steady.seconds += RENEW_EVERY
    assert await late.held()
    assert not await other.held()


@pytest.mark.postgresql
async def test_what_a_hung_process_has_locked_is_freed(postgresql: Database) -> None:
    hung = Database(postgresql.url, ends_hung_after=timedelta(seconds=0.2))
    lease, other = Lease(hung, Duty.SENDING), Lease(postgresql, Duty.SENDING)
    assert await lease.held()
    await _term_ends(postgresql)
    async with hung.reading() as session:
        await lease.require(session)
        assert await other.held()
        with pytest.raises(DBAPIError) as ended:
            await session.execute(select(1))
        assert passes(ended.value)
    await hung.close()
