"""Binding group chats, losing them, following them; no request is left where nobody looks."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services import tickets
from services.groups import binding as groups
from services.groups import reach as group_reach
from services.groups.reach import Obstacle
from services.news import take_cards
from services.tickets.recording import TicketCard
from storage import held
from storage.outbox import Outgoing, Urgency, put
from storage.tables import (
    Card,
    Channel,
    Conversation,
    EventKind,
    Group,
    GroupMember,
    MessageLink,
    OutboxMessage,
    Purpose,
    Ticket,
    TicketState,
)
from tests.chats import telegram
from tests.services.conftest import Desk
from tests.services.factories import NOW, PROPERTY_CHAT, STAFF_CHAT, STREET_CHAT, member

LATER = NOW + timedelta(hours=1)
SUPERGROUP = -100_555


async def bind(desk: Desk, chat_id: int, purpose: Purpose = Purpose.STAFF, **values: Any) -> Group:
    told: dict[str, Any] = {
        "title": "群",
        "area_id": desk.place.community.id,
        "by": 1,
        "now": LATER,
    }
    group: Group = await desk.do(
        lambda session: groups.bind(
            session, chat=telegram(chat_id), purpose=purpose, **(told | values)
        )
    )
    return group


async def lose(desk: Desk, chat_id: int) -> Group | None:
    group: Group | None = await desk.do(
        lambda session: group_reach.lost(session, telegram(chat_id), now=LATER)
    )
    return group


async def test_a_bound_chat_is_found_by_its_id(desk: Desk) -> None:
    async with desk.database.reading() as session:
        found = await groups.by_chat(session, telegram(STAFF_CHAT))
        assert found is not None
        assert found.id == desk.groups.staff.id
        assert await groups.by_chat(session, telegram(-1)) is None


async def test_a_new_chat_takes_the_place_and_the_work_of_the_old_one(desk: Desk) -> None:
    ticket = await desk.file()
    who = member(desk.groups.staff)
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))
    newer = await bind(desk, SUPERGROUP)
    now = await desk.ticket(ticket.id)
    assert (now.group_id, now.state, now.taker_id) == (newer.id, TicketState.OPEN, None)
    [moved] = await desk.lines(ticket.id, EventKind.REASSIGNED)
    assert moved.data == {"from_group": desk.groups.staff.id, "to_group": newer.id}
    async with desk.database.reading() as session:
        assert await groups.by_chat(session, telegram(STAFF_CHAT)) is None


async def test_what_was_escalated_stays_at_its_level_when_the_chat_changes(desk: Desk) -> None:
    ticket = await desk.file()
    who = member(desk.groups.staff)
    street = desk.groups.street.id
    await desk.do(
        lambda session: tickets.reassign(session, ticket.id, who, street, "归他们管", now=NOW)
    )
    newer = await bind(desk, SUPERGROUP, area_id=desk.place.street.id)
    assert (await desk.ticket(ticket.id)).group_id == newer.id


async def test_binding_again_changes_nothing_for_its_requests(desk: Desk) -> None:
    ticket = await desk.file()
    group = await bind(desk, STAFF_CHAT)
    assert group.id == desk.groups.staff.id
    assert (await desk.ticket(ticket.id)).group_id == group.id
    assert await desk.lines(ticket.id, EventKind.REASSIGNED) == []


async def test_a_chat_bound_to_another_area_gives_its_requests_back(desk: Desk) -> None:
    ticket = await desk.file()
    await bind(desk, STAFF_CHAT, area_id=desk.place.next_community.id)
    assert (await desk.ticket(ticket.id)).group_id == desk.groups.street.id


async def test_requests_that_had_no_group_come_to_the_first_one(desk: Desk) -> None:
    for chat_id in (STREET_CHAT, STAFF_CHAT, PROPERTY_CHAT):
        await lose(desk, chat_id)
    ticket = await desk.file()
    assert ticket.group_id is None
    group = await bind(desk, SUPERGROUP)
    assert (await desk.ticket(ticket.id)).group_id == group.id


async def test_requests_of_other_areas_do_not_come(desk: Desk) -> None:
    for chat_id in (STREET_CHAT, STAFF_CHAT, PROPERTY_CHAT):
        await lose(desk, chat_id)
    ticket = await desk.file(area_id=desk.place.next_community.id)
    await bind(desk, SUPERGROUP)
    assert (await desk.ticket(ticket.id)).group_id is None


async def test_what_was_in_work_in_a_lost_group_goes_where_it_is_seen(desk: Desk) -> None:
    ticket = await desk.file(category_id=desk.place.lamp.id)
    who = member(desk.groups.property)
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))
    await lose(desk, PROPERTY_CHAT)
    now = await desk.ticket(ticket.id)
    assert (now.state, now.group_id) == (TicketState.OPEN, desk.groups.staff.id)


async def test_losing_a_group_twice_is_once(desk: Desk) -> None:
    ticket = await desk.file()
    assert await lose(desk, STAFF_CHAT) is not None
    assert await lose(desk, STAFF_CHAT) is None
    assert len(await desk.lines(ticket.id, EventKind.REASSIGNED)) == 1


async def test_members_are_seen_leave_and_come_back(desk: Desk) -> None:
    group = desk.groups.staff

    async def known() -> GroupMember:
        async with desk.database.reading() as session:
            return await session.get_one(GroupMember, (group.id, 101))

    await desk.do(lambda session: groups.saw(session, group, 101, "陈", now=NOW))
    await desk.do(lambda session: groups.left(session, group, 101, now=LATER))
    assert (await known()).left_at == LATER
    await desk.do(lambda session: groups.saw(session, group, 101, "陈晨", now=LATER, is_back=False))
    assert ((await known()).name, (await known()).left_at) == ("陈晨", LATER)
    await desk.do(lambda session: groups.saw(session, group, 101, "陈晨", now=LATER))
    assert ((await known()).name, (await known()).left_at) == ("陈晨", None)


async def test_a_group_that_became_a_supergroup_keeps_what_it_had(desk: Desk) -> None:
    ticket = await desk.file()
    words = Outgoing(
        channel=Channel.TELEGRAM,
        chat_id=STAFF_CHAT,
        method="sendMessage",
        params={},
        urgency=Urgency.ANSWER,
    )
    async with desk.database.transaction() as session:
        await put(session, [words], NOW)
        session.add(
            Card(channel=Channel.TELEGRAM, chat_id=STAFF_CHAT, key="ticket:1", message_id=5)
        )
        session.add(
            MessageLink(
                channel=Channel.TELEGRAM,
                chat_id=STAFF_CHAT,
                message_id=5,
                about="ticket:1",
                sent_at=NOW,
            )
        )
        session.add(
            Conversation(
                channel=Channel.TELEGRAM,
                chat_id=STAFF_CHAT,
                person_id=101,
                state="s",
                data={},
                updated_at=NOW,
            )
        )
    for _told_twice in range(2):
        await desk.do(lambda session: groups.moved(session, telegram(STAFF_CHAT), SUPERGROUP))
    async with desk.database.reading() as session:
        group = await groups.by_chat(session, telegram(SUPERGROUP))
        assert group is not None
        assert group.id == desk.groups.staff.id
        assert await session.get(Conversation, (Channel.TELEGRAM, SUPERGROUP, 101)) is not None
        assert (await session.scalars(select(MessageLink))).all() == []
        assert (await session.scalars(select(OutboxMessage.chat_id))).all() == [SUPERGROUP]
        assert (await session.scalars(select(Card))).all() == []
    assert (await desk.ticket(ticket.id)).group_id == desk.groups.staff.id


async def test_cards_of_what_is_in_work_are_posted_again_in_the_new_chat(desk: Desk) -> None:
    ticket = await desk.file()
    async with desk.database.transaction() as session:
        await groups.moved(session, telegram(STAFF_CHAT), SUPERGROUP)
        assert take_cards(session) == [TicketCard(await session.get_one(Ticket, ticket.id))]


async def test_of_two_waiting_looks_of_one_card_the_new_chats_stays(desk: Desk) -> None:
    def look(chat_id: int) -> Outgoing:
        return Outgoing(
            channel=Channel.TELEGRAM,
            chat_id=chat_id,
            method="sendMessage",
            params={"text": str(chat_id)},
            urgency=Urgency.CARD,
            card="ticket:1",
        )

    async with desk.database.transaction() as session:
        await put(session, [look(STAFF_CHAT), look(SUPERGROUP)], NOW)
    await desk.do(lambda session: groups.moved(session, telegram(STAFF_CHAT), SUPERGROUP))
    async with desk.database.reading() as session:
        [row] = (await session.scalars(select(OutboxMessage))).all()
    assert row.params == {"text": str(SUPERGROUP)}


async def test_a_new_chat_that_is_bound_already_keeps_its_binding(desk: Desk) -> None:
    newer = await bind(desk, SUPERGROUP, area_id=desk.place.street.id)
    await desk.do(lambda session: groups.moved(session, telegram(STAFF_CHAT), SUPERGROUP))
    async with desk.database.reading() as session:
        found = await groups.by_chat(session, telegram(SUPERGROUP))
    assert found is not None
    assert found.id == newer.id


async def test_what_somebody_had_taken_waits_for_a_colleague_once_they_leave(desk: Desk) -> None:
    ticket = await desk.file()
    who = member(desk.groups.staff)
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))

    await desk.do(lambda session: groups.left(session, desk.groups.staff, who.person_id, now=LATER))

    now = await desk.ticket(ticket.id)
    assert (now.state, now.taker_id, now.group_id) == (TicketState.OPEN, None, ticket.group_id)
    (line,) = await desk.lines(ticket.id, EventKind.REASSIGNED)
    assert line.data == {"from_group": ticket.group_id, "to_group": ticket.group_id}


async def test_what_was_held_for_a_group_is_forgotten_when_another_takes_its_place(
    desk: Desk,
) -> None:
    async with desk.database.transaction() as session:
        await group_reach.muted(session, telegram(STAFF_CHAT), Obstacle.NOT_ALLOWED, now=NOW)
        row = Outgoing(
            channel=Channel.TELEGRAM,
            chat_id=STAFF_CHAT,
            method="sendMessage",
            params={},
            urgency=Urgency.CARD,
        )
        await put(session, [row], NOW)
        await held.hold(session, telegram(STAFF_CHAT), LATER, NOW)
    await bind(desk, SUPERGROUP)
    async with desk.database.reading() as session:
        waiting = select(OutboxMessage).where(OutboxMessage.chat_id == STAFF_CHAT)
        assert (await session.scalars(waiting)).all() == []
