"""What is forgotten, and what is kept."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import housekeeping
from storage.engine import Database
from storage.media import Attachment
from storage.outbox import Urgency
from storage.retention import ENDED, LEFT, RULES, Rule
from storage.tables import (
    AnnouncementState,
    Channel,
    Conversation,
    ForWhom,
    Matter,
    MediaKind,
    NeedState,
    OutboxMessage,
    OutboxState,
    RecipientState,
    ResourceSource,
    ResourceState,
    Retention,
    Survey,
    TicketState,
    Topic,
    VisitKind,
)
from tests.services.broadcasts.broadcast_factories import a_broadcast
from tests.services.factories import a_ticket, arrive, bind_groups, build_neighbourhood
from tests.services.needs.need_factories import categories
from tests.services.visits.visit_factories import a_round, doors_of

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
NUMBERS = (1, 2, 3, 4, 5, 9)


async def things_to_refer_to(session: AsyncSession) -> dict[str, int]:
    """Ids of what rows of the rules' tables belong to."""
    place = await build_neighbourhood(session)
    groups = await bind_groups(session, place)
    drawn = await a_round(session, place, groups.staff, "301")
    [door] = await doors_of(session, drawn)
    await categories(session)
    await arrive(session, *(Attachment(MediaKind.PHOTO, f"media:{each}") for each in NUMBERS))
    ended = [await a_ticket(session, place, now=NOW) for _each in NUMBERS]
    for ticket in ended:
        ticket.state, ticket.closed_at = TicketState.WITHDRAWN, NOW
    sent = a_broadcast(place.community.id)
    drafts = [Survey(**survey({"area_id": place.community.id}, NOW)) for _each in NUMBERS]
    session.add_all([sent, *drafts])
    await session.flush()
    return {
        "broadcast_id": sent.id,
        "group_id": groups.staff.id,
        "area_id": place.community.id,
        "visit_id": door.id,
        **{f"ticket {number}": each.id for number, each in zip(NUMBERS, ended, strict=True)},
        **{f"draft {number}": each.id for number, each in zip(NUMBERS, drafts, strict=True)},
    }


def survey(of: Mapping[str, int], at: datetime) -> dict[str, object]:
    return {
        "area_id": of.get("area_id"),
        "definition": {},
        "anonymous": True,
        "audience": {},
        "remind_after": [],
        "created_at": at,
    }


def row(
    rule: Rule, number: int, at: datetime, of: Mapping[str, int] = MappingProxyType({})
) -> dict[str, object]:
    """A row of its table whose moment is `at`."""
    chat: dict[str, object] = {"channel": Channel.TELEGRAM, "chat_id": number}
    sent: dict[str, object] = {
        "urgency": int(Urgency.ANSWER),
        "method": "sendMessage",
        "params": {},
        "state": OutboxState.SENT,
        "not_before": at,
        "created_at": at,
    }
    member: dict[str, object] = {
        "group_id": of.get("group_id"),
        "person_id": number,
        "name": "社工",
    }
    drawn: dict[str, object] = {
        "area_id": of.get("area_id"),
        "kind": VisitKind.VISIT,
        "title": "走访",
        "questions": [],
        "created_at": at,
        "due_at": at,
    }
    need: dict[str, object] = {
        "area_id": of.get("area_id"),
        "place_id": of.get("area_id"),
        "category": "other",
        "for_whom": ForWhom.EVERYBODY,
        "text": "书法班",
        "state": NeedState.DONE,
        "people": 1,
        "unnamed": 0,
        "said_at": at,
    }
    offered: dict[str, object] = {
        "area_id": of.get("area_id"),
        "source": ResourceSource.PARTNER,
        "category": "other",
        "unit": "东街小学",
        "what": "教书法",
        "a_month": 1,
        "state": ResourceState.ENDED,
    }
    told: dict[str, object] = {
        "area_id": of.get("area_id"),
        "topic": Topic.UTILITIES,
        "urgent": False,
        "text": "明天停水",
        "audience": {},
        "state": AnnouncementState.STANDING,
        "created_at": at,
    }
    untold: dict[str, object] = {
        "area_id": of.get("area_id"),
        "person_id": number,
        "message_id": number,
        "matter": Matter.NOTICE,
        "text": "",
        "since": at,
    }
    kinds: dict[str, dict[str, object]] = {
        "outbox": {**chat, **sent},
        "seen-updates": {"channel": Channel.TELEGRAM, "bot_id": 1, "update_id": number},
        "message-links": {**chat, "message_id": number, "about": "ticket:1"},
        "failed-updates": {"code": str(number), "update_id": number, "error": "ValueError"},
        "person-joins": {"code": str(number), "person_id": number},
        "on-behalf": {"ticket_id": of.get(f"ticket {number}"), "name": "林阿姨"},
        "former-members": {**member, "seen_at": at},
        "shared-files": {
            **chat,
            "token": str(number),
            "media_id": f"media:{number}",
            "made_for_it": False,
        },
        "action-links": {**chat, "token_hash": str(number), "message_id": number},
        "visits": drawn,
        "surveys": survey(of, at),
        "survey-drafts": {"survey_id": of.get(f"draft {number}"), "plan": {}},
        "broadcast-recipients": {
            "broadcast_id": of.get("broadcast_id"),
            "person_id": number,
            "state": RecipientState.DELIVERED,
        },
        "announcements": told,
        "untold": untold,
        "needs": need,
        "resources": offered,
        "visit-photos": {"visit_id": of.get("visit_id"), "media_id": f"media:{number}"},
        "ended-conversations": {**chat, "person_id": number, "data": {}},
        "left-conversations": {**chat, "person_id": number, "data": {"text": "路灯"}},
    }
    return {**kinds[rule.name], rule.since.key: at}


@pytest.mark.parametrize("rule", [*RULES, ENDED, LEFT], ids=lambda rule: rule.name)
async def test_what_is_too_old_goes_slice_by_slice(
    database: Database, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "SLICE", 2)
    kept = timedelta(days=rule.days)
    just_kept, too_old = NOW - kept, NOW - kept - timedelta(seconds=1)
    async with database.transaction() as session:
        of = await things_to_refer_to(session)
        *old, last = NUMBERS
        rows = [row(rule, number, too_old, of) for number in old]
        await session.execute(insert(rule.table), [*rows, row(rule, last, just_kept, of)])
    await housekeeping.tidy(database, NOW)
    async with database.reading() as session:
        left = await session.scalars(select(rule.since).where(rule.since.is_not(None)))
        assert left.all() == [just_kept]


async def test_a_draft_of_a_survey_goes_as_a_whole(database: Database) -> None:
    [rule] = [each for each in RULES if each.name == "survey-drafts"]
    async with database.transaction() as session:
        of = await things_to_refer_to(session)
        at = NOW - timedelta(days=rule.days, seconds=1)
        await session.execute(insert(rule.table), row(rule, NUMBERS[0], at, of))
    await housekeeping.tidy(database, NOW)
    async with database.reading() as session:
        left = set(await session.scalars(select(Survey.id)))
    assert left == {of[f"draft {number}"] for number in NUMBERS[1:]}


async def test_a_community_may_keep_longer(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Retention(name=LEFT.name, days=400))
        await session.execute(insert(Conversation), row(LEFT, 1, NOW - timedelta(days=399)))
    await housekeeping.tidy(database, NOW)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 1


async def test_what_waits_to_be_sent_is_kept_however_old(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(
            insert(OutboxMessage).values(
                channel=Channel.TELEGRAM,
                chat_id=1,
                urgency=int(Urgency.NOTICE),
                method="sendMessage",
                params={},
                not_before=NOW - timedelta(days=400),
                created_at=NOW - timedelta(days=400),
            )
        )
    await housekeeping.tidy(database, NOW)
    async with database.reading() as session:
        assert (await session.scalar(select(OutboxMessage.state))) is OutboxState.WAITING
