"""吹哨报到: who comes, who leads, who has reported, and how it ends."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services import tickets
from services.errors import AlreadyTaken, NoGroup, NotYourGroup, WordsNeeded, WrongState
from services.groups import binding, reach
from services.tickets import joint, merging, rating
from services.tickets.errors import AlreadyCalled, AlreadyReported, Led, OfficesOnly
from storage.tables import ClockKind, EventKind, Group, JointPart, Ticket, TicketState
from tests.chats import telegram
from tests.services.conftest import Deed, Desk
from tests.services.factories import NOW, RESIDENT, member
from tests.services.tickets.running_clocks import clocks_of

DAY = timedelta(hours=24)


async def whistles(desk: Desk, ticket: Ticket, *groups: Group, lead: Group | None = None) -> Ticket:
    who, ids = member(desk.groups.staff), [group.id for group in groups]
    lead_id = lead.id if lead else None
    made: Ticket = await desk.do(
        lambda session: joint.whistle(session, ticket.id, who, ids, lead_id, now=NOW)
    )
    return made


def reporting(ticket: Ticket, group: Group, person: int = 101, text: str = "到了") -> Deed:
    who = member(group, person)
    return lambda session: joint.report(session, ticket.id, who, text, now=NOW)


async def takes(desk: Desk, ticket: Ticket, group: Group) -> None:
    who = member(group)
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))


async def resolves(desk: Desk, ticket: Ticket, group: Group) -> None:
    who = member(group)
    await desk.do(
        lambda session: tickets.resolve(
            session, ticket.id, who, "都弄好了", follow_up_after=DAY, now=NOW
        )
    )


async def gives_back(desk: Desk, ticket: Ticket, by: Group) -> None:
    who = member(by)
    await desk.do(lambda session: tickets.give_back(session, ticket.id, who, "不归我管", now=NOW))


async def parts(desk: Desk, ticket: Ticket) -> dict[int, JointPart]:
    """Of the present round, by group."""
    async with desk.database.reading() as session:
        now = await session.get_one(Ticket, ticket.id)
        return {part.group_id: part for part in await joint.parts_of(session, now)}


async def test_the_office_calls_and_leads_where_nobody_took_it(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await whistles(desk, ticket, groups.property, groups.street)
    now = await desk.ticket(ticket.id)
    assert (now.group_id, now.called) == (groups.staff.id, 2)
    assert set(await parts(desk, ticket)) == {groups.property.id, groups.street.id}
    [line] = await desk.lines(ticket.id, EventKind.WHISTLED)
    assert line.data["groups"] == [groups.property.id, groups.street.id]


async def test_who_took_it_first_leads_and_the_office_takes_part(desk: Desk) -> None:
    ticket, groups = await desk.file(category_id=desk.place.lamp.id), desk.groups
    await takes(desk, ticket, groups.property)
    await gives_back(desk, ticket, groups.property)
    await whistles(desk, ticket, groups.property)
    now = await desk.ticket(ticket.id)
    assert (now.group_id, now.state, now.taker_id) == (groups.property.id, TicketState.OPEN, None)
    assert set(await parts(desk, ticket)) == {groups.staff.id}


async def test_the_office_may_name_another_lead(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await whistles(desk, ticket, groups.property, groups.street, lead=groups.street)
    assert (await desk.ticket(ticket.id)).group_id == groups.street.id
    assert set(await parts(desk, ticket)) == {groups.property.id, groups.staff.id}


async def test_the_lead_that_has_taken_it_keeps_it(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await takes(desk, ticket, groups.staff)
    await whistles(desk, ticket, groups.property)
    now = await desk.ticket(ticket.id)
    assert (now.group_id, now.state, now.taker_id) == (groups.staff.id, TicketState.TAKEN, 101)


async def test_a_team_cannot_whistle(desk: Desk) -> None:
    ticket, who = await desk.file(category_id=desk.place.lamp.id), member(desk.groups.property)
    deed = partial(joint.whistle, ticket_id=ticket.id, member=who, now=NOW)
    with pytest.raises(OfficesOnly):
        await desk.do(lambda session: deed(session, group_ids=[desk.groups.staff.id]))


async def test_a_colleague_cannot_whistle_about_what_another_took(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await takes(desk, ticket, groups.staff)
    who = member(groups.staff, 102)
    with pytest.raises(AlreadyTaken):
        await desk.do(
            lambda session: joint.whistle(session, ticket.id, who, [groups.property.id], now=NOW)
        )


async def test_a_group_that_is_gone_is_not_called(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await desk.do(lambda session: reach.lost(session, groups.property.chat, now=NOW))
    with pytest.raises(NoGroup):
        await whistles(desk, ticket, groups.property)
    assert (await desk.ticket(ticket.id)).called == 0


async def test_whistled_again_more_come_and_the_lead_stays(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await whistles(desk, ticket, groups.property)
    with pytest.raises(AlreadyCalled):
        await whistles(desk, ticket, groups.property)
    await whistles(desk, ticket, groups.property, groups.street, lead=groups.street)
    now = await desk.ticket(ticket.id)
    assert (now.group_id, now.called) == (groups.staff.id, 2)


async def test_the_second_time_it_is_nobodys_all_of_them_are_called(desk: Desk) -> None:
    ticket, groups = await desk.file(category_id=desk.place.lamp.id), desk.groups
    await gives_back(desk, ticket, groups.property)
    assert (await desk.ticket(ticket.id)).called == 0
    await gives_back(desk, ticket, groups.staff)
    now = await desk.ticket(ticket.id)
    assert (now.group_id, now.returns, now.state) == (groups.staff.id, 2, TicketState.OPEN)
    assert set(await parts(desk, ticket)) == {groups.property.id}
    [line] = await desk.lines(ticket.id, EventKind.WHISTLED)
    assert line.actor_id is None


async def test_who_took_it_first_leads_though_they_gave_it_back_twice(desk: Desk) -> None:
    ticket, groups = await desk.file(category_id=desk.place.lamp.id), desk.groups
    await takes(desk, ticket, groups.property)
    await gives_back(desk, ticket, groups.property)
    await gives_back(desk, ticket, groups.staff)
    now = await desk.ticket(ticket.id)
    assert (now.group_id, now.taker_id) == (groups.property.id, None)
    assert set(await parts(desk, ticket)) == {groups.staff.id}


async def test_the_lead_cannot_get_rid_of_it(desk: Desk) -> None:
    ticket, groups, who = await desk.file(), desk.groups, member(desk.groups.staff)
    await whistles(desk, ticket, groups.property)
    with pytest.raises(Led):
        await gives_back(desk, ticket, groups.staff)
    with pytest.raises(Led):
        await desk.do(
            lambda session: tickets.reassign(
                session, ticket.id, who, groups.street.id, "归他们管", now=NOW
            )
        )


async def test_what_several_are_called_to_is_not_merged_into_another(desk: Desk) -> None:
    ticket, other, who = await desk.file(), await desk.file(), member(desk.groups.staff)
    await whistles(desk, ticket, desk.groups.property)
    with pytest.raises(Led):
        await desk.do(
            partial(merging.merge, ticket_id=ticket.id, into_id=other.id, member=who, now=NOW)
        )


async def test_each_reports_once_and_the_words_are_the_lines(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await whistles(desk, ticket, groups.property)
    with pytest.raises(WordsNeeded):
        await desk.do(reporting(ticket, groups.property, text=" "))
    await desk.do(reporting(ticket, groups.property, text="水管换了"))
    [line] = await desk.lines(ticket.id, EventKind.REPORTED)
    assert (line.text, line.internal, line.data["in_time"]) == ("水管换了", True, True)
    part = (await parts(desk, ticket))[groups.property.id]
    assert (part.event_id, part.reported_at) == (line.id, NOW)
    with pytest.raises(AlreadyReported):
        await desk.do(reporting(ticket, groups.property, 102))


async def test_who_was_not_called_and_who_leads_do_not_report(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await whistles(desk, ticket, groups.property)
    for group in (groups.street, groups.staff):
        with pytest.raises(NotYourGroup):
            await desk.do(reporting(ticket, group))


async def test_the_lead_closes_all_of_it_and_nobody_reports_after_that(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await whistles(desk, ticket, groups.property)
    await takes(desk, ticket, groups.staff)
    with pytest.raises(NotYourGroup):
        await resolves(desk, ticket, groups.property)
    await resolves(desk, ticket, groups.staff)
    with pytest.raises(WrongState):
        await desk.do(reporting(ticket, groups.property))


async def test_what_comes_back_is_called_together_anew_and_goes_up_the_second_time(
    desk: Desk,
) -> None:
    ticket, groups = await desk.file(), desk.groups
    for times in (1, 2):
        await whistles(desk, ticket, groups.property)
        now = NOW + times * DAY
        await desk.do(reporting(ticket, groups.property))
        about: dict[str, Any] = {
            "ticket_id": ticket.id,
            "member": member(groups.staff, 100 + times),
        }
        await desk.do(partial(tickets.take, **about, now=NOW))
        done = partial(tickets.resolve, **about, text="好了", follow_up_after=DAY)
        await desk.do(partial(done, now=NOW))
        asked = (await desk.follow_up(ticket.id)).id
        await desk.do(
            partial(rating.answer, follow_up_id=asked, person_id=RESIDENT, solved=False, now=now)
        )
        await desk.do(partial(rating.say_missing, follow_up_id=asked, person_id=RESIDENT, now=now))
        back = await desk.ticket(ticket.id)
        assert (back.round, back.called, await parts(desk, ticket)) == (times, 0, {})
    assert back.group_id == groups.street.id


async def test_a_lead_that_is_gone_hands_the_lead_on(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await whistles(desk, ticket, groups.property, groups.street)
    await desk.do(lambda session: reach.lost(session, groups.staff.chat, now=NOW))
    assert (await desk.ticket(ticket.id)).group_id == groups.street.id
    assert set(await parts(desk, ticket)) == {groups.property.id}


def in_the_place_of(older: Group) -> Deed:
    return partial(
        binding.bind,
        chat=telegram(-4711),
        title="新的物业群",
        area_id=older.area_id,
        purpose=older.purpose,
        by=1,
        now=NOW,
    )


async def test_what_a_called_group_has_to_report_is_that_of_the_group_in_its_place(
    desk: Desk,
) -> None:
    ticket, groups = await desk.file(), desk.groups
    await whistles(desk, ticket, groups.property)
    newer = await desk.do(in_the_place_of(groups.property))
    assert set(await parts(desk, ticket)) == {newer.id}
    [clock] = await clocks_of(desk, ticket.id, ClockKind.REPORT)
    assert clock.group_id == newer.id
    await desk.do(reporting(ticket, newer))
    assert await clocks_of(desk, ticket.id, ClockKind.REPORT) == []


async def test_what_is_reported_while_another_group_takes_its_place_stays_theirs(
    desk: Desk,
) -> None:
    """The other transaction begins before this one ends; on SQLite it waits for it anyway."""
    ticket, groups = await desk.file(), desk.groups
    await whistles(desk, ticket, groups.property)
    binds: list[asyncio.Task[Any]] = []

    async def reports_slowly(session: AsyncSession) -> None:
        await reporting(ticket, groups.property)(session)
        binds.append(asyncio.create_task(desk.do(in_the_place_of(groups.property))))
        await asyncio.sleep(0.3)

    await desk.do(reports_slowly)
    await binds[0]
    [(group_id, part)] = (await parts(desk, ticket)).items()
    assert (group_id, part.reported_at) == (groups.property.id, NOW)
    assert await clocks_of(desk, ticket.id, ClockKind.REPORT) == []


async def test_groups_that_report_at_once_are_both_heard_and_colleagues_once(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await whistles(desk, ticket, groups.property, groups.street)
    deeds = [
        reporting(ticket, group, person)
        for group in (groups.property, groups.street)
        for person in (1, 2, 3)
    ]
    outcomes = await asyncio.gather(*map(desk.attempt, deeds))
    assert sum(isinstance(each, AlreadyReported) for each in outcomes) == 4
    assert len(await desk.lines(ticket.id, EventKind.REPORTED)) == 2


async def test_who_whistle_at_once_call_each_group_once(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups

    def whistling(person: int, *called: Group) -> Deed:
        who, ids = member(groups.staff, person), [group.id for group in called]
        return lambda session: joint.whistle(session, ticket.id, who, ids, now=NOW)

    outcomes = await asyncio.gather(
        *map(
            desk.attempt,
            [
                whistling(1, groups.property),
                whistling(2, groups.property, groups.street),
                whistling(3, groups.property),
                whistling(4, groups.street),
            ],
        )
    )
    assert any(isinstance(each, AlreadyCalled) for each in outcomes)
    assert set(await parts(desk, ticket)) == {groups.property.id, groups.street.id}
    assert (await desk.ticket(ticket.id)).called == 2


async def test_reporting_and_closing_at_once_leaves_no_report_after_the_end(desk: Desk) -> None:
    ticket, groups, who = await desk.file(), desk.groups, member(desk.groups.staff)
    await whistles(desk, ticket, groups.property)
    await takes(desk, ticket, groups.staff)
    closing = partial(
        tickets.resolve,
        ticket_id=ticket.id,
        member=who,
        text="好了",
        follow_up_after=DAY,
        now=NOW,
    )
    await asyncio.gather(desk.attempt(reporting(ticket, groups.property)), desk.attempt(closing))
    kinds = [line.kind for line in await desk.lines(ticket.id)]
    assert kinds[-1] is EventKind.RESOLVED
