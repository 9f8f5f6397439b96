"""What a member of staff may do with a request, and who may not."""

from datetime import timedelta
from functools import partial

import pytest

from services import tickets
from services.errors import (
    AlreadyTaken,
    NoGroup,
    NotAMember,
    NotYourGroup,
    TooLong,
    WordsNeeded,
    WrongState,
)
from services.groups import binding as groups
from services.tickets import STAFF_TEXT_LIMIT, Member
from storage.tables import EventKind, Ticket, TicketState
from tests.services.conftest import Desk
from tests.services.factories import NOW, member

resolve = partial(tickets.resolve, follow_up_after=timedelta(hours=24), now=NOW)


@pytest.fixture
async def who(desk: Desk) -> Member:
    return member(desk.groups.staff)


@pytest.fixture
async def taken(desk: Desk, who: Member) -> Ticket:
    ticket = await desk.file()
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))
    return ticket


async def test_another_group_cannot_take_it(desk: Desk) -> None:
    ticket = await desk.file()
    stranger = member(desk.groups.street)
    with pytest.raises(NotYourGroup):
        await desk.do(lambda session: tickets.take(session, ticket.id, stranger, now=NOW))


async def test_who_left_the_group_does_not_act_for_it(desk: Desk, who: Member) -> None:
    ticket = await desk.file()
    group = desk.groups.staff
    await desk.do(lambda session: groups.saw(session, group, who.person_id, "陈", now=NOW))
    await desk.do(lambda session: groups.left(session, group, who.person_id, now=NOW))
    with pytest.raises(NotAMember):
        await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))


async def test_only_its_taker_resolves_it(desk: Desk, who: Member, taken: Ticket) -> None:
    colleague = member(desk.groups.staff, 102)
    with pytest.raises(AlreadyTaken) as refused:
        await desk.do(lambda session: resolve(session, taken.id, colleague, "好了"))
    assert refused.value.by_name == who.name


async def test_asking_before_taking_is_refused(desk: Desk, who: Member) -> None:
    ticket = await desk.file()
    with pytest.raises(WrongState) as refused:
        await desk.do(lambda session: tickets.ask(session, ticket.id, who, "几楼?", now=NOW))
    assert refused.value.state is TicketState.OPEN


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", WordsNeeded), ("  ", WordsNeeded), ("好" * (STAFF_TEXT_LIMIT + 1), TooLong)],
)
async def test_resolving_needs_words_and_not_too_many(
    desk: Desk, who: Member, taken: Ticket, text: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await desk.do(lambda session: resolve(session, taken.id, who, text))
    assert (await desk.ticket(taken.id)).state is TicketState.TAKEN


async def test_the_longest_words_are_accepted(desk: Desk, who: Member, taken: Ticket) -> None:
    text = "好" * STAFF_TEXT_LIMIT
    await desk.do(lambda session: resolve(session, taken.id, who, text))
    [line] = await desk.lines(taken.id, EventKind.RESOLVED)
    assert line.text == text


async def test_passing_it_on_keeps_what_the_resident_was_promised(
    desk: Desk, who: Member, taken: Ticket
) -> None:
    later = NOW + timedelta(hours=1)
    to = desk.groups.property.id
    await desk.do(
        lambda session: tickets.reassign(session, taken.id, who, to, "归他们管", now=later)
    )
    now = await desk.ticket(taken.id)
    assert (now.state, now.group_id, now.taker_id) == (TicketState.OPEN, to, None)
    assert (now.respond_by, now.opened_at) == (taken.respond_by, later)


async def test_it_cannot_be_passed_to_where_it_is(desk: Desk, who: Member, taken: Ticket) -> None:
    with pytest.raises(NoGroup):
        await desk.do(
            lambda session: tickets.reassign(
                session, taken.id, who, who.group_id, "归他们管", now=NOW
            )
        )


async def test_declining_says_why_and_where_to_go(desk: Desk, who: Member) -> None:
    ticket = await desk.file()
    await desk.do(
        lambda session: tickets.decline(session, ticket.id, who, "请找供电局 95598", now=NOW)
    )
    now = await desk.ticket(ticket.id)
    assert (now.state, now.closed_at) == (TicketState.DECLINED, NOW)
    [line] = await desk.lines(ticket.id, EventKind.DECLINED)
    assert line.text == "请找供电局 95598"


async def test_residents_never_see_notes(desk: Desk, who: Member, taken: Ticket) -> None:
    await desk.do(lambda session: tickets.note(session, taken.id, who, "态度不好", now=NOW))
    async with desk.database.reading() as session:
        seen = await tickets.timeline(session, taken.id, internal=False)
        kept = await tickets.timeline(session, taken.id, internal=True)
    assert EventKind.NOTE not in {line.kind for line in seen}
    assert kept[-1].text == "态度不好"
