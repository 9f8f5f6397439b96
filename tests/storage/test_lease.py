"""A duty is one process's at a time; where its connection breaks, somebody takes it anew."""

import asyncio

from sqlalchemy import text

from storage.engine import Database
from storage.lease import Duty, Lease


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


async def test_a_lease_whose_connection_broke_is_taken_anew(database: Database) -> None:
    lease = Lease(database, Duty.SENDING)
    assert await lease.held()
    if not database.is_sqlite:
        await _break_connections_that_hold_the_lease(database)
        assert not await lease.held()
    assert await lease.held()
    await lease.release()


async def _break_connections_that_hold_the_lease(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE objid = :key"),
            {"key": Duty.SENDING & 0xFFFF_FFFF},
        )
