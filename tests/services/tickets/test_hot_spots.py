"""Hot spots: told once, joined meanwhile, told again once they have cooled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from services import tickets
from services.errors import NotYourGroup
from services.people import erasure
from services.tickets import hot_spots
from services.tickets.hot_spots import OnTheAgenda
from storage.tables import AgendaItem, HotSpot, HotSpotRule, Ticket, TicketState
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, member

DAY = timedelta(days=1)
SOON = timedelta(minutes=6)
LEAK = "楼下水管一直漏水"


@pytest.fixture
async def ruled(desk: Desk) -> Desk:
    """Three in a week, quiet for two."""
    rule = HotSpotRule(requests=3, days=7, within_m=250, quiet_days=14)

    async def add(session: Any) -> None:
        session.add(rule)

    await desk.do(add)
    return desk


async def compare(desk: Desk, now: datetime) -> None:
    """What the scheduler does at that time."""
    for ticket_id in await desk.do(lambda session: hot_spots.due(session, now)):
        for _again in range(2):
            await desk.do(partial(hot_spots.act, ticket_id=ticket_id, now=now))


async def files(desk: Desk, *days: int, **differently: Any) -> list[Ticket]:
    """One request on each of these days, compared in its turn."""
    filed = []
    for day in days:
        at = NOW + day * DAY
        filed.append(await desk.file(now=at, text=LEAK, **differently))
        await compare(desk, at + SOON)
    return filed


async def spots(desk: Desk) -> Sequence[tuple[HotSpot, list[int]]]:
    """Each with the ids of its requests."""
    async with desk.database.reading() as session:
        found = (await session.scalars(select(HotSpot).order_by(HotSpot.id))).all()
        return [
            (spot, [each.id for each in await hot_spots.tickets_of(session, spot.id)])
            for spot in found
        ]


async def test_the_third_in_a_week_makes_one(ruled: Desk) -> None:
    filed = await files(ruled, 0, 2, 4)
    [(spot, ids)] = await spots(ruled)
    assert ids == [ticket.id for ticket in filed]
    assert spot.group_id == ruled.groups.staff.id


async def test_two_do_not(ruled: Desk) -> None:
    await files(ruled, 0, 2)
    assert await spots(ruled) == []


async def test_what_is_older_does_not_count(ruled: Desk) -> None:
    await files(ruled, 0, 5, 8)
    assert await spots(ruled) == []


async def test_another_matter_does_not_count(ruled: Desk) -> None:
    await files(ruled, 0, 1)
    await ruled.file(now=NOW + DAY, text="三楼邻居半夜唱歌")
    await compare(ruled, NOW + DAY + SOON)
    assert await spots(ruled) == []


async def test_what_comes_while_it_is_hot_joins_it(ruled: Desk) -> None:
    filed = await files(ruled, 0, 1, 2, 3)
    [(_spot, ids)] = await spots(ruled)
    assert ids == [ticket.id for ticket in filed]


async def test_what_is_filed_in_one_night_is_compared_together(ruled: Desk) -> None:
    filed = [await ruled.file(now=NOW, text=LEAK) for _each in range(5)]
    await compare(ruled, NOW + SOON)
    [(_spot, ids)] = await spots(ruled)
    assert ids == [ticket.id for ticket in filed]
    assert await ruled.do(lambda session: hot_spots.due(session, NOW + DAY)) == []


async def test_once_it_has_cooled_it_is_told_again(ruled: Desk) -> None:
    await files(ruled, 0, 1, 2, 17, 18, 19)
    assert [len(ids) for _spot, ids in await spots(ruled)] == [3, 3]


async def test_a_category_may_have_a_rule_of_its_own(ruled: Desk) -> None:
    async def add(session: Any) -> None:
        category_id = ruled.place.leak.id
        session.add(
            HotSpotRule(category_id=category_id, requests=2, days=7, within_m=250, quiet_days=14)
        )

    await ruled.do(add)
    await files(ruled, 0, 1)
    assert len(await spots(ruled)) == 1


async def test_without_a_rule_there_are_none(desk: Desk) -> None:
    await files(desk, 0, 1, 2)
    assert await spots(desk) == []


async def test_all_are_merged_into_the_oldest(ruled: Desk) -> None:
    filed = await files(ruled, 0, 1, 2)
    [(spot, _ids)] = await spots(ruled)
    who = member(ruled.groups.staff)
    done = await ruled.do(
        lambda session: hot_spots.merge_all(session, spot.id, who, now=NOW + 3 * DAY)
    )
    assert done == (2, 0)
    states = [(await ruled.ticket(ticket.id)).state for ticket in filed]
    assert states == [TicketState.OPEN, TicketState.MERGED, TicketState.MERGED]


async def test_what_a_colleague_works_on_is_left_alone(ruled: Desk) -> None:
    filed = await files(ruled, 0, 1, 2)
    [(spot, _ids)] = await spots(ruled)
    colleague, who = member(ruled.groups.staff, 102), member(ruled.groups.staff)
    await ruled.do(lambda session: tickets.take(session, filed[1].id, colleague, now=NOW))
    done = await ruled.do(lambda session: hot_spots.merge_all(session, spot.id, who, now=NOW))
    assert done == (1, 1)


async def test_private_ones_go_into_one_that_is_shown(ruled: Desk) -> None:
    [private] = await files(ruled, 0, private=True)
    shown = await files(ruled, 1, 2, author_id=NEIGHBOUR)
    [(spot, _ids)] = await spots(ruled)
    who = member(ruled.groups.staff)
    await ruled.do(lambda session: hot_spots.merge_all(session, spot.id, who, now=NOW))
    assert (await ruled.ticket(private.id)).merged_into_id == shown[0].id


async def test_it_is_put_on_the_agenda_once(ruled: Desk) -> None:
    await files(ruled, 0, 1, 2)
    [(spot, _ids)] = await spots(ruled)
    who = member(ruled.groups.staff)

    async def put(session: Any) -> AgendaItem:
        return await hot_spots.put_on_agenda(session, spot.id, who, now=NOW)

    item = await ruled.do(put)
    assert item.title == "leak · 军门社区 · 军门新村"
    assert isinstance(await ruled.attempt(put), OnTheAgenda)


async def test_another_group_has_no_say(ruled: Desk) -> None:
    await files(ruled, 0, 1, 2)
    [(spot, _ids)] = await spots(ruled)
    stranger = member(ruled.groups.property, 201)
    refused = await ruled.attempt(
        lambda session: hot_spots.put_on_agenda(session, spot.id, stranger, now=NOW)
    )
    assert isinstance(refused, NotYourGroup)


async def test_who_put_it_there_is_forgotten_with_them(ruled: Desk) -> None:
    await files(ruled, 0, 1, 2)
    [(spot, _ids)] = await spots(ruled)
    who = member(ruled.groups.staff)
    await ruled.do(lambda session: hot_spots.put_on_agenda(session, spot.id, who, now=NOW))
    await ruled.do(lambda session: erasure.erase(session, who.person_id, now=NOW))
    async with ruled.database.reading() as session:
        item = await hot_spots.agenda_item(session, spot.id)
    assert item is not None
    assert item.added_by is None
