"""Checking in and out, and who confirms what was done."""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound, NotYours
from services.groups import binding as groups
from services.news import take_news
from services.volunteering import (
    attendance,
    checking,
    claims,
    codes,
    feedback,
    judging,
    ledger,
    looking,
    new_task,
    records,
    review,
    rewards,
)
from services.volunteering.checking import WRONG_CODES
from services.volunteering.errors import AlreadyThere, TaskOver
from services.volunteering.hours_errors import (
    AlreadyIn,
    AlreadyJudged,
    MinutesOutOfRange,
    NoPosition,
    NotIn,
    NotOrganiser,
    OwnMinutes,
    PlaceNotHeld,
    TooEarly,
    TooFar,
    TooManyWrongCodes,
    UnderComplaint,
    WrongCode,
)
from services.volunteering.hours_news import AskHelped, Confirmed, Recorded
from storage.tables import (
    CheckHow,
    ClaimState,
    RecordState,
    ServiceRecord,
    Task,
    TaskClaim,
    TaskRole,
    TaskState,
    Volunteer,
)
from tests.services.conftest import Desk
from tests.services.factories import LATITUDE, LONGITUDE, NEIGHBOUR, NOW, RESIDENT, member
from tests.services.volunteering.volunteer_factories import (
    ORGANISER,
    SECOND,
    START,
    THIRD,
    VOLUNTEER,
    a_claim,
    a_points_rule,
    a_reward,
    a_task,
    a_volunteer,
)

END = START + timedelta(hours=2)
HERE: dict[str, Any] = {"latitude": LATITUDE, "longitude": LONGITUDE}
XIAMEN: dict[str, Any] = {"latitude": 24.4798, "longitude": 118.0894}


@pytest.fixture
async def claim(desk: Desk) -> TaskClaim:
    """A place in a task with a position, organised by staff."""

    async def make(session: AsyncSession) -> TaskClaim:
        await groups.saw(session, desk.groups.staff, ORGANISER, "社工甲", now=NOW)
        await a_points_rule(session, desk.place)
        return await a_claim(session, desk.place, helped_id=RESIDENT)

    made: TaskClaim = await desk.do(make)
    return made


async def check_in(desk: Desk, claim: TaskClaim, at: datetime, **how: Any) -> Any:
    told = {"how": CheckHow.PLACE, "by": VOLUNTEER, **HERE} | how
    kind = told.pop("how")
    return await desk.attempt(
        lambda session: checking.check_in(session, claim.id, kind, now=at, **told)
    )


async def check_out(desk: Desk, claim: TaskClaim, at: datetime, **how: Any) -> Any:
    told = {"how": CheckHow.PLACE, "by": VOLUNTEER, **HERE} | how
    kind = told.pop("how")
    return await desk.attempt(
        lambda session: checking.check_out(session, claim.id, kind, now=at, **told)
    )


async def approve(desk: Desk, record: ServiceRecord, minutes: int, by: int = ORGANISER) -> Any:
    return await desk.attempt(
        lambda session: records.approve(session, record.id, by, "社工甲", minutes, now=END)
    )


async def served(desk: Desk, claim: TaskClaim) -> ServiceRecord:
    await check_in(desk, claim, START)
    record: ServiceRecord = await check_out(desk, claim, END)
    return record


async def test_who_stands_near_the_place_is_checked_in(desk: Desk, claim: TaskClaim) -> None:
    near = {"latitude": LATITUDE + 0.002, "longitude": LONGITUDE}
    checked = await check_in(desk, claim, START - timedelta(minutes=30), **near)
    assert (checked.in_at, checked.in_how) == (START - timedelta(minutes=30), CheckHow.PLACE)


async def test_from_another_city_the_distance_is_told(desk: Desk, claim: TaskClaim) -> None:
    refusal = await check_in(desk, claim, START, **XIAMEN)
    assert isinstance(refusal, TooFar)
    assert 210_000 < refusal.metres < 230_000


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        (START - timedelta(minutes=31), TooEarly),
        (END, TaskOver),
        (END + timedelta(days=1), TaskOver),
    ],
)
async def test_checking_in_is_from_half_an_hour_before_the_start_to_the_end(
    desk: Desk, claim: TaskClaim, at: datetime, refusal: type[Exception]
) -> None:
    assert isinstance(await check_in(desk, claim, at), refusal)


async def test_nobody_checks_in_for_somebody_else(desk: Desk, claim: TaskClaim) -> None:
    assert isinstance(await check_in(desk, claim, START, by=SECOND), NotYours)
    by_organiser = {"how": CheckHow.ORGANISER, "by": VOLUNTEER}
    assert isinstance(await check_in(desk, claim, START, **by_organiser), OwnMinutes)
    by_organiser["by"] = NEIGHBOUR
    assert isinstance(await check_in(desk, claim, START, **by_organiser), NotOrganiser)
    by_organiser["by"] = ORGANISER
    checked = await check_in(desk, claim, START, **by_organiser)
    assert checked.in_how is CheckHow.ORGANISER


async def test_checked_in_is_checked_in_once(desk: Desk, claim: TaskClaim) -> None:
    await check_in(desk, claim, START)
    again = await check_in(desk, claim, START + timedelta(minutes=5))
    assert isinstance(again, AlreadyIn)
    assert again.at == START


async def test_who_is_there_does_not_give_the_place_back(desk: Desk, claim: TaskClaim) -> None:
    await check_in(desk, claim, START)
    given_back = await desk.attempt(
        lambda session: claims.release(session, claim.task_id, VOLUNTEER, now=START)
    )
    assert isinstance(given_back, AlreadyThere)


async def test_a_code_is_taken_for_its_minute_and_the_next(desk: Desk, claim: TaskClaim) -> None:
    task = await desk.do(lambda session: session.get_one(Task, claim.task_id))
    code = codes.code_of(task, START)
    assert codes.matches(task, code, START + timedelta(seconds=59))
    assert codes.matches(task, code, START + timedelta(seconds=119))
    assert not codes.matches(task, code, START + timedelta(seconds=120))
    assert codes.valid_until(START + timedelta(seconds=30)) == START + timedelta(minutes=2)
    for wrong in ("", "12345", "٣٤٥٦٧٨", "abcdef", f"{(int(code) + 1) % 10**6:06}"):
        refusal = await check_in(desk, claim, START, how=CheckHow.CODE, code=wrong)
        assert isinstance(refusal, WrongCode)
    wide = f"{code[:3]} {code[3:]}".translate({ord(n): ord("０") + int(n) for n in "0123456789"})
    checked = await check_in(desk, claim, START, how=CheckHow.CODE, code=wide)
    assert checked.in_how is CheckHow.CODE


async def test_nobody_guesses_a_code_and_the_organiser_still_checks_them_in(desk: Desk) -> None:
    """Giving the place back and claiming it again brings no new tries."""
    first = await desk.do(lambda session: a_claim(session, desk.place))
    for _try in range(WRONG_CODES):
        refusal = await check_in(desk, first, START, how=CheckHow.CODE, code="wrong")
        assert isinstance(refusal, WrongCode)
    early = START - timedelta(days=1)
    await desk.do(lambda session: claims.release(session, first.task_id, VOLUNTEER, now=early))
    again = await desk.do(
        lambda session: claims.claim(session, first.task_id, VOLUNTEER, now=early)
    )
    task = await desk.do(lambda session: session.get_one(Task, first.task_id))
    right = codes.code_of(task, START)
    refusal = await check_in(desk, again, START, how=CheckHow.CODE, code=right)
    assert isinstance(refusal, TooManyWrongCodes)
    checked = await check_in(desk, again, START, how=CheckHow.ORGANISER, by=ORGANISER)
    assert checked.in_how is CheckHow.ORGANISER


async def test_without_a_position_on_the_map_a_code_is_needed(desk: Desk) -> None:
    made = await desk.do(
        lambda session: a_claim(session, desk.place, latitude=None, longitude=None)
    )
    assert isinstance(await check_in(desk, made, START), NoPosition)


async def test_minutes_go_from_the_start_to_the_check_out(desk: Desk, claim: TaskClaim) -> None:
    await check_in(desk, claim, START - timedelta(minutes=20))
    assert isinstance(await check_out(desk, claim, END, by=SECOND), NotYours)
    record = await check_out(desk, claim, START + timedelta(minutes=95, seconds=59))
    assert (record.minutes, record.review, record.state) == (95, False, RecordState.PENDING)
    assert isinstance(await check_out(desk, claim, END), PlaceNotHeld)


async def test_nobody_checks_out_who_did_not_check_in(desk: Desk, claim: TaskClaim) -> None:
    assert isinstance(await check_out(desk, claim, END), NotIn)


async def test_the_record_keeps_the_team_of_that_day(desk: Desk, claim: TaskClaim) -> None:
    record = await served(desk, claim)
    volunteer = await desk.do(lambda session: session.get_one(Volunteer, VOLUNTEER))
    assert record.team_id == volunteer.team_id
    assert record.started_at == START


async def test_a_missing_check_out_goes_to_review(desk: Desk, claim: TaskClaim) -> None:
    await check_in(desk, claim, START + timedelta(minutes=10))
    due = END + new_task.REVIEW_AFTER
    await _tick(desk, START)
    assert await _due(desk, due - timedelta(seconds=1)) == []

    async def go_through(session: AsyncSession) -> list[Any]:
        for task_id in await review.due(session, due):
            await review.act(session, task_id, now=due)
        return take_news(session)

    news = await desk.do(go_through)
    record = await desk.do(lambda session: records.of_claim(session, claim.id))
    assert (record.review, record.minutes, record.state) == (True, 110, RecordState.PENDING)
    assert news == [AskHelped(claim.id), Recorded(record.id)]
    points = await desk.do(lambda session: ledger.balance(session, VOLUNTEER))
    assert points == 0
    task = await desk.do(lambda session: looking.get(session, claim.task_id))
    assert task.state is TaskState.DONE


async def test_the_list_comes_up_daily_for_a_week_until_all_is_judged(
    desk: Desk, claim: TaskClaim
) -> None:
    now, seen = START - timedelta(hours=1), []
    while now < END + timedelta(days=10):
        if await _due(desk, now):
            seen.append(now)
            await _tick(desk, now)
        now += timedelta(minutes=30)
    assert seen[:3] == [
        START - timedelta(minutes=30),
        END + timedelta(hours=1),
        END + timedelta(hours=25),
    ]
    assert len(seen) == 8
    assert (await desk.do(lambda session: looking.get(session, claim.task_id))).review_at is None


async def test_nobody_confirms_their_own_minutes(desk: Desk, claim: TaskClaim) -> None:
    await desk.do(lambda s: groups.saw(s, desk.groups.staff, VOLUNTEER, "社工乙", now=NOW))
    record = await served(desk, claim)
    assert isinstance(await approve(desk, record, 120, by=VOLUNTEER), OwnMinutes)
    assert isinstance(await approve(desk, record, 120, by=NEIGHBOUR), NotOrganiser)
    confirmed = await approve(desk, record, 120)
    assert confirmed.approved_by == ORGANISER


async def test_an_organiser_who_volunteers_has_somebody_else_confirm(desk: Desk) -> None:
    async def make(session: AsyncSession) -> TaskClaim:
        made = await a_claim(session, desk.place, organiser_id=SECOND)
        task = await session.get_one(Task, made.task_id)
        task.organiser_id = VOLUNTEER
        return made

    made = await desk.do(make)
    record = await served(desk, made)
    assert isinstance(await approve(desk, record, 120, by=VOLUNTEER), OwnMinutes)


async def test_confirmed_minutes_become_points_once(desk: Desk, claim: TaskClaim) -> None:
    record = await served(desk, claim)

    async def confirm(session: AsyncSession) -> list[Any]:
        await records.approve(session, record.id, ORGANISER, "社工甲", 119, now=END)
        return take_news(session)

    assert await desk.do(confirm) == [Confirmed(record.id, 1)]
    assert isinstance(await approve(desk, record, 120), AlreadyJudged)
    assert await desk.do(lambda session: ledger.balance(session, VOLUNTEER)) == 1
    assert await desk.do(lambda session: records.hours_of(session, VOLUNTEER)) == (119, 1)


@pytest.mark.parametrize("minutes", [0, -5, 241, 1200])
async def test_minutes_that_cannot_be_are_refused(
    desk: Desk, claim: TaskClaim, minutes: int
) -> None:
    record = await served(desk, claim)
    refusal = await approve(desk, record, minutes)
    assert isinstance(refusal, MinutesOutOfRange)
    assert refusal.most == 240


async def test_two_confirm_at_once_and_it_counts_once(desk: Desk, claim: TaskClaim) -> None:
    record = await served(desk, claim)
    outcomes = await asyncio.gather(*(approve(desk, record, minutes) for minutes in (60, 120)))
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyJudged", "ServiceRecord"]
    kept = await desk.do(lambda session: records.get(session, record.id))
    points = await desk.do(lambda session: ledger.balance(session, VOLUNTEER))
    assert points == kept.minutes // 60


async def test_who_came_without_a_telephone_is_noted_by_the_organiser(
    desk: Desk, claim: TaskClaim
) -> None:
    early = await desk.attempt(
        lambda session: attendance.came(session, claim.id, ORGANISER, now=START)
    )
    assert isinstance(early, TooEarly)
    record = await desk.do(lambda session: attendance.came(session, claim.id, ORGANISER, now=END))
    assert (record.minutes, record.state) == (120, RecordState.PENDING)


async def test_who_did_not_come_is_noted_and_gets_nothing(desk: Desk, claim: TaskClaim) -> None:
    early = await desk.attempt(
        lambda session: attendance.absent(session, claim.id, ORGANISER, now=NOW)
    )
    assert isinstance(early, TooEarly)
    missed = await desk.do(lambda session: attendance.absent(session, claim.id, ORGANISER, now=END))
    assert missed.state is ClaimState.MISSED
    assert await desk.do(lambda session: records.of_claim(session, claim.id)) is None
    task = await desk.do(lambda session: looking.get(session, claim.task_id))
    assert task.state is TaskState.DONE


async def test_a_guess_of_the_review_can_turn_out_as_absence(desk: Desk, claim: TaskClaim) -> None:
    record = await served(desk, claim)
    await desk.do(lambda session: attendance.absent(session, claim.id, ORGANISER, now=END))
    kept = await desk.do(lambda session: records.get(session, record.id))
    assert kept.state is RecordState.REFUSED
    assert isinstance(await approve(desk, record, 120), AlreadyJudged)


async def test_a_task_ends_when_everybody_is_judged(desk: Desk) -> None:
    async def make(session: AsyncSession) -> list[TaskClaim]:
        task = await a_task(session, desk.place, roles=[("", 2)])
        for person in (VOLUNTEER, SECOND, THIRD):
            await a_volunteer(session, desk.place, person)
        return [
            await claims.claim(session, task.id, person, now=NOW)
            for person in (VOLUNTEER, SECOND, THIRD)
        ]

    first, second, waiting = await desk.do(make)
    await check_in(desk, first, START)
    await check_out(desk, first, END)
    assert (await desk.do(lambda s: looking.get(s, first.task_id))).state is TaskState.OPEN
    await desk.do(lambda session: attendance.absent(session, second.id, ORGANISER, now=END))
    assert (await desk.do(lambda s: looking.get(s, first.task_id))).state is TaskState.DONE
    assert (await desk.do(lambda s: looking.get_claim(s, waiting.id))).state is ClaimState.RELEASED


async def test_nobody_but_the_person_helped_speaks_of_it(desk: Desk, claim: TaskClaim) -> None:
    record = await served(desk, claim)
    for person in (NEIGHBOUR, VOLUNTEER):
        thank = partial(feedback.thank, claim_id=claim.id, from_id=person, stars=5, now=END)
        refused = await desk.attempt(thank)
        assert isinstance(refused, NotYours)
    said = await desk.do(lambda session: feedback.thank(session, claim.id, RESIDENT, 5, now=END))
    assert said.stars == 5
    assert (await desk.do(lambda s: records.get(s, record.id))).state is RecordState.PENDING


async def test_nothing_is_said_of_what_was_not_done(desk: Desk, claim: TaskClaim) -> None:
    refused = await desk.attempt(
        lambda session: feedback.complain(session, claim.id, RESIDENT, "没来", now=END)
    )
    assert isinstance(refused, NotFound)


async def test_a_complaint_stops_the_points_until_staff_decide(
    desk: Desk, claim: TaskClaim
) -> None:
    record = await served(desk, claim)
    await approve(desk, record, 120)
    said = await desk.do(
        lambda session: feedback.complain(session, claim.id, RESIDENT, "早走了", now=END)
    )
    assert await desk.do(lambda session: ledger.balance(session, VOLUNTEER)) == 0
    assert await desk.do(lambda session: records.hours_of(session, VOLUNTEER)) == (0, 0)
    assert isinstance(await approve(desk, record, 120), UnderComplaint)
    staff = member(desk.groups.staff)
    await desk.do(lambda s: feedback.settle(s, said.id, staff, upheld=False, now=END))
    assert await desk.do(lambda session: ledger.balance(session, VOLUNTEER)) == 2
    assert await desk.do(lambda session: records.hours_of(session, VOLUNTEER)) == (120, 1)


async def test_the_volunteer_does_not_settle_the_complaint_about_them(
    desk: Desk, claim: TaskClaim
) -> None:
    await served(desk, claim)
    said = await desk.do(
        lambda session: feedback.complain(session, claim.id, RESIDENT, "早走了", now=END)
    )
    themselves = member(desk.groups.staff, VOLUNTEER)
    refused = await desk.attempt(
        lambda s: feedback.settle(s, said.id, themselves, upheld=False, now=END)
    )
    assert isinstance(refused, OwnMinutes)


async def test_who_left_the_office_judges_no_more(desk: Desk, claim: TaskClaim) -> None:
    async def leave(session: AsyncSession) -> bool:
        task = await looking.get(session, claim.task_id)
        await groups.saw(session, desk.groups.staff, 102, "社工乙", now=NOW)
        before = await judging.may_judge(session, task, 102)
        await groups.left(session, desk.groups.staff, 102, now=NOW)
        return before and not await judging.may_judge(session, task, 102)

    assert await desk.do(leave)


async def test_checking_in_and_giving_back_at_once_leaves_one_of_them(
    desk: Desk, claim: TaskClaim
) -> None:
    await asyncio.gather(
        check_in(desk, claim, START),
        desk.attempt(lambda s: claims.release(s, claim.task_id, VOLUNTEER, now=START)),
    )
    kept = await desk.do(lambda session: looking.get_claim(session, claim.id))
    role = await desk.do(lambda s: s.scalar(select(TaskRole)))
    if kept.state is ClaimState.RELEASED:
        assert (kept.in_at, role.claimed) == (None, 0)
    else:
        assert (kept.state, kept.in_at, role.claimed) == (ClaimState.HELD, START, 1)


async def test_spent_points_are_not_earned_again_when_a_complaint_is_unfounded(
    desk: Desk, claim: TaskClaim
) -> None:
    record = await served(desk, claim)
    await approve(desk, record, 120)

    async def quarrel(session: AsyncSession) -> int:
        reward = await a_reward(session, desk.place, points=2)
        await rewards.redeem(session, reward.id, VOLUNTEER, now=END)
        said = await feedback.complain(session, claim.id, RESIDENT, "早走了", now=END)
        staff = member(desk.groups.staff)
        await feedback.settle(session, said.id, staff, upheld=False, now=END)
        return await ledger.balance(session, VOLUNTEER)

    assert await desk.do(quarrel) == 0


async def test_points_that_were_spent_are_owed_until_others_come_in(
    desk: Desk, claim: TaskClaim
) -> None:
    record = await served(desk, claim)
    await approve(desk, record, 120)

    async def spend(session: AsyncSession) -> None:
        reward = await a_reward(session, desk.place, points=2)
        await rewards.redeem(session, reward.id, VOLUNTEER, now=END)

    await desk.do(spend)
    said = await desk.do(
        lambda session: feedback.complain(session, claim.id, RESIDENT, "早走了", now=END)
    )
    staff = member(desk.groups.staff)
    await desk.do(lambda s: feedback.settle(s, said.id, staff, upheld=True, now=END))

    async def points(session: AsyncSession) -> tuple[int, int]:
        balance = await ledger.balance(session, VOLUNTEER)
        return balance, await ledger.spendable(session, VOLUNTEER)

    assert await desk.do(points) == (0, 0)
    for day, expected in ((1, (1, 0)), (2, (0, 0)), (3, (1, 1))):
        begins = START + timedelta(days=day)

        async def serve_more(session: AsyncSession, begins: datetime = begins) -> None:
            ends = begins + timedelta(hours=1)
            more = await a_claim(
                session, desk.place, starts_at=begins, ends_at=ends, claim_by=begins
            )
            made = await attendance.came(session, more.id, ORGANISER, now=ends)
            await records.approve(session, made.id, ORGANISER, "社工甲", 60, now=ends)

        await desk.do(serve_more)
        assert await desk.do(points) == expected


async def _due(desk: Desk, now: datetime) -> list[int]:
    due: list[int] = await desk.do(lambda session: review.due(session, now))
    return due


async def _tick(desk: Desk, now: datetime) -> None:
    for task_id in await _due(desk, now):
        await desk.do(partial(review.act, task_id=task_id, now=now))
