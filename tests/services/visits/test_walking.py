"""The doors of a list: who is on the way to which, when nobody is at home, what is filed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import tickets
from services.errors import NotAMember
from services.groups import routing
from services.news import News, take_news
from services.rhythms import Rhythm
from services.visits import (
    again,
    calling,
    deadlines,
    erasing,
    found,
    holding,
    keeps,
    lists,
    repeating,
    rounds,
    walking,
)
from services.visits.errors import (
    AlreadyFiled,
    DoesNotRepeat,
    NobodyGoes,
    NoDoors,
    NotGoing,
    NotHeld,
    RoundEnded,
    TooManyDoors,
)
from services.visits.holding import HELD_FOR
from services.visits.news import DoorsAgain, NobodyThere, NoneFollows, RoundLate, RoundOver
from services.visits.rounds import MOST_DOORS, Door
from services.visits.walking import MOST_TRIES, Found
from services.written.errors import TimesPast, TimesTooFar
from storage.engine import Database
from storage.media import Attachment
from storage.tables import (
    EventKind,
    Group,
    GroupMember,
    MediaKind,
    Visit,
    VisitKind,
    VisitRound,
    VisitState,
)
from tests.services.factories import (
    NOW,
    Neighbourhood,
    arrive,
    bind_groups,
    build_neighbourhood,
)
from tests.services.visits.visit_factories import (
    GOER,
    LATER,
    OTHER_GOER,
    a_member,
    a_round,
    doors_of,
)

ZONE = ZoneInfo("Asia/Shanghai")
STREET_GOER = 201
PHOTO = Attachment(MediaKind.PHOTO, "media:at-a-door")


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


@pytest.fixture
async def place(session: AsyncSession) -> Neighbourhood:
    return await build_neighbourhood(session)


@pytest.fixture
async def staff(session: AsyncSession, place: Neighbourhood) -> Group:
    group = (await bind_groups(session, place)).staff
    await a_member(session, group, OTHER_GOER)
    return group


async def of_two(session: AsyncSession, place: Neighbourhood, staff: Group) -> VisitRound:
    return await a_round(session, place, staff, "301", "302", goers=[GOER, OTHER_GOER])


def local(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%m-%d %H:%M}"


async def test_doors_come_in_the_order_of_the_list(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await of_two(session, place, staff)
    first = await holding.next_door(session, drawn.id, GOER, now=NOW)
    second = await holding.next_door(session, drawn.id, OTHER_GOER, now=NOW)
    third = await holding.next_door(session, drawn.id, 101, now=NOW)
    assert first is not None
    assert second is not None
    assert (first.door, second.door) == ("301", "302")
    assert third is first, "who holds one is shown it again"


async def test_nobody_is_shown_what_another_holds(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301", goers=[GOER, OTHER_GOER])
    await holding.next_door(session, drawn.id, GOER, now=NOW)
    assert await holding.next_door(session, drawn.id, OTHER_GOER, now=NOW) is None
    later = NOW + HELD_FOR + timedelta(seconds=1)
    freed = await holding.next_door(session, drawn.id, OTHER_GOER, now=later)
    assert freed is not None
    with pytest.raises(NotHeld) as told:
        await walking.seen(session, freed.id, GOER, "甲", Found(), now=later)
    assert told.value.by_name == "网格员102"


async def test_what_is_let_go_and_passed_over_is_left_to_others(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await of_two(session, place, staff)
    first = await holding.next_door(session, drawn.id, GOER, now=NOW)
    assert first is not None
    await holding.let_go(session, drawn.id, GOER)
    second = await holding.next_door(session, drawn.id, GOER, passed=[first.id], now=NOW)
    other = await holding.next_door(session, drawn.id, OTHER_GOER, now=NOW)
    assert second is not None
    assert other is not None
    assert (second.door, other.door) == ("302", "301")


async def test_of_many_at_once_each_has_a_door_of_their_own(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        staff = (await bind_groups(session, place)).staff
        goers = list(range(101, 109))
        for each in goers:
            await a_member(session, staff, each)
        drawn = await a_round(session, place, staff, *map(str, range(301, 306)), goers=goers)

    async def goes(person_id: int) -> str | None:
        async with database.transaction() as session:
            visit = await holding.next_door(session, drawn.id, person_id, now=NOW)
            return visit.door if visit else None

    shown = Counter(await asyncio.gather(*map(goes, goers)))
    assert shown == {"301": 1, "302": 1, "303": 1, "304": 1, "305": 1, None: 3}


@pytest.mark.parametrize(
    ("tried", "again_at"),
    [
        ("2026-03-02 09:30", "03-04 14:30"),
        ("2026-03-02 15:00", "03-04 18:30"),
        ("2026-03-02 19:00", "03-04 09:00"),
        ("2026-03-02 08:30", "03-04 14:30"),
        ("2026-03-06 09:30", "03-10 14:30"),
    ],
)
async def test_nobody_at_home_comes_two_working_days_later_in_another_part_of_the_day(
    session: AsyncSession, tried: str, again_at: str
) -> None:
    at = datetime.fromisoformat(tried).replace(tzinfo=ZONE).astimezone(UTC)
    assert local(await walking.again(session, at, ZONE)) == again_at


async def test_a_door_that_is_still_to_come_again_keeps_a_list_from_ending(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301", "302")
    for each in (walking.nobody, met):
        visit = await holding.next_door(session, drawn.id, GOER, now=LATER - timedelta(hours=1))
        assert visit is not None
        await each(session, visit.id, GOER, "甲", now=LATER - timedelta(hours=1))
    assert (await lists.progress(session, drawn.id)).to_go == 1
    assert await told_at(session, drawn, LATER - timedelta(minutes=1)) == []
    assert await told_at(session, drawn, LATER) == [RoundOver]
    assert (await lists.get(session, drawn.id)).ended_at is None
    assert await again.due(session, LATER + timedelta(days=9)) == [drawn.id]


async def met(
    session: AsyncSession, visit_id: int, person_id: int, name: str, *, now: datetime
) -> Visit:
    return await walking.seen(session, visit_id, person_id, name, Found(), now=now)


async def test_what_is_corrected_later_was_seen_when_it_was(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301")
    visit = await holding.next_door(session, drawn.id, GOER, now=NOW)
    assert visit is not None
    await walking.nobody(session, visit.id, GOER, "甲", now=NOW - timedelta(days=1))
    visit = await met(session, visit.id, GOER, "甲", now=NOW)
    assert visit.done_at == NOW
    later = NOW + timedelta(days=30)
    visit = await walking.seen(session, visit.id, GOER, "甲", Found(note="在家"), now=later)
    assert (visit.note, visit.done_at) == ("在家", NOW)


async def test_after_three_times_the_office_hears_and_it_comes_no_more(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301", due_at=NOW + timedelta(days=60))
    now = NOW
    told: list[News] = []
    for _each in range(MOST_TRIES):
        visit = await holding.next_door(session, drawn.id, GOER, now=now)
        assert visit is not None
        visit = await walking.nobody(session, visit.id, GOER, "甲", now=now)
        now += timedelta(days=7)
        if visit.again_at is not None:
            assert await again.due(session, visit.again_at) == [drawn.id]
            await again.act(session, drawn.id, now=now)
        told += take_news(session)
    assert [type(each) for each in told][1:] == [DoorsAgain, DoorsAgain, NobodyThere]
    [door] = await doors_of(session, drawn)
    assert (door.state, door.tries, door.again_at) == (VisitState.NOBODY, MOST_TRIES, None)
    assert await again.due(session, now + timedelta(days=99)) == []


async def test_said_twice_it_is_one_try_and_can_be_corrected(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301")
    visit = await holding.next_door(session, drawn.id, GOER, now=NOW)
    assert visit is not None
    for _each in range(2):
        visit = await walking.nobody(session, visit.id, GOER, "甲", now=NOW)
    assert visit.tries == 1
    visit = await walking.seen(session, visit.id, GOER, "甲", Found(note="在家"), now=NOW)
    assert (visit.state, visit.note, visit.again_at) == (VisitState.SEEN, "在家", None)
    assert await again.due(session, NOW + timedelta(days=99)) == []


async def test_an_ended_list_brings_no_door_again(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301")
    visit = await holding.next_door(session, drawn.id, GOER, now=NOW)
    assert visit is not None
    await walking.nobody(session, visit.id, GOER, "甲", now=NOW)
    await rounds.end(session, drawn.id, await a_member(session, staff), now=NOW)
    assert await again.due(session, NOW + timedelta(days=99)) == []
    with pytest.raises(RoundEnded):
        await holding.next_door(session, drawn.id, GOER, now=NOW)


async def test_nobody_is_called_to_a_list_that_ended_meanwhile(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    """As where somebody said that nobody was there while the office ended it."""
    drawn = await a_round(session, place, staff, "301")
    visit = await holding.next_door(session, drawn.id, GOER, now=NOW)
    assert visit is not None
    await walking.nobody(session, visit.id, GOER, "甲", now=NOW)
    (await lists.get(session, drawn.id)).ended_at = NOW
    await session.flush()
    take_news(session)
    later = NOW + timedelta(days=9)
    for round_id in await again.due(session, later):
        await again.act(session, round_id, now=later)
    [door] = await doors_of(session, drawn)
    assert (door.state, door.again_at) == (VisitState.NOBODY, None)
    assert take_news(session) == []


async def test_who_is_not_named_or_left_the_group_goes_nowhere(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301")
    with pytest.raises(NotGoing):
        await holding.next_door(session, drawn.id, OTHER_GOER, now=NOW)
    seen = await session.get_one(GroupMember, (staff.id, GOER))
    seen.left_at = NOW
    await session.flush()
    with pytest.raises(NotAMember):
        await holding.next_door(session, drawn.id, GOER, now=NOW)


async def test_what_is_found_becomes_a_request_that_knows_the_visit(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "消防通道", kind=VisitKind.INSPECTION)
    visit = await holding.next_door(session, drawn.id, GOER, now=NOW)
    assert visit is not None
    await arrive(session, PHOTO)
    said = Found(note="消防通道堆满杂物", attachments=[PHOTO])
    await walking.seen(session, visit.id, GOER, "甲", said, now=NOW)
    ticket = await found.file(session, visit.id, GOER, "甲（巡查）", place.leak.id, now=NOW)
    await session.flush()
    lines = await tickets.timeline(session, ticket.id, internal=True)
    [door] = await doors_of(session, drawn)
    assert (ticket.text, ticket.place) == (
        "消防通道堆满杂物",
        "军门社区 · 军门新村 · 3号楼 消防通道",
    )
    assert [(each.kind, each.data) for each in lines] == [
        (EventKind.FILED, {"visit": visit.id, "found_on": "inspection"})
    ]
    assert await tickets.attachments_of(session, ticket.id) == [PHOTO]
    assert (door.ticket_id, ticket.private) == (ticket.id, False)
    with pytest.raises(AlreadyFiled) as told:
        await found.file(session, visit.id, GOER, "甲", place.leak.id, now=NOW)
    assert told.value.number == ticket.number


@pytest.mark.parametrize(
    ("differently", "refusal"),
    [
        ({"doors": []}, NoDoors),
        ({"doors": [Door(1, str(each)) for each in range(MOST_DOORS + 1)]}, TooManyDoors),
        ({"goers": [4711]}, NobodyGoes),
        ({"due_at": NOW}, TimesPast),
    ],
)
async def test_a_list_that_cannot_be_is_refused(
    session: AsyncSession,
    place: Neighbourhood,
    staff: Group,
    differently: dict[str, Any],
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        await a_round(session, place, staff, "301", **differently)


def test_a_deadline_is_the_end_of_a_day_to_come() -> None:
    assert deadlines.deadline("周五", now=NOW) == LATER
    with pytest.raises(TimesPast):
        deadlines.deadline("昨天", now=NOW)
    with pytest.raises(TimesTooFar):
        deadlines.deadline("2030年3月6日", now=NOW)


async def told_at(session: AsyncSession, drawn: VisitRound, at: datetime) -> list[type[object]]:
    for round_id in await calling.due(session, at):
        await calling.act(session, round_id, now=at)
    deadlines = (RoundLate, RoundOver)
    return [type(each) for each in take_news(session) if isinstance(each, deadlines)]


async def test_the_deadline_is_told_once_and_later_the_list_ends(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301")
    nine = LATER - timedelta(hours=9)
    assert await told_at(session, drawn, nine - timedelta(minutes=1)) == []
    assert await told_at(session, drawn, nine) == [RoundLate]
    assert await told_at(session, drawn, LATER) == [RoundOver]
    assert await told_at(session, drawn, LATER + timedelta(days=29)) == []
    assert await told_at(session, drawn, LATER + timedelta(days=30)) == []
    assert (await lists.get(session, drawn.id)).ended_at is not None


async def test_a_list_that_is_done_ends_silently_and_more_time_begins_anew(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301")
    extended = await rounds.extend(
        session, drawn.id, await a_member(session, staff), "下周五", now=NOW
    )
    assert extended.due_at == LATER + timedelta(days=7)
    assert await told_at(session, drawn, LATER) == []
    visit = await holding.next_door(session, drawn.id, GOER, now=NOW)
    assert visit is not None
    await walking.seen(session, visit.id, GOER, "甲", Found(), now=NOW)
    assert await told_at(session, drawn, LATER + timedelta(days=7)) == []
    assert (await lists.get(session, drawn.id)).ended_at is not None


async def following(session: AsyncSession, drawn: VisitRound) -> VisitRound:
    assert drawn.repeat_at is not None
    now = drawn.repeat_at
    [round_id] = await repeating.due(session, now)
    await repeating.act(session, round_id, now=now)
    [after] = await lists.open_in(session, drawn.area_id)
    return after


async def test_the_next_list_has_the_same_doors_and_as_many_days(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(
        session, place, staff, "301", "302", rhythm=Rhythm.WEEKLY, questions=["身体好吗"]
    )
    after = await following(session, drawn)
    assert after.id != drawn.id
    passed = await lists.get(session, drawn.id)
    assert (passed.rhythm, passed.ended_at) == (None, after.created_at)
    assert local(after.created_at) == "03-09 08:30"
    assert after.due_at == LATER + timedelta(days=7)
    assert (after.title, after.questions) == (drawn.title, drawn.questions)
    doors = [(each.door, each.state) for each in await doors_of(session, after)]
    assert doors == [("301", VisitState.WAITING), ("302", VisitState.WAITING)]
    assert [each.person_id for each in await lists.going(session, after.id)] == [GOER]
    again_after = await following(session, after)
    assert local(again_after.created_at) == "03-16 08:30"


async def test_on_a_holiday_it_waits_for_a_working_day_and_keeps_its_weekday(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    before = datetime(2026, 4, 24, 1, tzinfo=UTC)
    drawn = await a_round(
        session,
        place,
        staff,
        "301",
        now=before,
        due_at=before + timedelta(days=3),
        rhythm=Rhythm.WEEKLY,
    )
    after = await following(session, drawn)
    assert local(after.created_at) == "05-06 08:30", "1 to 5 May 2026 are a holiday"
    assert after.repeat_at is not None
    assert local(after.repeat_at) == "05-08 08:30"


async def test_it_stops_repeating_when_staff_say_so(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    who = await a_member(session, staff)
    drawn = await a_round(session, place, staff, "301", rhythm=Rhythm.DAILY)
    await rounds.stop_repeating(session, drawn.id, who)
    assert await repeating.due(session, NOW + timedelta(days=99)) == []
    with pytest.raises(DoesNotRepeat):
        await rounds.stop_repeating(session, drawn.id, who)


async def test_where_all_who_went_have_left_it_goes_to_the_others(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301", rhythm=Rhythm.WEEKLY)
    (await session.get_one(GroupMember, (staff.id, GOER))).left_at = NOW
    await session.flush()
    after = await following(session, drawn)
    assert [each.person_id for each in await lists.going(session, after.id)] == [OTHER_GOER]


async def test_the_next_list_of_one_that_got_ever_more_time_is_drawn_all_the_same(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301", rhythm=Rhythm.MONTHLY)
    drawn.due_at = NOW + timedelta(days=500)
    await session.flush()
    after = await following(session, drawn)
    assert after.id != drawn.id
    lasts = after.due_at - after.created_at
    assert timedelta(days=repeating.MOST_DAYS) < lasts < timedelta(days=repeating.MOST_DAYS + 4)


async def test_while_the_offices_group_is_lost_the_streets_members_are_not_sent(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301", rhythm=Rhythm.WEEKLY)
    assert drawn.repeat_at is not None
    above = await routing.office(session, place.street)
    assert above is not None
    await a_member(session, above, STREET_GOER)
    staff.lost_at = NOW
    await session.flush()
    await repeating.act(session, drawn.id, now=drawn.repeat_at)
    waiting = await lists.get(session, drawn.id)
    assert [each.id for each in await lists.open_in(session, drawn.area_id)] == [drawn.id]
    assert waiting.repeat_at is not None
    assert (waiting.rhythm, local(waiting.repeat_at)) == (Rhythm.WEEKLY, "03-10 08:30")
    staff.lost_at = None
    await session.flush()
    after = await following(session, waiting)
    assert [each.person_id for each in await lists.going(session, after.id)] == [GOER]
    assert after.repeat_at is not None
    assert local(after.repeat_at) == "03-16 08:30"


async def test_where_every_household_was_forgotten_the_office_hears_that_none_follows(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301", rhythm=Rhythm.WEEKLY)
    assert drawn.repeat_at is not None
    who = await a_member(session, staff)
    await erasing.forget_household(session, place.building.id, "301", who)
    take_news(session)
    await repeating.act(session, drawn.id, now=drawn.repeat_at)
    assert NoneFollows(drawn.id) in take_news(session)
    assert (await lists.get(session, drawn.id)).rhythm is None
    assert await repeating.due(session, NOW + timedelta(days=99)) == []


async def test_what_somebody_takes_along_holds_nothing_that_residents_said(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    drawn = await a_round(session, place, staff, "301", questions=["身体好吗"])
    visit = await holding.next_door(session, drawn.id, GOER, now=NOW)
    assert visit is not None
    said = Found(answers=["高血压"], note="独居")
    await walking.seen(session, visit.id, GOER, "甲", said, now=NOW)
    taken = (await keeps.about(session, GOER))["visits"]
    assert [each["title"] for each in taken["goes"]] == ["三月走访"]
    assert taken["doors"] == [{"door": "301", "state": "seen", "at": NOW.isoformat()}]


def test_a_question_with_ma_is_answered_by_yes_or_no() -> None:
    assert walking.is_yes_or_no("身体好吗")
    assert not walking.is_yes_or_no("还缺什么")


async def test_a_household_is_forgotten_on_every_list(
    session: AsyncSession, place: Neighbourhood, staff: Group
) -> None:
    who = await a_member(session, staff)
    visited: list[int] = []
    for _each in range(2):
        drawn = await a_round(session, place, staff, "301", "302")
        visit = await holding.next_door(session, drawn.id, GOER, now=NOW)
        assert visit is not None
        await arrive(session, photo := Attachment(MediaKind.PHOTO, f"media:{drawn.id}"))
        said = Found(note="在家", attachments=[photo])
        await walking.seen(session, visit.id, GOER, "甲", said, now=NOW)
        visited.append(visit.id)
    assert await erasing.forget_household(session, place.building.id, "301室", who) == 2
    assert [each.door for each in await doors_of(session, drawn)] == ["302"]
    assert await walking.photos(session, visited[-1]) == []
    left = await session.scalars(select(Visit.id).where(Visit.id.in_(visited)))
    assert left.all() == []
