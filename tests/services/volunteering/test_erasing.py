"""A volunteer who has themselves erased: hours stay counted, and nobody else loses anything."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import news
from services.helps.news import HelpCard
from services.people import erasure
from services.volunteering import certificates, looking, personal, totals
from services.volunteering.hours_news import RollCall
from services.volunteering.news import TaskCard
from services.volunteering.people_news import VolunteerCardLeft
from storage.tables import (
    Card,
    Certificate,
    Channel,
    ClaimState,
    HelpOrder,
    HelpState,
    MessageLink,
    OutboxMessage,
    PointsBalance,
    PointsEntry,
    Redemption,
    RedemptionState,
    Reward,
    ServiceRecord,
    Task,
    TaskClaim,
    TaskSource,
    TaskState,
    Volunteer,
    Wish,
    WishState,
)
from tests.chats import telegram
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, STAFF_CHAT, a_ticket
from tests.services.volunteering.volunteer_factories import START, a_person, a_task
from tests.services.volunteering.volunteer_life import WAITS, Lived, volunteer_and_be_helped

NAME, SECRET = "林阿姨", "3号楼502"
YEAR = date(2026, 1, 1), date(2026, 12, 31)


async def live(desk: Desk) -> Lived:
    async def deed(session: AsyncSession) -> Lived:
        await a_person(session, RESIDENT, consented_at=None)
        return await volunteer_and_be_helped(
            session, desk.place, desk.groups.staff, RESIDENT, NEIGHBOUR, name=NAME, secret=SECRET
        )

    lived: Lived = await desk.do(deed)
    return lived


@pytest.fixture
async def lived(desk: Desk) -> Lived:
    """And erased."""
    lived = await live(desk)
    await desk.do(lambda session: erasure.erase(session, RESIDENT, now=NOW))
    return lived


async def test_the_place_they_held_is_for_whoever_waited(desk: Desk, lived: Lived) -> None:
    async with desk.database.reading() as session:
        claims = await looking.claims_of(session, lived.held)
        offered = await looking.get_claim(session, lived.offered)
        roles = await looking.roles(session, lived.held)
    assert [(claim.person_id, claim.person_name, claim.state) for claim in claims] == [
        (None, None, ClaimState.RELEASED),
        (WAITS, "候补的人", ClaimState.HELD),
    ]
    assert [role.claimed for role in roles] == [1]
    assert (offered.person_id, offered.handed_to) == (NEIGHBOUR, None)


async def test_their_hours_stay_counted_without_them(desk: Desk, lived: Lived) -> None:
    async with desk.database.reading() as session:
        rows = await totals.hours(session, desk.place.community, *YEAR)
        named = await totals.honour_roll(session, desk.place.community, 2026)
        record = await session.get_one(ServiceRecord, lived.record)
    assert {row.person_id: row.minutes for row in rows} == {NEIGHBOUR: 120, None: 120}
    assert [one.person_id for one in named] == [NEIGHBOUR]
    assert (record.person_id, record.minutes) == (None, 120)


async def test_what_they_had_reserved_is_on_the_shelf_again(desk: Desk, lived: Lived) -> None:
    async with desk.database.reading() as session:
        redemption = await session.get_one(Redemption, lived.reserved)
        reward = await session.get_one(Reward, lived.reward)
        balances = (await session.scalars(select(PointsBalance))).all()
        theirs = await session.scalar(
            select(func.sum(PointsEntry.points)).where(PointsEntry.person_id == NEIGHBOUR)
        )
        lines = await session.scalar(select(func.count()).select_from(PointsEntry))
    assert (redemption.state, redemption.person_id) == (RedemptionState.RETURNED, None)
    assert reward.stock == 5
    assert [(balance.person_id, balance.points) for balance in balances] == [(NEIGHBOUR, theirs)]
    assert lines == 4, "two earnings, one spending and its return stay in the ledger"


async def test_their_certificate_says_that_it_is_withdrawn(desk: Desk, lived: Lived) -> None:
    async with desk.database.reading() as session:
        certificate = await session.get_one(Certificate, lived.certificate)
        shown = await certificates.verify(session, lived.certificate)
    assert (certificate.name, certificate.person_id) == (None, None)
    assert certificate.revoked_at == NOW
    assert shown is not None


async def test_what_was_wanted_for_them_ends_and_its_words_go(desk: Desk, lived: Lived) -> None:
    async with desk.database.reading() as session:
        order = await session.get_one(HelpOrder, lived.order)
        wish = await session.get_one(Wish, lived.wish)
        task = await session.get_one(Task, lived.helping)
        [claim] = await looking.claims_of(session, lived.helping)
    assert (order.state, order.place, order.words) == (HelpState.WITHDRAWN, "", None)
    assert (wish.state, wish.text) == (WishState.WITHDRAWN, "")
    assert (task.state, task.private, task.helped_id) == (TaskState.CANCELLED, None, None)
    assert (claim.person_id, claim.state) == (NEIGHBOUR, ClaimState.RELEASED)


async def test_what_they_did_for_others_as_staff_stays_done(desk: Desk, lived: Lived) -> None:
    async with desk.database.reading() as session:
        [order] = await session.scalars(select(HelpOrder).where(HelpOrder.person_id == NEIGHBOUR))
        records = await session.scalars(
            select(ServiceRecord).where(ServiceRecord.person_id == NEIGHBOUR)
        )
        [record] = records
        neighbour = await session.get_one(Volunteer, NEIGHBOUR)
    assert (order.state, order.answer) == (HelpState.ARRANGED, "师傅明天来")
    assert (record.minutes, record.approved_by, record.approved_by_name) == (120, None, None)
    assert (neighbour.name, neighbour.admitted_by) == ("邻居", None)


async def test_cards_that_show_them_are_drawn_anew(desk: Desk) -> None:
    lived = await live(desk)

    async def erase(session: AsyncSession) -> tuple[list[news.News], list[news.CardSubject]]:
        session.add_all(
            [
                Card(
                    channel=Channel.TELEGRAM,
                    chat_id=STAFF_CHAT,
                    key=f"volunteer:{RESIDENT}",
                    message_id=77,
                ),
                Card(
                    channel=Channel.TELEGRAM,
                    chat_id=STAFF_CHAT,
                    key=f"roll:{lived.held}",
                    message_id=78,
                ),
                MessageLink(
                    channel=Channel.TELEGRAM,
                    chat_id=STAFF_CHAT,
                    message_id=79,
                    about=f"draft:{RESIDENT}",
                    sent_at=NOW,
                ),
            ]
        )
        await session.flush()
        await erasure.erase(session, RESIDENT, now=NOW)
        return news.take_news(session), news.take_cards(session)

    told, drawn = await desk.do(erase)
    assert VolunteerCardLeft(telegram(STAFF_CHAT), 77) in told
    assert {HelpCard(lived.order), TaskCard(lived.held), TaskCard(lived.helping)} <= set(drawn)
    async with desk.database.reading() as session:
        keys = (await session.scalars(select(Card.key))).all()
        unsent = (await session.scalars(select(OutboxMessage.card))).all()
        links = (await session.scalars(select(MessageLink.about))).all()
    assert not any((key or "").endswith(f":{RESIDENT}") for key in [*keys, *unsent, *links])
    assert [subject for subject in drawn if isinstance(subject, RollCall)] == [RollCall(lived.held)]


async def test_a_task_that_came_of_their_request_is_called_off_and_loses_its_words(
    desk: Desk,
) -> None:
    async def deed(session: AsyncSession) -> int:
        ticket = await a_ticket(session, desk.place, text=SECRET)
        task = await a_task(
            session, desk.place, private=SECRET, source=TaskSource.TICKET, source_id=ticket.id
        )
        await erasure.erase(session, RESIDENT, now=NOW)
        return task.id

    task_id = await desk.do(deed)
    async with desk.database.reading() as session:
        task = await looking.get(session, task_id)
    assert (task.state, task.private, task.details) == (TaskState.CANCELLED, None, "")


async def test_hours_that_wait_to_be_confirmed_can_be_confirmed_without_them(desk: Desk) -> None:
    """Who is at work when they have themselves erased: the claim stays, nobody's."""

    async def deed(session: AsyncSession) -> int:
        await a_person(session, RESIDENT, consented_at=None)
        lived = await volunteer_and_be_helped(
            session, desk.place, desk.groups.staff, RESIDENT, NEIGHBOUR, name=NAME, secret=SECRET
        )
        claim = await looking.claim_of(session, lived.held, RESIDENT)
        assert claim is not None
        claim.in_at = START
        await session.flush()
        await erasure.erase(session, RESIDENT, now=START + timedelta(minutes=10))
        return claim.id

    claim_id = await desk.do(deed)
    async with desk.database.reading() as session:
        claim = await session.get_one(TaskClaim, claim_id)
    assert (claim.state, claim.person_id, claim.person_name) == (ClaimState.HELD, None, None)


async def test_they_take_along_all_of_it(desk: Desk) -> None:
    lived = await live(desk)
    async with desk.database.reading() as session:
        about = (await personal.about(session, RESIDENT))["volunteering"]
        strangers = (await personal.about(session, 4711))["volunteering"]
    assert about["profile"]["name"] == NAME
    assert about["profile"]["community"] == desk.place.community.name
    assert [claim["state"] for claim in about["claims"] if "state" in claim] == ["held", "done"]
    assert [claim for claim in about["claims"] if claim.get("offered")]
    assert about["points"]["balance"] == 1
    assert [one["number"] for one in about["certificates"]] == [lived.certificate]
    assert {order["place"] for order in about["helps"]} == {SECRET, None}
    assert SECRET in str(about["wishes"])
    assert "一本书" not in str(about), "what a neighbour wished is the neighbour's"
    assert not any(strangers[key] for key in strangers if key != "points")
