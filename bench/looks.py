"""What people and the program look at all the time, asked of the services themselves."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from bench.city import EAST, NORTH, SOUTH, WEST
from bot.sender.queue import next_of_each_chat
from services import places
from services.people import erasure, personal_data
from services.subjects import JOBS
from services.tickets import reading
from storage.engine import Database
from storage.outbox import Urgency
from storage.tables import Channel

Look = Callable[[Database, int], Awaitable[None]]
"""(database, a person's id)"""


async def _own_requests(database: Database, person_id: int) -> None:
    async with database.reading() as session:
        await reading.mine(session, person_id)


async def _nearby(database: Database, person_id: int) -> None:
    here = (
        SOUTH + (NORTH - SOUTH) * (person_id % 97) / 97,
        WEST + (EAST - WEST) * (person_id % 89) / 89,
    )
    async with database.reading() as session:
        await places.near(session, places.View(*here, datetime.now(UTC)), kinds=["clinic"], limit=5)


async def _what_leaves_next(database: Database, _person_id: int) -> None:
    async with database.reading() as session:
        await next_of_each_chat(
            session,
            Channel.TELEGRAM,
            datetime.now(UTC),
            shut=(),
            no_redraws=(),
            in_flight=(),
            least_urgent=Urgency.BROADCAST,
        )


async def _all_that_is_due(database: Database, _person_id: int) -> None:
    async with database.reading() as session:
        for job in JOBS:
            await job.due(session, datetime.now(UTC))


async def _own_data(database: Database, person_id: int) -> None:
    async with database.reading() as session:
        await personal_data.everything_about(session, person_id)


async def _erasing(database: Database, person_id: int) -> None:
    async with database.transaction() as session:
        await erasure.erase(session, person_id, now=datetime.now(UTC))
        await session.flush()
        await session.rollback()


LOOKS: Mapping[str, Look] = {
    "my requests": _own_requests,
    "nearby": _nearby,
    "what leaves next": _what_leaves_next,
    "all that is due": _all_that_is_due,
    "my data": _own_data,
    "erasing a person": _erasing,
}
