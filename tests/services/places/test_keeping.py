"""Keeping entries true: reports settled once, who may, closures, what was confirmed longest ago."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services import places
from services.errors import (
    AlreadySettled,
    HoursUnreadable,
    NotAMember,
    NotFound,
    NotYourGroup,
    Refusal,
    TooLong,
    WordsNeeded,
)
from services.groups import binding as groups
from services.tickets import Member
from storage.tables import Group, Place, PlaceReport, PlaceSpot, ReportKind, Verdict
from tests.services.conftest import Desk
from tests.services.factories import (
    LATITUDE,
    LONGITUDE,
    NEIGHBOUR,
    NOW,
    RESIDENT,
    member,
)
from tests.services.places.place_factories import HUT, a_place, a_spot, a_theme_with_two_kinds

MANY = 20
LATER = NOW + timedelta(days=1)


@dataclass(frozen=True)
class Map:
    """A desk and the one place on its map."""

    desk: Desk
    place_id: int

    async def report(self, what: ReportKind = ReportKind.MOVED, **differently: Any) -> PlaceReport:
        told: dict[str, Any] = {"person_id": RESIDENT, "words": None, "now": NOW} | differently
        made: PlaceReport = await self.desk.do(
            lambda session: places.report(session, self.place_id, what=what, **told)
        )
        return made

    async def settle(self, report_id: int, who: Member, verdict: Verdict) -> Any:
        """The report, or why not."""
        return await self.desk.attempt(
            lambda session: places.settle(session, report_id, who, verdict, now=LATER)
        )

    async def found(self) -> list[int]:
        async with self.desk.database.reading() as session:
            nearby = await places.near(
                session, places.View(LATITUDE, LONGITUDE, LATER), kinds=[HUT]
            )
            return [found.place.id for found in nearby.found]

    async def place(self) -> Place:
        async with self.desk.database.reading() as session:
            return await session.get_one(Place, self.place_id)


@pytest.fixture
async def map_(desk: Desk) -> Map:
    async def furnish(session: Any) -> int:
        kinds = await a_theme_with_two_kinds(session)
        return (await a_place(session, desk.place, kinds[HUT])).id

    return Map(desk, await desk.do(furnish))


async def test_the_same_trouble_told_twice_is_one_task(map_: Map) -> None:
    first = await map_.report()
    second = await map_.report(person_id=NEIGHBOUR)
    assert (second.id, second.person_id) == (first.id, RESIDENT)


async def test_told_by_many_at_once_it_is_still_one_task(map_: Map) -> None:
    told = await asyncio.gather(*(map_.report(person_id=person) for person in range(MANY)))
    assert len({report.id for report in told}) == 1


async def test_told_again_once_settled_it_is_a_new_task(map_: Map) -> None:
    first = await map_.report()
    await map_.settle(first.id, member(map_.desk.groups.staff), Verdict.UNFOUNDED)
    assert (await map_.report()).id != first.id


async def test_words_of_ones_own_are_each_heard(map_: Map) -> None:
    first = await map_.report(ReportKind.OTHER, words=" 电话打不通 ")
    second = await map_.report(ReportKind.OTHER, words="门牌不对")
    assert first.id != second.id
    assert first.words == "电话打不通"


@pytest.mark.parametrize(
    ("words", "refusal"), [(None, WordsNeeded), ("  ", WordsNeeded), ("长" * 501, TooLong)]
)
async def test_other_troubles_need_words_and_not_too_many(
    map_: Map, words: str | None, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await map_.report(ReportKind.OTHER, words=words)


async def test_of_many_who_settle_at_once_one_does_and_the_others_hear_who(map_: Map) -> None:
    report = await map_.report()
    staff = [member(map_.desk.groups.staff, person_id) for person_id in range(MANY)]
    verdicts = [Verdict.CLOSED if who.person_id % 2 else Verdict.UNFOUNDED for who in staff]
    outcomes = await asyncio.gather(
        *(map_.settle(report.id, *chosen) for chosen in zip(staff, verdicts, strict=True))
    )
    [settled] = [outcome for outcome in outcomes if isinstance(outcome, PlaceReport)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, AlreadySettled)]
    assert len(refused) == MANY - 1
    assert {refusal.by_name for refusal in refused} == {settled.settled_by_name}
    is_gone = (await map_.place()).closed_at is not None
    assert is_gone == (settled.verdict is Verdict.CLOSED)


async def test_pressing_again_says_that_it_was_oneself(map_: Map) -> None:
    report = await map_.report()
    who = member(map_.desk.groups.staff)
    await map_.settle(report.id, who, Verdict.CHANGED)
    again = await map_.settle(report.id, who, Verdict.CLOSED)
    assert isinstance(again, AlreadySettled)
    assert again.yours


async def test_a_place_found_gone_is_shown_to_nobody_any_more(map_: Map) -> None:
    assert await map_.found() == [map_.place_id]
    report = await map_.report()
    await map_.settle(report.id, member(map_.desk.groups.staff), Verdict.CLOSED)
    assert await map_.found() == []
    assert (await map_.place()).closed_at == LATER


@pytest.mark.parametrize("verdict", [Verdict.UNFOUNDED, Verdict.CHANGED])
async def test_the_other_verdicts_confirm_the_entry(map_: Map, verdict: Verdict) -> None:
    report = await map_.report()
    await map_.settle(report.id, member(map_.desk.groups.staff), verdict)
    assert await map_.found() == [map_.place_id]
    assert (await map_.place()).confirmed_at == LATER


async def test_the_staff_of_the_street_may_settle_too(map_: Map) -> None:
    report = await map_.report()
    settled = await map_.settle(report.id, member(map_.desk.groups.street), Verdict.UNFOUNDED)
    assert isinstance(settled, PlaceReport)


async def test_a_property_company_may_not(map_: Map) -> None:
    report = await map_.report()
    refusal = await map_.settle(report.id, member(map_.desk.groups.property), Verdict.CLOSED)
    assert isinstance(refusal, NotYourGroup)


async def test_whoever_left_the_group_may_not(map_: Map) -> None:
    report = await map_.report()
    who = member(map_.desk.groups.staff)

    async def leave(session: Any) -> None:
        group = await session.get_one(Group, who.group_id)
        await groups.saw(session, group, who.person_id, who.name, now=NOW)
        await groups.left(session, group, who.person_id, now=NOW)

    await map_.desk.do(leave)
    assert isinstance(await map_.settle(report.id, who, Verdict.CLOSED), NotAMember)


async def test_there_is_no_such_report_and_no_such_place(map_: Map) -> None:
    who = member(map_.desk.groups.staff)
    assert isinstance(await map_.settle(4711, who, Verdict.CLOSED), NotFound)
    missing = await map_.desk.attempt(
        lambda session: places.report(session, 4711, RESIDENT, ReportKind.MOVED, now=NOW)
    )
    assert isinstance(missing, NotFound)


async def test_a_place_that_is_there_after_all_is_found_again(map_: Map) -> None:
    who = member(map_.desk.groups.staff)
    await map_.desk.do(lambda session: places.close_for_good(session, map_.place_id, who, now=NOW))
    assert await map_.found() == []
    await map_.desk.do(lambda session: places.reopen(session, map_.place_id, who, now=LATER))
    assert await map_.found() == [map_.place_id]
    assert (await map_.place()).confirmed_at == LATER


async def test_new_hours_hold_at_the_spot_or_everywhere(map_: Map) -> None:
    who = member(map_.desk.groups.staff)

    async def change(session: Any) -> list[str]:
        stop = await a_spot(session, await places.place(session, map_.place_id), name="二站")
        await places.change_hours(session, map_.place_id, who, "Mo-Fr 08:00-12:00", now=NOW)
        await places.change_hours(
            session, map_.place_id, who, "Sa 08:00-12:00", spot_id=stop.id, now=NOW
        )
        return list(await session.scalars(select(PlaceSpot.hours).order_by(PlaceSpot.id)))

    assert await map_.desk.do(change) == ["Mo-Fr 08:00-12:00", "Sa 08:00-12:00"]


async def test_hours_that_cannot_be_read_are_refused(map_: Map) -> None:
    who = member(map_.desk.groups.staff)
    refusal = await map_.desk.attempt(
        lambda session: places.change_hours(session, map_.place_id, who, "上午八点", now=NOW)
    )
    assert isinstance(refusal, HoursUnreadable)


async def test_a_closure_shuts_the_place_and_can_be_called_off(map_: Map) -> None:
    who = member(map_.desk.groups.staff)

    async def is_open(session: Any) -> bool:
        nearby = await places.near(session, places.View(LATITUDE, LONGITUDE, NOW), kinds=[HUT])
        return nearby.found[0].open.now

    today = date(2026, 3, 2)
    closure = await map_.desk.do(
        lambda session: places.close_for(
            session, map_.place_id, who, starts_on=today, ends_on=today, reason="停电"
        )
    )
    assert not await map_.desk.do(is_open)
    await map_.desk.do(lambda session: places.call_off(session, closure.id, who))
    assert await map_.desk.do(is_open)


async def test_a_closure_that_ends_before_it_starts_is_an_error(map_: Map) -> None:
    with pytest.raises(ValueError, match="before"):
        await map_.desk.do(
            lambda session: places.close_for(
                session,
                map_.place_id,
                member(map_.desk.groups.staff),
                starts_on=date(2026, 3, 2),
                ends_on=date(2026, 3, 1),
                reason="停电",
            )
        )


async def test_those_confirmed_longest_ago_are_asked_about_first(map_: Map) -> None:
    async def oldest(session: Any) -> dict[str, list[str]]:
        [kind, *_] = await places.kinds(session)

        async def put(code: str, **differently: Any) -> None:
            await a_place(session, map_.desk.place, kind, code=code, **differently)

        await put("recently", confirmed_at=LATER)
        await put("long ago", confirmed_at=NOW - timedelta(days=90))
        await put("gone", closed_at=NOW)
        await put("theirs", area_id=map_.desk.place.next_community.id)
        community = map_.desk.place.community
        return {
            "all": [one.code for one in await places.oldest_confirmed(session, community, 9)],
            "stale": [
                one.code for one in await places.oldest_confirmed(session, community, 9, before=NOW)
            ],
        }

    told = await map_.desk.do(oldest)
    assert told == {"all": ["p0-0", "long ago", "recently"], "stale": ["p0-0", "long ago"]}


async def test_confirming_notes_when(map_: Map) -> None:
    who = member(map_.desk.groups.staff)
    await map_.desk.do(lambda session: places.confirm(session, map_.place_id, who, now=LATER))
    assert (await map_.place()).confirmed_at == LATER
