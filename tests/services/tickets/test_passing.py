"""转派 and 不归我管: where a request goes, who stays answerable, what is counted."""

from functools import partial

import pytest

from services import tickets
from services.errors import NobodyElse, NotYourGroup, TooLong, WordsNeeded, WrongState
from services.groups import reach
from services.tickets import REASON_LIMIT, personal
from storage.tables import EventKind, Group, Ticket, TicketState
from tests.services.conftest import Desk
from tests.services.factories import NOW, RESIDENT, member

WHY = "不是我们的职责"


async def passes_on(desk: Desk, ticket: Ticket, by: Group, to: Group) -> None:
    who = member(by)
    await desk.do(
        lambda session: tickets.reassign(session, ticket.id, who, to.id, "归他们管", now=NOW)
    )


async def gives_back(desk: Desk, ticket: Ticket, by: Group) -> None:
    who = member(by)
    await desk.do(lambda session: tickets.give_back(session, ticket.id, who, WHY, now=NOW))


async def takes(desk: Desk, ticket: Ticket, group: Group) -> None:
    who = member(group)
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))


async def is_gone(desk: Desk, *groups: Group) -> None:
    for group in groups:
        await desk.do(partial(reach.lost, chat=group.chat, now=NOW))


@pytest.mark.parametrize(("why", "refusal"), [(" \n", WordsNeeded), ("长" * 101, TooLong)])
async def test_a_reason_is_needed_and_is_one_line(
    desk: Desk, why: str, refusal: type[Exception]
) -> None:
    ticket, who, to = await desk.file(), member(desk.groups.staff), desk.groups.property.id
    with pytest.raises(refusal):
        await desk.do(lambda session: tickets.reassign(session, ticket.id, who, to, why, now=NOW))
    with pytest.raises(refusal):
        await desk.do(lambda session: tickets.give_back(session, ticket.id, who, why, now=NOW))
    assert (await desk.ticket(ticket.id)).moves == 0
    assert len(why) != REASON_LIMIT


async def test_who_took_it_first_stays_answerable(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    assert ticket.first_group_id is None
    await passes_on(desk, ticket, groups.staff, groups.property)
    await takes(desk, ticket, groups.property)
    await passes_on(desk, ticket, groups.property, groups.street)
    await takes(desk, ticket, groups.street)
    assert (await desk.ticket(ticket.id)).first_group_id == groups.property.id


async def test_it_goes_back_to_who_passed_it_on_and_is_counted(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await passes_on(desk, ticket, groups.staff, groups.street)
    await passes_on(desk, ticket, groups.street, groups.property)
    await gives_back(desk, ticket, groups.property)
    now = await desk.ticket(ticket.id)
    assert (now.group_id, now.state) == (groups.street.id, TicketState.OPEN)
    assert (now.moves, now.returns) == (3, 1)
    [line] = await desk.lines(ticket.id, EventKind.RETURNED)
    assert line.text == WHY
    assert line.data == {"from_group": groups.property.id, "to_group": groups.street.id}


async def test_what_was_routed_to_a_team_goes_to_the_office(desk: Desk) -> None:
    ticket = await desk.file(category_id=desk.place.lamp.id)
    await gives_back(desk, ticket, desk.groups.property)
    assert (await desk.ticket(ticket.id)).group_id == desk.groups.staff.id


async def test_where_it_came_from_is_gone_it_goes_to_the_office(desk: Desk) -> None:
    ticket, groups = await desk.file(), desk.groups
    await passes_on(desk, ticket, groups.staff, groups.property)
    await is_gone(desk, groups.staff)
    await gives_back(desk, ticket, groups.property)
    assert (await desk.ticket(ticket.id)).group_id == groups.street.id


async def test_who_took_it_has_it_no_more(desk: Desk) -> None:
    ticket = await desk.file()
    await takes(desk, ticket, desk.groups.staff)
    await gives_back(desk, ticket, desk.groups.staff)
    now = await desk.ticket(ticket.id)
    assert (now.taker_id, now.taker_name, now.group_id) == (None, None, desk.groups.street.id)
    with pytest.raises(NotYourGroup):
        await gives_back(desk, ticket, desk.groups.staff)


async def test_without_another_group_nobody_can_give_it_back(desk: Desk) -> None:
    ticket = await desk.file()
    await is_gone(desk, desk.groups.street, desk.groups.property)
    with pytest.raises(NobodyElse):
        await gives_back(desk, ticket, desk.groups.staff)


async def test_what_is_over_is_not_given_back(desk: Desk) -> None:
    ticket = await desk.file()
    await desk.do(lambda session: tickets.withdraw(session, ticket.id, RESIDENT, now=NOW))
    with pytest.raises(WrongState):
        await gives_back(desk, ticket, desk.groups.staff)


async def test_residents_take_along_that_it_moved_and_not_the_words_of_groups(desk: Desk) -> None:
    ticket = await desk.file()
    await passes_on(desk, ticket, desk.groups.staff, desk.groups.property)
    await gives_back(desk, ticket, desk.groups.property)
    async with desk.database.reading() as session:
        [told] = (await personal.about(session, RESIDENT))["requests"]
    moved = {line["kind"]: line["text"] for line in told["timeline"]}
    assert (moved["reassigned"], moved["returned"]) == (None, None)
