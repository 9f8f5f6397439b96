"""What came of announcements, in figures for the office and the report."""

from datetime import timedelta

from sqlalchemy import select

from services.announcements import life, outcomes, steering
from services.announcements.life import NewAnnouncement
from services.announcements.outcomes import Outcome
from services.audiences import Audience
from services.figures import Measure, Within
from storage.tables import (
    Announcement,
    Broadcast,
    BroadcastRecipient,
    RecipientState,
    Tapped,
    Topic,
)
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, member

STATES = (
    RecipientState.DELIVERED,
    RecipientState.DELIVERED,
    RecipientState.UNREACHABLE,
    RecipientState.NOT_WANTED,
)

SENT_TO = 500
"""The first of those whom it was for."""


async def sent(desk: Desk) -> Announcement:
    """To four people: two got it."""
    area_id = desk.place.community.id
    new = NewAnnouncement(
        area_id=area_id,
        topic=Topic.UTILITIES,
        text="明天停水",
        audience=Audience(area_ids=(area_id,)),
    )
    async with desk.database.transaction() as session:
        published = await life.publish(session, new, member(desk.groups.staff), now=NOW)
        assert published.broadcast_id is not None
        session.add_all(_recipients(published.broadcast_id, STATES))
    return published


def _recipients(broadcast_id: int, states: tuple[RecipientState, ...]) -> list[BroadcastRecipient]:
    return [
        BroadcastRecipient(broadcast_id=broadcast_id, person_id=at, state=state, drawn_at=NOW)
        for at, state in enumerate(states, start=SENT_TO)
    ]


async def outcome(desk: Desk, announcement: Announcement) -> Outcome:
    async with desk.database.reading() as session:
        return (await outcomes.of(session, [announcement]))[announcement.id]


async def test_whom_it_reached_and_who_tapped_what_each_once(desk: Desk) -> None:
    """Not a neighbour who asks and never saw it."""
    announcement = await sent(desk)
    for person_id, what in (
        (RESIDENT, Tapped.READ),
        (RESIDENT, Tapped.READ),
        (RESIDENT, Tapped.ASKED),
        (SENT_TO, Tapped.ASKED),
        (NEIGHBOUR, Tapped.ASKED),
    ):
        async with desk.database.transaction() as session:
            await outcomes.tapped(session, announcement.id, person_id, what)
    told = await outcome(desk, announcement)
    assert told == Outcome(total=4, sent=2, failed=1, not_wanted=1, read=1, asked=2)


async def test_from_whom_it_was_taken_back(desk: Desk) -> None:
    announcement = await sent(desk)
    staff = member(desk.groups.staff)
    await desk.do(lambda session: steering.recall(session, announcement.id, staff, now=NOW))
    async with desk.database.transaction() as session:
        recall = (await session.scalars(select(Broadcast).where(Broadcast.kind == "recall"))).one()
        session.add_all(_recipients(recall.id, (RecipientState.DELIVERED, RecipientState.WAITING)))
    assert (await outcome(desk, announcement)).taken_back == 1


async def test_the_report_counts_what_was_sent_in_its_time_and_area(desk: Desk) -> None:
    announcement = await sent(desk)
    async with desk.database.transaction() as session:
        broadcast = await session.get_one(Broadcast, announcement.broadcast_id)
        broadcast.total, broadcast.sent, broadcast.failed, broadcast.not_wanted = 4, 2, 1, 1
    community, day = desk.place.community, timedelta(days=1)
    async with desk.database.reading() as session:
        during = await outcomes.figures(session, Within(community, NOW - day, NOW + day))
        before = await outcomes.figures(session, Within(community, NOW - day, NOW))
        elsewhere = await outcomes.figures(
            session, Within(desk.place.next_community, NOW - day, NOW + day)
        )
    assert during == {Measure.ANNOUNCED: 1, Measure.ANNOUNCED_TO: 2}
    assert (before, elsewhere) == ({}, {})


async def test_the_list_is_that_of_the_office_and_of_those_below_it(desk: Desk) -> None:
    announcement = await sent(desk)
    async with desk.database.reading() as session:
        for area, seen in (
            (desk.place.community, [announcement.id]),
            (desk.place.street, [announcement.id]),
            (desk.place.next_community, []),
        ):
            found = await outcomes.latest(session, area, now=NOW)
            assert [each.id for each in found] == seen
