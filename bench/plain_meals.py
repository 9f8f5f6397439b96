"""A meal booked as bots usually do it, and the bare UPDATE that decides who gets one.

Neither does more than it takes to give nobody the same portion twice: no conversation, no price,
no code, no history, no answer. SQLAlchemy as its documents show it, over aiosqlite or asyncpg, a
commit for each booking.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

AT_ONCE = 50
_LUNCH = 1


class Base(DeclarativeBase):
    pass


class Lunch(Base):
    __tablename__ = "plain_lunches"
    id: Mapped[int] = mapped_column(primary_key=True)
    portions: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)


class Booking(Base):
    __tablename__ = "plain_bookings"
    id: Mapped[int] = mapped_column(primary_key=True)
    lunch_id: Mapped[int] = mapped_column(ForeignKey("plain_lunches.id"))
    person_id: Mapped[int] = mapped_column(BigInteger, index=True)
    dish: Mapped[str]
    portions: Mapped[int]
    delivered: Mapped[bool]
    price: Mapped[int]
    state: Mapped[str]
    booked_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("lunch_id", "person_id"),)


_TAKE = (
    update(Lunch)
    .where(Lunch.id == _LUNCH, Lunch.taken < Lunch.portions)
    .values(taken=Lunch.taken + 1)
    .returning(Lunch.taken)
    .execution_options(synchronize_session=False)
)


async def prepare(engine: AsyncEngine, portions: int) -> None:
    """A lunch that nobody has booked yet."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
        await connection.execute(insert(Lunch).values(id=_LUNCH, portions=portions, taken=0))


async def book(engine: AsyncEngine, people: Sequence[int]) -> None:
    """Fifty people at once, each in a session of their own."""
    waiting = iter(people)
    await asyncio.gather(*(_book_one_by_one(engine, waiting) for _at_once in range(AT_ONCE)))


async def _book_one_by_one(engine: AsyncEngine, people: Iterator[int]) -> None:
    for person_id in people:
        async with AsyncSession(engine, expire_on_commit=False) as session:
            got = (await session.execute(_TAKE)).one_or_none() is not None
            session.add(
                Booking(
                    lunch_id=_LUNCH,
                    person_id=person_id,
                    dish="家常套餐",
                    portions=1,
                    delivered=False,
                    price=1000,
                    state="booked" if got else "waiting",
                    booked_at=datetime.now(),  # noqa: DTZ005 - as bots usually keep it
                )
            )
            await session.commit()


async def only_decide(engine: AsyncEngine, people: Sequence[int]) -> None:
    """The UPDATE alone, one person after the other."""
    for _person in people:
        async with engine.begin() as connection:
            await connection.execute(_TAKE)


async def booked(engine: AsyncEngine) -> tuple[int, int]:
    """Portions that are counted, and bookings that hold one."""
    async with engine.connect() as connection:
        taken = await connection.scalar(select(Lunch.taken))
        held = select(func.count()).select_from(Booking).where(Booking.state == "booked")
        return taken or 0, await connection.scalar(held) or 0
