"""平安守望: one goes to look, one says what was found, and until then it is said again."""

from datetime import datetime, timedelta

import pytest

from services.errors import (
    AlreadySettled,
    AlreadyTaken,
    NotAMember,
    NotYourGroup,
    Refusal,
    TooLong,
    WordsNeeded,
)
from services.groups import binding as groups
from services.meals import alerts, care
from services.meals.kitchen_news import CareSettled, CareTaken, CareUnheeded
from services.tickets import Member
from storage.engine import Database
from storage.tables import CareAlert, CareCause, CareOutcome
from tests.services.factories import member
from tests.services.meals.kitchen_desk import (
    AFTER,
    Deed,
    KitchenDesk,
    open_kitchen,
    refusals,
    refused,
)
from tests.services.meals.meal_factories import a_proxy

SON, NEIGHBOUR = 41, 42
LATER = AFTER + alerts.NUDGE_EVERY


@pytest.fixture
async def desk(database: Database) -> KitchenDesk:
    return await open_kitchen(database)


@pytest.fixture
async def alert(desk: KitchenDesk) -> CareAlert:
    booked = await desk.books(11)
    raised: CareAlert = await desk.do(
        lambda session: alerts.raise_alert(session, booked, CareCause.NOBODY_HOME, now=AFTER)
    )
    return raised


def taking(desk: KitchenDesk, alert: CareAlert, person_id: int = 101) -> Deed:
    who = member(desk.groups.staff, person_id)
    return lambda session: care.take_as_staff(session, alert.id, who, now=AFTER)


def settling(
    desk: KitchenDesk,
    alert: CareAlert,
    outcome: CareOutcome = CareOutcome.SAFE,
    words: str | None = None,
    person_id: int = 101,
) -> Deed:
    who = member(desk.groups.staff, person_id)
    return lambda session: care.settle(session, alert.id, who, outcome, words, now=AFTER)


def nudging(alert: CareAlert, now: datetime) -> Deed:
    return lambda session: alerts.act(session, alert.id, now=now)


async def due(desk: KitchenDesk, now: datetime) -> list[int]:
    async with desk.database.reading() as session:
        return await alerts.due(session, now)


async def test_one_alert_a_booking(desk: KitchenDesk, alert: CareAlert) -> None:
    booked = await desk.booking(alert.booking_id)
    again = await desk.do(
        lambda session: alerts.raise_alert(session, booked, CareCause.MISSED_MEAL, now=AFTER)
    )
    assert again is None


async def test_of_many_who_go_one_does(desk: KitchenDesk, alert: CareAlert) -> None:
    outcomes = await desk.at_once([taking(desk, alert, each) for each in range(100, 120)])
    assert refusals(outcomes) == {AlreadyTaken: 19}


async def test_the_first_finding_holds(desk: KitchenDesk, alert: CareAlert) -> None:
    outcomes = await desk.at_once(
        [settling(desk, alert, person_id=each) for each in range(100, 110)]
    )
    assert refusals(outcomes) == {AlreadySettled: 9}
    refusal = await refused(desk, taking(desk, alert))
    assert isinstance(refusal, AlreadySettled)


async def test_who_needs_help_is_described(desk: KitchenDesk, alert: CareAlert) -> None:
    for words, kind in ((None, WordsNeeded), (" ", WordsNeeded), ("很" * 501, TooLong)):
        deed = settling(desk, alert, CareOutcome.NEEDS_HELP, words)
        refusal: Refusal = await refused(desk, deed)
        assert isinstance(refusal, kind)
    settled = await desk.do(settling(desk, alert, CareOutcome.NEEDS_HELP, " 摔了一跤 "))
    assert (settled.words, settled.outcome) == ("摔了一跤", CareOutcome.NEEDS_HELP)
    assert desk.heard(CareSettled) == [CareSettled(alert.id)]


async def test_it_is_said_again_every_half_hour_until_somebody_goes(
    desk: KitchenDesk, alert: CareAlert
) -> None:
    assert await due(desk, LATER - timedelta(seconds=1)) == []
    for step in range(3):
        now = LATER + step * alerts.NUDGE_EVERY
        assert await due(desk, now) == [alert.id]
        await desk.do(nudging(alert, now))
        assert await due(desk, now) == []
    assert desk.heard(CareUnheeded) == [CareUnheeded(alert.id)] * 3
    await desk.do(taking(desk, alert))
    assert await due(desk, LATER + timedelta(days=1)) == []


async def test_who_cannot_go_gives_it_back_and_it_is_said_again_at_once(
    desk: KitchenDesk, alert: CareAlert
) -> None:
    await desk.do(lambda session: care.take(session, alert.id, NEIGHBOUR, "邻居", now=AFTER))
    assert desk.heard(CareTaken) == [CareTaken(alert.id)]
    await desk.do(lambda session: care.give_back(session, alert.id, NEIGHBOUR, now=AFTER))
    assert await due(desk, AFTER) == [alert.id]


async def test_those_who_book_for_them_are_told(desk: KitchenDesk, alert: CareAlert) -> None:
    await desk.do(lambda session: a_proxy(session, desk.diners[11], SON))
    async with desk.database.reading() as session:
        assert await alerts.told_of(session, alert) == [SON]


async def test_only_the_office_of_their_community_goes_and_settles(
    desk: KitchenDesk, alert: CareAlert
) -> None:
    other = Member(7, "物业", desk.groups.property.id)
    take: Deed = lambda session: care.take_as_staff(  # noqa: E731
        session, alert.id, other, now=AFTER
    )
    assert isinstance(await refused(desk, take), NotYourGroup)
    await desk.do(lambda session: groups.saw(session, desk.groups.staff, 101, "甲", now=AFTER))
    await desk.do(lambda session: groups.left(session, desk.groups.staff, 101, now=AFTER))
    assert isinstance(await refused(desk, taking(desk, alert)), NotAMember)
