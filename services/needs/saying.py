"""Residents say what they need, second what neighbours said (我也要), and take it back."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows, written
from services.errors import AlreadyJoined, NotFound
from services.needs import groups
from services.needs.categories import guessed
from services.needs.errors import NeedPast, TooManyNeeds
from services.needs.news import NeedCard
from services.news import draw
from storage.tables import ForWhom, Need, NeedState, NeedSupporter

TEXT_LIMIT = 300
"""In characters."""
A_DAY = 5
DAY = timedelta(days=1)

WAITING = (NeedState.NEW, NeedState.LISTED)
SECONDED = (NeedState.LISTED, NeedState.ACCEPTED)
"""While it can be seconded: who does so during a project hears what comes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNeed:
    """What somebody said; `person_id` is None where nobody is to be known."""

    person_id: int | None
    person_name: str | None
    place_id: int
    """An area within a community."""
    category: str
    for_whom: ForWhom
    text: str = field(repr=False)


async def say(session: AsyncSession, new: NewNeed, *, now: datetime) -> Need:
    """Put it before the office. Raises WordsNeeded, TooLong, NotFound or TooManyNeeds."""
    text = written.lines(new.text, limit=TEXT_LIMIT)
    community = await areas.community_of(session, new.place_id)
    if community is None:
        raise NotFound
    if new.person_id is not None:
        await check_may_say(session, new.person_id, now=now)
    need = Need(
        area_id=community.id,
        place_id=new.place_id,
        category=new.category,
        for_whom=new.for_whom,
        person_id=new.person_id,
        person_name=new.person_name,
        text=text,
        state=NeedState.NEW,
        people=1,
        unnamed=0 if new.person_id else 1,
        said_at=now,
    )
    session.add(need)
    await session.flush()
    if new.person_id is not None:
        session.add(NeedSupporter(need_id=need.id, person_id=new.person_id, since=now))
        await session.flush()
    draw(session, NeedCard(need.id))
    return need


async def from_words(
    session: AsyncSession,
    words: str,
    *,
    person_id: int | None,
    person_name: str | None = None,
    place_id: int,
    now: datetime,
) -> Need | None:
    """A need that was said elsewhere, such as in answer to a survey's question.

    Its category is guessed, and it is taken to be for everybody. `person_id` is None where the
    answer is anonymous. None where the words are empty; longer ones are cut. Raises TooManyNeeds,
    and NotFound where the place lies in no community.
    """
    said = written.lines_if_any(words[:TEXT_LIMIT], limit=TEXT_LIMIT)
    if said is None:
        return None
    new = NewNeed(
        person_id=person_id,
        person_name=person_name,
        place_id=place_id,
        category=await guessed(session, said),
        for_whom=ForWhom.EVERYBODY,
        text=said,
    )
    return await say(session, new, now=now)


async def check_may_say(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """A_DAY within any 24 hours, so that one person does not fill the list. TooManyNeeds."""
    latest = await session.scalars(
        select(Need.said_at)
        .where(Need.person_id == person_id, Need.said_at > now - DAY)
        .order_by(Need.said_at.desc())
        .limit(A_DAY)
    )
    if len(times := list(latest)) == A_DAY:
        raise TooManyNeeds(times[-1] + DAY)


async def second(session: AsyncSession, need_id: int, person_id: int, *, now: datetime) -> Need:
    """我也要: each person counts once, whatever else they said in the group.

    Returns the need that speaks for it. Raises NotFound, NeedPast or AlreadyJoined.
    """
    need = await groups.speaking_for(session, need_id)
    if need.state not in SECONDED:
        raise NeedPast(need.state)
    if await groups.supports(session, need.id, person_id):
        raise AlreadyJoined
    session.add(NeedSupporter(need_id=need.id, person_id=person_id, since=now))
    need.people += 1
    await session.flush()
    draw(session, NeedCard(need.id))
    return need


async def take_back(session: AsyncSession, need_id: int, person_id: int, *, now: datetime) -> Need:
    """They do not want it any more; what nobody wants leaves the list.

    Raises NotFound, where they never wanted it too, and NeedPast.
    """
    need = await groups.speaking_for(session, need_id)
    if need.state not in (*WAITING, NeedState.ACCEPTED):
        raise NeedPast(need.state)
    if not await groups.let_go(session, need, person_id):
        raise NotFound
    await groups.recount(session, need)
    if not need.people and need.state in WAITING:
        need.state, need.ended_at = NeedState.WITHDRAWN, now
        await session.flush()
    draw(session, NeedCard(need.id))
    return need


async def get(session: AsyncSession, need_id: int) -> Need:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, Need, need_id)
