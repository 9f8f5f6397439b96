"""Rules of points, rewards and their races, certificates."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound, NotYourGroup, NotYours
from services.groups import binding as groups
from services.tickets import Member
from services.volunteering import attendance, certificates, counter, ledger, records, rewards, rules
from services.volunteering.errors import NotAVolunteer
from services.volunteering.hours_errors import (
    NoHours,
    NotOrganiser,
    OutOfStock,
    OwnMinutes,
    RedemptionOver,
    TooFewPoints,
)
from storage.tables import (
    Certificate,
    Purpose,
    Redemption,
    RedemptionState,
    Reward,
    ServiceRecord,
)
from tests.chats import telegram
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, member
from tests.services.volunteering.volunteer_factories import (
    ORGANISER,
    POST,
    SECOND,
    START,
    VOLUNTEER,
    a_claim,
    a_points_rule,
    a_reward,
    bind_volunteers,
)

CLERK = 101


async def give_points(session: AsyncSession, desk: Desk, person_id: int, points: int) -> None:
    """By as many approved hours, a task each."""
    for number in range(points):
        begins = START + timedelta(days=number)
        claim = await a_claim(
            session,
            desk.place,
            person_id=person_id,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            claim_by=begins,
        )
        ends = begins + timedelta(hours=1)
        record = await attendance.came(session, claim.id, ORGANISER, now=ends)
        await records.approve(session, record.id, ORGANISER, "社工甲", 60, now=ends)


@pytest.fixture
async def towel(desk: Desk) -> Reward:
    """One left, for one point; everybody has two."""

    async def make(session: AsyncSession) -> Reward:
        await groups.saw(session, desk.groups.staff, CLERK, "社工甲", now=NOW)
        await a_points_rule(session, desk.place)
        for person in (VOLUNTEER, SECOND):
            await give_points(session, desk, person, 2)
        return await a_reward(session, desk.place)

    made: Reward = await desk.do(make)
    return made


async def redeem(desk: Desk, reward: Reward, person_id: int = VOLUNTEER) -> Any:
    return await desk.attempt(lambda s: rewards.redeem(s, reward.id, person_id, now=NOW))


async def balance(desk: Desk, person_id: int = VOLUNTEER) -> int:
    points: int = await desk.do(lambda session: ledger.balance(session, person_id))
    return points


async def stock(desk: Desk, reward: Reward) -> int:
    present: Reward = await desk.do(lambda session: rewards.get(session, reward.id))
    return present.stock


# --- rules


def rule_at(desk: Desk, day: date) -> Any:
    return desk.do(lambda session: rules.rule_on(session, desk.place.community.id, day))


async def test_the_nearest_rule_in_force_that_day_decides(desk: Desk) -> None:
    async def make(session: AsyncSession) -> None:
        above, here = desk.place.district.id, desk.place.community.id
        await a_points_rule(session, desk.place, area_id=above, minutes_a_point=60)
        spring = {"from_day": date(2026, 3, 1), "until_day": date(2026, 3, 31)}
        await a_points_rule(session, desk.place, area_id=here, minutes_a_point=30, **spring)
        await a_points_rule(
            session, desk.place, area_id=here, minutes_a_point=20, from_day=date(2026, 3, 20)
        )

    await desk.do(make)
    days = {
        date(2025, 12, 31): None,
        date(2026, 2, 28): 60,
        date(2026, 3, 1): 30,
        date(2026, 3, 19): 30,
        date(2026, 3, 20): 20,
        date(2026, 4, 1): 20,
    }
    for day, minutes in days.items():
        found = await rule_at(desk, day)
        assert (found and found.minutes_a_point) == minutes, day


async def test_points_are_whole_capped_and_weighed(desk: Desk) -> None:
    rule = await desk.do(lambda s: a_points_rule(s, desk.place, weights={POST: 150, "books": 50}))
    assert rules.points_of(rule, "others", 119) == 1
    assert rules.points_of(rule, "others", 600) == 2
    assert rules.points_of(rule, POST, 120) == 3
    assert rules.points_of(rule, "books", 119) == 0


async def test_hours_count_where_no_rule_is_in_force(desk: Desk) -> None:
    await desk.do(lambda session: give_points(session, desk, VOLUNTEER, 2))
    assert await balance(desk) == 0
    assert await desk.do(lambda session: records.hours_of(session, VOLUNTEER)) == (120, 2)


# --- rewards


async def test_redeeming_takes_points_and_no_hours(desk: Desk, towel: Reward) -> None:
    taken = await redeem(desk, towel)
    assert (taken.state, taken.points) == (RedemptionState.RESERVED, 1)
    assert len(taken.code) == 8
    assert taken.code.isdigit()
    assert (await balance(desk), await stock(desk, towel)) == (1, 0)
    assert await desk.do(lambda session: records.hours_of(session, VOLUNTEER)) == (120, 2)


async def test_the_stock_may_run_out_between_look_and_tap(desk: Desk, towel: Reward) -> None:
    seen = await desk.do(lambda session: rewards.offered(session, desk.place.community))
    assert [reward.id for reward in seen] == [towel.id]
    await redeem(desk, towel, SECOND)
    assert isinstance(await redeem(desk, towel), OutOfStock)
    assert await balance(desk) == 2
    assert await desk.do(lambda s: rewards.offered(s, desk.place.community)) == []


async def test_two_reach_for_the_last_one_and_one_gets_it(desk: Desk, towel: Reward) -> None:
    outcomes = await asyncio.gather(redeem(desk, towel), redeem(desk, towel, SECOND))
    assert sorted(type(each).__name__ for each in outcomes) == ["OutOfStock", "Redemption"]
    assert await stock(desk, towel) == 0
    assert await balance(desk) + await balance(desk, SECOND) == 3


async def test_ten_taps_at_once_spend_no_point_twice(desk: Desk, towel: Reward) -> None:
    many = await desk.do(lambda s: a_reward(s, desk.place, code="soap", stock=100))
    outcomes = await asyncio.gather(*(redeem(desk, many) for _ in range(10)))
    assert sum(isinstance(each, Redemption) for each in outcomes) == 2
    assert sum(isinstance(each, TooFewPoints) for each in outcomes) == 8
    assert (await balance(desk), await stock(desk, many)) == (0, 98)


async def test_whoever_has_too_few_points_hears_how_many_are_missing(
    desk: Desk, towel: Reward
) -> None:
    rice = await desk.do(lambda s: a_reward(s, desk.place, code="rice", points=10))
    refusal = await redeem(desk, rice)
    assert isinstance(refusal, TooFewPoints)
    assert (refusal.points, refusal.needed) == (2, 10)
    assert isinstance(await redeem(desk, towel, NEIGHBOUR), TooFewPoints)


async def test_giving_back_restores_stock_and_points_once(desk: Desk, towel: Reward) -> None:
    taken = await redeem(desk, towel)

    async def give_back(person_id: int = VOLUNTEER) -> Any:
        return await desk.attempt(
            lambda session: rewards.give_back(session, taken.id, person_id, now=NOW)
        )

    assert isinstance(await give_back(SECOND), NotYours)
    outcomes = await asyncio.gather(give_back(), give_back())
    assert sorted(type(each).__name__ for each in outcomes) == ["Redemption", "RedemptionOver"]
    assert (await balance(desk), await stock(desk, towel)) == (2, 1)


async def test_what_is_not_fetched_in_two_weeks_goes_back(desk: Desk, towel: Reward) -> None:
    taken = await redeem(desk, towel)
    over = NOW + timedelta(days=14)
    early = await desk.do(lambda s: rewards.due(s, over - timedelta(seconds=1)))
    assert early == []
    assert await desk.do(lambda session: rewards.due(session, over)) == [taken.id]
    for _twice in range(2):
        await desk.do(lambda session: rewards.act(session, taken.id, now=over))
    assert (await balance(desk), await stock(desk, towel)) == (2, 1)


async def test_handing_out_and_giving_back_at_once_leaves_one_of_them(
    desk: Desk, towel: Reward
) -> None:
    taken = await redeem(desk, towel)
    clerk = member(desk.groups.staff, CLERK)
    await asyncio.gather(
        desk.attempt(lambda s: counter.hand_out(s, taken.code, clerk, now=NOW)),
        desk.attempt(lambda s: rewards.give_back(s, taken.id, VOLUNTEER, now=NOW)),
    )
    kept = await desk.do(lambda session: session.get_one(Redemption, taken.id))
    handed = kept.state is RedemptionState.HANDED_OUT
    assert (await balance(desk), await stock(desk, towel)) == ((1, 0) if handed else (2, 1))


async def test_the_counter_hands_out_once_and_to_others_only(desk: Desk, towel: Reward) -> None:
    taken = await redeem(desk, towel)

    async def hand_out(by: Member, code: str = taken.code) -> Any:
        return await desk.attempt(lambda s: counter.hand_out(s, code, by, now=NOW))

    async def prepare(session: AsyncSession) -> Any:
        await groups.saw(session, desk.groups.staff, VOLUNTEER, "志愿者", now=NOW)
        return await bind_volunteers(session, desk.place)

    volunteers = await desk.do(prepare)
    clerk = member(desk.groups.staff, CLERK)
    assert isinstance(await hand_out(clerk, "00000000"), NotFound)
    assert isinstance(await hand_out(member(desk.groups.staff, VOLUNTEER)), OwnMinutes)
    assert isinstance(await hand_out(member(desk.groups.staff, NEIGHBOUR)), NotOrganiser)
    assert isinstance(await hand_out(member(desk.groups.property, CLERK)), NotYourGroup)
    assert isinstance(await hand_out(member(volunteers, CLERK)), NotYourGroup)
    done = await hand_out(clerk)
    assert (done.state, done.ended_by, done.until) == (RedemptionState.HANDED_OUT, CLERK, None)
    assert isinstance(await hand_out(clerk), RedemptionOver)
    assert await desk.do(lambda s: rewards.due(s, NOW + timedelta(days=99))) == []


async def test_another_community_hands_nothing_out(desk: Desk, towel: Reward) -> None:
    taken = await redeem(desk, towel)

    async def other(session: AsyncSession) -> Any:
        group = await groups.bind(
            session,
            chat=telegram(-1009),
            title="邻社区工作群",
            area_id=desk.place.next_community.id,
            purpose=Purpose.STAFF,
            by=1,
            now=NOW,
        )
        await groups.saw(session, group, CLERK, "社工", now=NOW)
        return group

    neighbours = await desk.do(other)
    refused = await desk.attempt(
        lambda s: counter.hand_out(s, taken.code, member(neighbours, CLERK), now=NOW)
    )
    assert isinstance(refused, NotYourGroup)


# --- certificates


def issue(desk: Desk, from_day: date | None, until_day: date, person: int = VOLUNTEER) -> Any:
    return desk.attempt(
        lambda s: certificates.issue(s, person, from_day, until_day, now=NOW + timedelta(days=9))
    )


async def test_a_certificate_sums_up_what_was_approved_in_its_days(
    desk: Desk, towel: Reward
) -> None:
    first = START.date()
    whole = await issue(desk, None, date(2026, 12, 31))
    assert (whole.minutes, whole.services, whole.from_day) == (120, 2, first)
    one = await issue(desk, first, first)
    assert (one.minutes, one.services) == (60, 1)
    assert isinstance(await issue(desk, date(2026, 4, 1), date(2026, 4, 2)), NoHours)
    assert isinstance(await issue(desk, None, first, NEIGHBOUR), NotAVolunteer)


async def test_a_day_begins_at_midnight_in_fuzhou(desk: Desk, towel: Reward) -> None:
    async def move(session: AsyncSession) -> None:
        record = (await session.scalars(records_of(VOLUNTEER))).first()
        assert record is not None
        record.started_at = datetime.fromisoformat("2026-03-03T23:59:00+08:00")

    await desk.do(move)
    before = await issue(desk, date(2026, 3, 3), date(2026, 3, 3))
    assert before.minutes == 60


async def test_asked_twice_it_is_the_same_certificate_until_more_was_served(
    desk: Desk, towel: Reward
) -> None:
    until = date(2026, 12, 31)
    first, again = await issue(desk, None, until), await issue(desk, None, until)
    assert first.number == again.number
    later = START + timedelta(days=5)

    async def more(session: AsyncSession) -> None:
        claim = await a_claim(
            session,
            desk.place,
            starts_at=later,
            ends_at=later + timedelta(hours=1),
            claim_by=later,
        )
        ends = later + timedelta(hours=1)
        record = await attendance.came(session, claim.id, ORGANISER, now=ends)
        await records.approve(session, record.id, ORGANISER, "社工甲", 60, now=ends)

    await desk.do(more)
    third = await issue(desk, None, until)
    assert third.number != first.number
    assert third.minutes == 180


async def test_anyone_with_the_number_sees_hours_and_a_masked_name(
    desk: Desk, towel: Reward
) -> None:
    made = await issue(desk, None, date(2026, 12, 31))
    shown = await desk.do(lambda s: certificates.verify(s, f" {made.number.lower()} "))
    assert (shown.masked, shown.issuer, shown.minutes) == ("志**", "东街街道 军门社区", 120)
    assert await desk.do(lambda s: certificates.verify(s, "2026-AAAAA-AAAAA-AAAAA")) is None
    assert await desk.do(lambda s: certificates.verify(s, "x" * 5000)) is None


async def test_a_revoked_certificate_says_so_and_names_nobody(desk: Desk, towel: Reward) -> None:
    made = await issue(desk, None, date(2026, 12, 31))

    async def revoke(session: AsyncSession) -> Any:
        row = await session.get_one(Certificate, made.number)
        row.name, row.person_id, row.revoked_at = None, None, NOW
        return await certificates.verify(session, made.number)

    shown = await desk.do(revoke)
    assert (shown.revoked, shown.masked) == (True, "")
    assert "志愿者" not in repr(shown)


async def test_numbers_do_not_repeat_and_are_not_counted_up(desk: Desk) -> None:
    numbers = {certificates._number(NOW) for _ in range(1000)}
    assert len(numbers) == 1000
    assert all(len(number) <= 24 and number.startswith("2026-") for number in numbers)


def records_of(person_id: int) -> Any:

    return select(ServiceRecord).where(ServiceRecord.person_id == person_id)
