"""Erasing a person leaves nothing that leads back to them, and nobody else loses anything."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import BigInteger, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import places, tickets
from services.board import messages
from services.board.messages import NewMessage
from services.news import take_cards, take_news
from services.people import addresses, erasure, people
from services.tickets import Member, follow_up, hot_spots, promises, rating
from services.tickets.hot_spots import HotSpotCard
from services.tickets.rated_by_phone import RingBackCard
from services.tickets.recording import Line
from storage.engine import Database
from storage.media import Attachment
from storage.outbox import Outgoing, Urgency, put
from storage.tables import (
    Base,
    BroadcastRecipient,
    Card,
    Channel,
    Conversation,
    EventKind,
    FollowUp,
    Group,
    GroupMember,
    HotSpot,
    HotSpotTicket,
    Media,
    MediaKind,
    MessageLink,
    OutboxMessage,
    Person,
    PersonJoin,
    PlaceReport,
    RecipientState,
    ReportKind,
    Role,
    Steward,
    Ticket,
    TicketEvent,
    TicketMedia,
    TicketState,
    Verdict,
)
from tests.chats import user
from tests.services.announcements.announcing_life import is_told_and_tells
from tests.services.broadcasts.broadcast_factories import a_broadcast
from tests.services.factories import (
    NEIGHBOUR,
    NOW,
    RESIDENT,
    STAFF_CHAT,
    Neighbourhood,
    a_ticket,
    arrive,
    bind_groups,
    build_neighbourhood,
    member,
)
from tests.services.meals.meal_life import eat_and_help
from tests.services.needs.need_life import needs_and_offers
from tests.services.places.place_factories import HUT, a_place, a_theme_with_two_kinds
from tests.services.surveys.survey_life import is_asked_and_asks
from tests.services.visits.visit_life import is_visited_and_visits
from tests.services.volunteering.volunteer_factories import a_person
from tests.services.volunteering.volunteer_life import volunteer_and_be_helped

SECRET = "只有我知道的话"
NAME = "林阿姨"
# Messengers count in 64 bits; what else is as wide is not a person or a chat.
NOT_PEOPLE = {"id", "event_id", "message_id", "update_id", "bot_id", "response_id"}
IDS_OF_PEOPLE = [
    column
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, BigInteger) and column.name not in NOT_PEOPLE
]
PRIVATE = {"channel": Channel.TELEGRAM, "chat_id": RESIDENT}
PHOTO = Attachment(MediaKind.PHOTO, "file-of-the-resident")
DOOR_PHOTO = Attachment(MediaKind.PHOTO, "file-of-a-door")
THEIR_PHOTO = Attachment(MediaKind.PHOTO, "file-of-the-neighbour")
UNSENT = Attachment(MediaKind.VOICE, "media:of-the-resident_")
TRACES = (SECRET, NAME, PHOTO.media_id, UNSENT.media_id)
WRITTEN = {"text": SECRET, "draft": {"files": [["voice", UNSENT.media_id]]}}


async def resident(session: AsyncSession) -> Person:
    person = await a_person(session, RESIDENT, consented_at=None)
    await people.consent(session, person, NAME, now=NOW)
    return person


async def live_a_life(session: AsyncSession, place: Neighbourhood) -> dict[str, int]:
    """The resident leaves a trace in every table that can hold one; returns ticket ids."""
    groups = await bind_groups(session, place)
    staff = member(groups.staff)
    person = await resident(session)
    await people.move_home(session, person, place.building.id)
    await arrive(session, PHOTO, UNSENT)
    waiting = await a_ticket(session, place, text=SECRET, answer=SECRET, attachments=[PHOTO])
    await tickets.add(session, waiting.id, RESIDENT, SECRET, [PHOTO], now=NOW)
    solved = await a_ticket(session, place, text=SECRET, author_name=NAME)
    await tickets.take(session, solved.id, staff, now=NOW)
    await promises.make(session, solved.id, staff, NOW + timedelta(days=1), now=NOW)
    await tickets.resolve(
        session, solved.id, staff, f"给{NAME}修好了", now=NOW, follow_up_after=timedelta(days=1)
    )
    neighbours = await a_ticket(session, place, author_id=NEIGHBOUR, author_name=None)
    await tickets.join(session, neighbours.id, RESIDENT, now=NOW)
    await tickets.add(session, neighbours.id, RESIDENT, SECRET, [PHOTO], now=NOW)
    await arrive(session, DOOR_PHOTO)
    session.add_all(
        [
            Conversation(**PRIVATE, person_id=RESIDENT, data=WRITTEN, updated_at=NOW),
            Card(**PRIVATE, key="menu", message_id=1),
            PersonJoin(code="12345678", person_id=RESIDENT, made_at=NOW),
            PersonJoin(code="87654321", person_id=NEIGHBOUR, joining_id=RESIDENT, made_at=NOW),
            MessageLink(**PRIVATE, message_id=2, about="ask:1", sent_at=NOW),
            GroupMember(group_id=groups.staff.id, person_id=RESIDENT, name=NAME, seen_at=NOW),
        ]
    )
    await is_visited_and_visits(
        session, place, groups.staff, RESIDENT, name=NAME, secret=SECRET, photo=DOOR_PHOTO
    )
    await is_asked_and_asks(session, place, RESIDENT, name=NAME, secret=SECRET)
    await is_told_and_tells(session, place, RESIDENT, name=NAME)
    groups.staff.bound_by = RESIDENT
    session.add(
        Steward(
            area_id=place.building.id,
            role=Role.BUILDING_HEAD,
            name=NAME,
            phone=SECRET,
            since=date(2026, 1, 1),
            person_id=RESIDENT,
        )
    )
    await report_what_is_wrong(session, place, groups.staff)
    await write_to_the_board(session, place, groups.staff)
    await keep_for_the_council(session, place, groups.staff)
    await needs_and_offers(
        session, place, groups.staff, RESIDENT, NEIGHBOUR, name=NAME, secret=SECRET
    )
    await eat_and_help(session, place, RESIDENT, NEIGHBOUR, name=NAME, secret=SECRET)
    await volunteer_and_be_helped(
        session, place, groups.staff, RESIDENT, NEIGHBOUR, name=NAME, secret=SECRET
    )
    await be_one_of_many(session, place)
    await put(session, [_said(RESIDENT), _said(STAFF_CHAT, card=f"ticket:{waiting.id}")], NOW)
    await session.flush()
    return {"waiting": waiting.id, "solved": solved.id, "neighbours": neighbours.id}


async def report_what_is_wrong(
    session: AsyncSession, neighbourhood: Neighbourhood, staff: Group
) -> None:
    """As a resident, and as a member of staff who settles what somebody else reported."""
    kinds = await a_theme_with_two_kinds(session)
    hut = await a_place(session, neighbourhood, kinds[HUT])
    await places.report(session, hut.id, RESIDENT, ReportKind.OTHER, SECRET, now=NOW)
    theirs = await places.report(session, hut.id, NEIGHBOUR, ReportKind.HOURS, now=NOW)
    who = Member(person_id=RESIDENT, name=NAME, group_id=staff.id)
    await places.settle(session, theirs.id, who, Verdict.UNFOUNDED, now=NOW)


async def be_one_of_many(session: AsyncSession, place: Neighbourhood) -> None:
    sent = a_broadcast(place.community.id)
    session.add(sent)
    await session.flush()
    recipient = BroadcastRecipient(broadcast_id=sent.id, person_id=RESIDENT, drawn_at=NOW)
    recipient.state = RecipientState.WAITING
    session.add(recipient)


async def keep_for_the_council(session: AsyncSession, place: Neighbourhood, staff: Group) -> None:
    spot = await a_hot_spot(session, place, staff.id)
    who = Member(person_id=RESIDENT, name=NAME, group_id=staff.id)
    await hot_spots.put_on_agenda(session, spot.id, who, now=NOW)


async def a_hot_spot(
    session: AsyncSession, place: Neighbourhood, group_id: int, *of: Ticket
) -> HotSpot:
    spot = HotSpot(
        group_id=group_id,
        category_id=place.leak.id,
        area_id=place.compound.id,
        found_at=NOW,
        quiet_until=NOW,
    )
    session.add(spot)
    await session.flush()
    session.add_all(HotSpotTicket(hot_spot_id=spot.id, ticket_id=each.id) for each in of)
    return spot


async def write_to_the_board(session: AsyncSession, place: Neighbourhood, staff: Group) -> None:
    """As a resident, and as a member of staff who answers and hides what somebody else wrote."""
    new = NewMessage(
        person_id=RESIDENT,
        signed_as=NAME,
        community_id=place.community.id,
        text=SECRET,
        may_show=True,
    )
    own = await messages.write(session, new, now=NOW)
    theirs = await messages.write(
        session, replace(new, person_id=NEIGHBOUR, signed_as=None, text="谢谢"), now=NOW
    )
    who = Member(person_id=RESIDENT, name=NAME, group_id=staff.id)
    await messages.answer(session, own.id, member(staff), SECRET, now=NOW)
    await messages.answer(session, theirs.id, who, "不客气", now=NOW)
    await messages.keep_from_all(session, theirs.id, who, hidden=True, now=NOW)


def _said(chat_id: int, card: str | None = None) -> Outgoing:
    return Outgoing(
        channel=Channel.TELEGRAM,
        chat_id=chat_id,
        method="sendMessage",
        params={"text": SECRET},
        urgency=Urgency.NOTICE,
        card=card,
    )


async def everything_stored(session: AsyncSession) -> str:
    """All cells of all tables as text: what an investigator could find."""
    cells: list[object] = []
    for table in Base.metadata.sorted_tables:
        for row in await session.execute(select(table)):
            cells.extend(row)
    return "\n".join(map(str, cells))


async def test_erasing_leaves_no_words_in_any_table(database: Database) -> None:
    async with database.transaction() as session:
        await live_a_life(session, await build_neighbourhood(session))
        assert SECRET in await everything_stored(session)
        await erasure.erase(session, RESIDENT, now=NOW)
    async with database.reading() as session:
        after = await everything_stored(session)
    assert [trace for trace in TRACES if trace in after] == []


async def test_erasing_leaves_their_id_in_no_table(database: Database) -> None:
    async with database.transaction() as session:
        await live_a_life(session, await build_neighbourhood(session))
        await erasure.erase(session, RESIDENT, now=NOW)
    async with database.reading() as session:
        assert await people.get(session, RESIDENT) is None
        for column in IDS_OF_PEOPLE:
            assert RESIDENT not in (await session.scalars(select(column))).all(), column


async def test_erasing_ends_what_was_in_work(database: Database) -> None:
    async with database.transaction() as session:
        ids = await live_a_life(session, await build_neighbourhood(session))
        await erasure.erase(session, RESIDENT, now=NOW)
    async with database.reading() as session:
        waiting = await session.get_one(Ticket, ids["waiting"])
        solved = await session.get_one(Ticket, ids["solved"])
        follow_up = (await session.scalars(select(FollowUp))).one()
    assert waiting.state is TicketState.WITHDRAWN
    assert solved.state is TicketState.CLOSED
    assert (follow_up.due_at, follow_up.ended_at) == (None, NOW)


def lines_told(session: AsyncSession) -> list[Line]:
    return [news for news in take_news(session) if isinstance(news, Line)]


async def test_erasing_is_told_to_whoever_works_on_it(database: Database) -> None:
    async with database.transaction() as session:
        ids = await live_a_life(session, await build_neighbourhood(session))
        take_news(session)
        await erasure.erase(session, RESIDENT, now=NOW)
        told = [(line.ticket.id, line.event.kind) for line in lines_told(session)]
    assert told == [
        (ids["waiting"], EventKind.WITHDRAWN),
        (ids["waiting"], EventKind.ERASED),
        (ids["solved"], EventKind.ERASED),
    ]


async def test_every_card_that_showed_their_words_is_shown_anew(database: Database) -> None:
    """A hot spot's, and what the office rings about; what has not left yet never does."""
    tomorrow = NOW + timedelta(days=1)
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        staff = member((await bind_groups(session, place)).staff)
        ticket = await a_ticket(session, place, text=SECRET, filed_by_id=NEIGHBOUR)
        spot = await a_hot_spot(session, place, staff.group_id, ticket)
        await tickets.take(session, ticket.id, staff, now=NOW)
        await tickets.resolve(
            session, ticket.id, staff, SECRET, now=NOW, follow_up_after=timedelta(days=1)
        )
        asking = (await session.scalars(select(FollowUp))).one()
        await follow_up.act(session, asking.id, now=tomorrow)
        unsent = [f"hotspot:{spot.id}", f"ringback:{asking.id}"]
        await put(session, [_said(STAFF_CHAT, card=card) for card in unsent], NOW)
        take_cards(session)
        await erasure.erase(session, RESIDENT, now=tomorrow)
        drawn = take_cards(session)
        assert {HotSpotCard(spot.id), RingBackCard(asking.id)} <= set(drawn)
    async with database.reading() as session:
        assert (await session.scalars(select(OutboxMessage))).all() == []


async def test_a_neighbours_request_goes_on_without_them(database: Database) -> None:
    async with database.transaction() as session:
        ids = await live_a_life(session, await build_neighbourhood(session))
        await erasure.erase(session, RESIDENT, now=NOW)
    async with database.reading() as session:
        ticket = await session.get_one(Ticket, ids["neighbours"])
        media = (await session.scalars(select(TicketMedia))).all()
    assert (ticket.state, ticket.affected, ticket.author_id) == (TicketState.OPEN, 1, NEIGHBOUR)
    assert ticket.text == "楼下水管漏水"
    assert list(media) == []


async def joined_by_a_neighbour(session: AsyncSession, place: Neighbourhood) -> Ticket:
    """Taken, asked about and resolved, with words of everybody in its timeline."""
    staff = member((await bind_groups(session, place)).staff)
    await resident(session)
    await arrive(session, PHOTO, THEIR_PHOTO)
    ticket = await a_ticket(session, place, text=SECRET, answer=SECRET, attachments=[PHOTO])
    await tickets.join(session, ticket.id, NEIGHBOUR, now=NOW)
    await tickets.add(session, ticket.id, NEIGHBOUR, "我家也漏", [THEIR_PHOTO], now=NOW)
    await tickets.add(session, ticket.id, RESIDENT, SECRET, [PHOTO], now=NOW)
    await tickets.take(session, ticket.id, staff, now=NOW)
    await tickets.ask(session, ticket.id, staff, f"{NAME}，几点在家？", now=NOW)
    await tickets.note(session, ticket.id, staff, f"{NAME}不在家", now=NOW)
    return ticket


async def test_what_a_neighbour_joined_lives_on_without_the_words_of_its_author(
    database: Database,
) -> None:
    async with database.transaction() as session:
        joined = await joined_by_a_neighbour(session, await build_neighbourhood(session))
        await erasure.erase(session, RESIDENT, now=NOW)
    async with database.reading() as session:
        ticket = await session.get_one(Ticket, joined.id)
        lines = (await session.scalars(select(TicketEvent).order_by(TicketEvent.id))).all()
        files = (await session.scalars(select(Media.id))).all()
        after = await everything_stored(session)
    assert (ticket.state, ticket.author_id, ticket.affected) == (TicketState.TAKEN, NEIGHBOUR, 1)
    assert (ticket.place, ticket.author_left_at) == ("军门社区 · 军门新村 · 3号楼", NOW)
    assert [line.text for line in lines if line.text] == ["我家也漏"]
    assert list(files) == [THEIR_PHOTO.media_id]
    assert [trace for trace in TRACES if trace in after] == []


async def test_a_follow_up_under_way_begins_again_with_the_neighbour(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        joined = await joined_by_a_neighbour(session, place)
        staff = member((await bind_groups(session, place)).staff)
        await tickets.resolve(
            session, joined.id, staff, "修好了", now=NOW, follow_up_after=timedelta(days=1)
        )
        asking = (await session.scalars(select(FollowUp))).one()
        await follow_up.act(session, asking.id, now=NOW + timedelta(days=1))
        await rating.answer(session, asking.id, RESIDENT, contacted=False, now=NOW)
        take_news(session)
        await erasure.erase(session, RESIDENT, now=NOW)
        await follow_up.act(session, asking.id, now=NOW)
        told = [(line.event.kind, line.ticket.author_id) for line in lines_told(session)]
        asking = (await session.scalars(select(FollowUp))).one()
    assert told == [(EventKind.ERASED, NEIGHBOUR), (EventKind.FOLLOW_UP_ASKED, NEIGHBOUR)]
    assert (asking.contacted, asking.reminded_at, asking.ended_at) == (None, None, None)


async def test_whoever_withdrew_and_is_erased_later_leaves_no_words(database: Database) -> None:
    async with database.transaction() as session:
        joined = await joined_by_a_neighbour(session, await build_neighbourhood(session))
        await tickets.withdraw(session, joined.id, RESIDENT, now=NOW)
        assert (await session.get_one(Ticket, joined.id)).text == SECRET
        await erasure.erase(session, RESIDENT, now=NOW)
    async with database.reading() as session:
        after = await everything_stored(session)
        ticket = await session.get_one(Ticket, joined.id)
    assert (ticket.state, ticket.author_id) == (TicketState.TAKEN, NEIGHBOUR)
    assert [trace for trace in TRACES if trace in after] == []


async def test_when_the_last_who_joined_is_erased_too_it_ends(database: Database) -> None:
    async with database.transaction() as session:
        joined = await joined_by_a_neighbour(session, await build_neighbourhood(session))
        await erasure.erase(session, RESIDENT, now=NOW)
        await erasure.erase(session, NEIGHBOUR, now=NOW)
    async with database.reading() as session:
        ticket = await session.get_one(Ticket, joined.id)
    assert (ticket.state, ticket.author_id) == (TicketState.WITHDRAWN, None)


async def test_a_member_of_staff_gives_back_their_work(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        groups = await bind_groups(session, place)
        staff = member(groups.staff)
        taken = await a_ticket(session, place)
        await tickets.take(session, taken.id, staff, now=NOW)
        await tickets.ask(session, taken.id, staff, "请问是几楼？", now=NOW)
        await erasure.erase(session, staff.person_id, now=NOW)
    async with database.reading() as session:
        ticket = await session.get_one(Ticket, taken.id)
        lines = (await session.scalars(select(TicketEvent).order_by(TicketEvent.id))).all()
        still = await session.get(Group, groups.staff.id)
    assert (ticket.state, ticket.taker_id, ticket.taker_name) == (TicketState.OPEN, None, None)
    assert [line.text for line in lines if line.kind is EventKind.ASKED] == ["请问是几楼？"]
    assert {line.actor_id for line in lines} == {RESIDENT, None}
    assert still is not None


async def test_what_they_reported_stays_a_task(database: Database) -> None:
    async with database.transaction() as session:
        await live_a_life(session, await build_neighbourhood(session))
        await erasure.erase(session, RESIDENT, now=NOW)
    async with database.reading() as session:
        reports = (await session.scalars(select(PlaceReport).order_by(PlaceReport.id))).all()
    assert [(report.what, report.verdict) for report in reports] == [
        (ReportKind.OTHER, None),
        (ReportKind.HOURS, Verdict.UNFOUNDED),
    ]


async def test_erasing_a_stranger_changes_nothing(database: Database) -> None:
    async with database.transaction() as session:
        await live_a_life(session, await build_neighbourhood(session))
        before = await everything_stored(session)
        await erasure.erase(session, 4711, now=NOW)
        assert await everything_stored(session) == before


async def test_what_is_promised_to_others_stays(database: Database) -> None:
    async with database.transaction() as session:
        await live_a_life(session, await build_neighbourhood(session))
        await put(session, [_said(NEIGHBOUR)], NOW)
        await erasure.erase(session, RESIDENT, now=NOW)
        left = (await session.scalars(select(OutboxMessage.chat_id))).all()
    assert left == [NEIGHBOUR]


async def test_whoever_comes_back_at_once_is_a_stranger(database: Database) -> None:
    async with database.transaction() as session:
        await resident(session)
        await erasure.erase(session, RESIDENT, now=NOW)
        again = await addresses.wrote(session, user(RESIDENT), RESIDENT, "zh", now=NOW)
    assert (again.name, again.consented_at) == (None, None)
    assert again.id != RESIDENT
