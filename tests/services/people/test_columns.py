"""Erasing forgets no column: each that can hold words, a name or a number is tried."""

from collections.abc import AsyncIterator, Iterator
from datetime import time

import pytest
from sqlalchemy import JSON, Column, Enum, String, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.meals.history import record
from services.people import erasure
from storage.engine import Database
from storage.tables import (
    Address,
    Base,
    BookingEventKind,
    Diner,
    Duty,
    FollowUp,
    Group,
    Heard,
    HelpOrder,
    Matter,
    MealBooking,
    OnBehalf,
    Promise,
    RotaMember,
    Task,
    Ticket,
    Untold,
    Volunteer,
    Wish,
)
from tests.documents.test_retention import FOR_GOOD, tables
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, build_neighbourhood
from tests.services.people.test_erasure import (
    IDS_OF_PEOPLE,
    NAME,
    SECRET,
    TRACES,
    live_a_life,
)

WORDLESS = {
    "addresses.external_id": "a number, tried with the ids",
    "agenda_items.title": "kind and place",
    "announcements.audience": "areas and ages",
    "announcements.conditions": "ages and kinds of households",
    "announcements.guide": "what staff tell everybody",
    "announcements.rhythm": "of four",
    "announcements.text": "what staff tell everybody",
    "announcements.url": "what staff tell everybody",
    "cards.key": "which card",
    "cards.look": "a sum of what is shown",
    "certificates.number": "drawn by lot",
    "conversations.state": "where a conversation stands",
    "failed_updates.code": "drawn by lot",
    "failed_updates.error": "where in the program, and the error's kind",
    "groups.title": "the group's own",
    "action_links.name": "how members without a chat of their own say they are called; weeks",
    "action_links.card": "which card",
    "action_links.cause": "which update",
    "action_links.token_hash": "a sum of what was drawn by lot",
    "media_blobs.mime_type": "of a few",
    "media_blobs.name": "of a file, which goes with its row in media",
    "media_fetches.external_id": "the messenger's",
    "meal_booking_events.data": "portions and sets",
    "meal_bookings.code": "counted",
    "meal_charges.month": "a date",
    "meal_months.month": "a date",
    "message_links.about": "which prompt",
    "named_chats.buttons": "ours",
    "named_chats.name": "the messenger's; the row goes with the address",
    "need_projects.said": "what staff tell everybody who wanted it",
    "needs.title": "what staff call it for everybody",
    "notice_consents.template_id": "WeChat's",
    "notice_templates.fields": "names of fields, and words of the account's own template",
    "notice_templates.template_id": "WeChat's",
    "outbox.about": "which prompt",
    "outbox.card": "which card",
    "outbox.cause": "which update",
    "outbox.error": "the messenger's",
    "outbox.method": "the messenger's",
    "outbox.under_card": "which card",
    "people.language": "of three",
    "person_joins.code": "drawn by lot",
    "profiles.households": "kinds",
    "redemptions.code": "drawn by lot",
    "resources.code": "the file's",
    "shared_files.token": "drawn by lot",
    "standing_orders.set_name": "the menu's",
    "standing_orders.weekdays": "digits",
    "stewards.code": "drawn by lot",
    "survey_files.media_id": "drawn by lot",
    "survey_plans.plan": "areas, ages and dates",
    "survey_responses.key_hash": "a sum of what was drawn by lot",
    "survey_results.outcome": "what staff tell everybody who answered",
    "survey_results.results": "counts of five people at least",
    "survey_words.question": "what staff call it",
    "surveys.audience": "areas and ages",
    "surveys.definition": "what staff ask everybody",
    "surveys.grouped_by": "of a few",
    "surveys.remind_after": "days",
    "surveys.rrule": "dates",
    "surveys.template": "of a few",
    "task_series.rule": "dates",
    "task_series.template": "what staff put up for everybody, time after time",
    "tasks.secret": "drawn by lot",
    "ticket_events.data": "ids and figures",
    "tickets.number": "counted",
    "untold.about": "which request",
    "visit_rounds.questions": "what staff ask everybody",
    "visit_rounds.rhythm": "of four",
    "visit_rounds.title": "what staff call it",
    "volunteers.posts": "keys",
    "volunteers.times": "digits",
}
"""Columns of text that hold nobody's words, and what they hold."""
NO_PERSON = {"groups.chat_id", "groups.topic_id"}
NO_PERSON |= {"meal_charges.reverses_id", "points_ledger.reverses_id", "outbox.receipt"}
NO_PERSON |= {"action_links.chat_id"}
NO_PERSON |= {"named_chats.chat_id", "notice_consents.chat_id", "shared_files.chat_id"}
"""Numbers of 64 bits of something else, or of a private chat, which goes with its address."""


def name_of(column: Column[object]) -> str:
    return f"{column.table.name}.{column.name}"


def with_words() -> Iterator[Column[object]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            is_text = isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
            if is_text and not column.foreign_keys and table.name not in tables(FOR_GOOD):
                yield column


def with_ids() -> list[Column[object]]:
    of_people = (each for each in IDS_OF_PEOPLE if each.table.name not in tables(FOR_GOOD))
    return [column for column in of_people if name_of(column) not in NO_PERSON]


async def where_words_are(session: AsyncSession) -> set[str]:
    """Columns that hold something the resident said, or was called."""
    return {
        name_of(column)
        for column in with_words()
        for cell in await session.scalars(select(column))
        if any(trace in str(cell) for trace in TRACES)
    }


async def where_ids_are(session: AsyncSession) -> set[str]:
    found = {
        name_of(column)
        for column in with_ids()
        if RESIDENT in (await session.scalars(select(column))).all()
    }
    numbers = (await session.scalars(select(Address.external_id))).all()
    return found | ({"addresses.external_id"} if str(RESIDENT) in numbers else set())


async def happens_seldom(session: AsyncSession) -> None:
    """What a life does not always bring with it."""
    filed = Ticket.author_id == RESIDENT
    hands = ("taker_id", "previous_taker_id", "assignee_id")
    taken: dict[str, object] = {"taker_name": NAME} | dict.fromkeys(hands, RESIDENT)
    for row, where, values in (
        (Ticket, filed, {"place": SECRET}),
        (Ticket, Ticket.author_id == NEIGHBOUR, taken | {"filed_by_id": RESIDENT}),
        (FollowUp, FollowUp.ticket_id.in_(select(Ticket.id).where(filed)), {"words": SECRET}),
        (Promise, Promise.person_id.is_not(None), {"person_id": RESIDENT}),
        (HelpOrder, HelpOrder.person_id == RESIDENT, {"person_name": NAME, "answer": SECRET}),
        (Wish, Wish.person_id == RESIDENT, {"reason": SECRET}),
        (Task, Task.helped_id == RESIDENT, {"reason": SECRET}),
        (Volunteer, Volunteer.person_id == RESIDENT, {"reason": SECRET}),
    ):
        await session.execute(update(row).where(where).values(values))
    behalf = {"phone": SECRET, "told_at": NOW, "heard": Heard.RIGHT}
    rung = {"heard_by": RESIDENT, "heard_by_name": NAME}
    tickets = await session.scalars(select(Ticket).where(Ticket.author_id == RESIDENT))
    session.add_all(OnBehalf(ticket=each, name=NAME, **behalf, **rung) for each in tickets)
    group_id = await session.scalar(select(Group.id).limit(1))
    area_id = await session.scalar(select(Ticket.community_id).limit(1))
    untold = {"area_id": area_id, "message_id": 1, "matter": Matter.NOTICE, "since": NOW}
    session.add(Untold(person_id=RESIDENT, text=SECRET, **untold))
    told = {"told_by": RESIDENT, "told_by_name": NAME, "ended_at": NOW}
    session.add(Untold(person_id=NEIGHBOUR, text="", **untold, **told))
    session.add(RotaMember(group_id=group_id, person_id=RESIDENT))
    session.add(Duty(group_id=group_id, person_id=RESIDENT, weekday=1, begins=time(), ends=time()))
    theirs = select(MealBooking).join(Diner).where(Diner.person_id == RESIDENT)
    for booking in await session.scalars(theirs):
        record(session, booking, BookingEventKind.CORRECTED, now=NOW, reason=SECRET)
    await session.flush()


@pytest.fixture
async def after_a_life(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        await live_a_life(session, await build_neighbourhood(session))
        await happens_seldom(session)
        yield session
        await session.rollback()


async def test_every_column_of_text_is_tried_or_holds_no_words(
    after_a_life: AsyncSession,
) -> None:
    tried = await where_words_are(after_a_life)
    assert {name_of(column) for column in with_words()} - WORDLESS.keys() == tried


async def test_every_column_of_ids_is_tried(after_a_life: AsyncSession) -> None:
    wanted = {name_of(column) for column in with_ids()} | {"addresses.external_id"}
    assert await where_ids_are(after_a_life) == wanted


async def test_erasing_empties_them_all(after_a_life: AsyncSession) -> None:
    await erasure.erase(after_a_life, RESIDENT, now=NOW)
    assert await where_words_are(after_a_life) | await where_ids_are(after_a_life) == set()
