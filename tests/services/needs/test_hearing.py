"""Who wants something hears each step, a few at a time, and only what is true still."""

from collections.abc import Awaitable, Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.broadcasts import sending
from services.needs import hearing, projects, sorting
from services.needs.news import NeedDeclined, ProjectAccepted, ProjectDone, ProjectDropped
from services.news import News, take_news
from storage.tables import Broadcast, Need, NeedSupporter
from tests.services.broadcasts.broadcast_factories import live_at
from tests.services.conftest import Desk
from tests.services.factories import NOW, member
from tests.services.needs.need_factories import a_need, a_project

MANY = range(1001, 1301)


async def wanted_by_many(desk: Desk) -> Need:
    """On the list, said by the first of MANY; a few want what was grouped with it."""
    who = member(desk.groups.staff)
    async with desk.database.transaction() as session:
        await live_at(session, desk.place.building.id, MANY)
        need = await a_need(session, desk.place, person_id=MANY[0])
        other = await a_need(session, desk.place, person_id=MANY[1])
        await sorting.put_on_list(session, need.id, who, now=NOW)
        await sorting.group(session, other.id, need.id, who)
        for at, person_id in enumerate(MANY[2:]):
            of = other if at % 50 == 0 else need
            session.add(NeedSupporter(need_id=of.id, person_id=person_id, since=NOW))
        take_news(session)
    return need


async def heard(desk: Desk, kind: str) -> list[News]:
    """What the first tick of that step's broadcast tells."""
    async with desk.database.transaction() as session:
        broadcast = (await session.scalars(select(Broadcast).where(Broadcast.kind == kind))).one()
        await sending.act(session, broadcast.id, now=NOW)
        return take_news(session)


Step = Callable[[AsyncSession], Awaitable[object]]


async def do(desk: Desk, step: Step) -> list[News]:
    async with desk.database.transaction() as session:
        await step(session)
        return take_news(session)


async def test_of_hundreds_a_few_are_told_at_a_time(desk: Desk) -> None:
    need, who = await wanted_by_many(desk), member(desk.groups.staff)
    declined = await do(desk, lambda session: sorting.decline(session, need.id, who, "不", now=NOW))
    assert declined == []
    assert await heard(desk, hearing.DECLINED) == [
        NeedDeclined(need.id, list(MANY[: sending.WINDOW]))
    ]


async def test_each_step_of_a_project_is_told_to_all_who_want_it(desk: Desk) -> None:
    need, who = await wanted_by_many(desk), member(desk.groups.staff)
    first = list(MANY[: sending.WINDOW])
    async with desk.database.transaction() as session:
        project = await a_project(session, need.id, who)
    assert await heard(desk, hearing.ACCEPTED) == [ProjectAccepted(project.id, first)]
    await do(desk, lambda session: projects.finish(session, project.id, who, "好了", now=NOW))
    assert await heard(desk, hearing.DONE) == [ProjectDone(project.id, first)]


async def test_who_has_not_heard_that_it_was_taken_on_hears_only_that_it_was_dropped(
    desk: Desk,
) -> None:
    need, who = await wanted_by_many(desk), member(desk.groups.staff)
    async with desk.database.transaction() as session:
        project = await a_project(session, need.id, who)
    await do(desk, lambda session: projects.drop(session, project.id, who, "不行", now=NOW))
    assert await heard(desk, hearing.ACCEPTED) == []
    assert await heard(desk, hearing.DROPPED) == [
        ProjectDropped(project.id, list(MANY[: sending.WINDOW]))
    ]
