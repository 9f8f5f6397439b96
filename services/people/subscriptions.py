"""Who wants announcements (通知) of which topic.

Nobody is sent what they did not ask for, but for 安全: that reaches everybody who has not switched
it off. What is urgent goes the same way, whatever it is about (a burst main, a typhoon).
"""

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.tables import Subscription, Topic

USUALLY_WANTED = frozenset({Topic.SAFETY})


async def choose(session: AsyncSession, person_id: int, topic: Topic, *, wanted: bool) -> None:
    """From now on; what has been sent stays."""
    await session.merge(Subscription(person_id=person_id, topic=topic, wanted=wanted))
    await session.flush()


async def said_by(session: AsyncSession, person_id: int) -> dict[Topic, bool]:
    """The topics of which they said whether they want them."""
    found = await session.execute(
        select(Subscription.topic, Subscription.wanted).where(Subscription.person_id == person_id)
    )
    return {row.topic: row.wanted for row in found}


async def chosen_by(session: AsyncSession, person_id: int) -> dict[Topic, bool]:
    """Every topic, and whether they are sent what is said of it."""
    said = await said_by(session, person_id)
    return {topic: said.get(topic, topic in USUALLY_WANTED) for topic in Topic}


def wants(person_id: InstrumentedAttribute[int], topic: Topic) -> ColumnElement[bool]:
    """Whether the person in this column is sent what is said of the topic."""
    usually = topic in USUALLY_WANTED
    said_otherwise = exists().where(
        Subscription.person_id == person_id,
        Subscription.topic == topic,
        Subscription.wanted.is_(not usually),
    )
    return ~said_otherwise if usually else said_otherwise
