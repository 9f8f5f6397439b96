"""A survey begins, reminds the silent, ends, and repeats, each when its time comes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.audiences import Audience, Used
from services.errors import NotFound
from services.surveys import answering, inviting, living, reminding, repeating, steering
from services.surveys.composing_errors import NightNow, ToldToday
from storage.tables import (
    Broadcast,
    BroadcastRecipient,
    BroadcastState,
    Person,
    RecipientState,
    Survey,
    SurveyResults,
    SurveyRoll,
    SurveyState,
)
from tests.services.broadcasts.broadcast_factories import live_at
from tests.services.conftest import Desk
from tests.services.factories import NOW, member
from tests.services.surveys.survey_factories import WEEK, a_survey, ask, responses

FUZHOU = ZoneInfo("Asia/Shanghai")
PEOPLE = (21, 22, 23)


async def scheduled(session: AsyncSession, desk: Desk, **differently: Any) -> Survey:
    """To begin at NOW, nine o'clock on a Monday; three people live there."""
    known = await session.scalar(select(Person.id).where(Person.id == PEOPLE[0]))
    if known is None:
        await live_at(session, desk.place.building.id, PEOPLE)
    given: dict[str, Any] = {
        "state": SurveyState.SCHEDULED,
        "act_at": NOW,
        "audience": everybody(desk).dump(),
    }
    return await a_survey(session, desk.place, **(given | differently))


def everybody(desk: Desk, **differently: Any) -> Audience:
    return Audience(area_ids=(desk.place.community.id,), **differently)


async def current(session: AsyncSession, survey: Survey) -> Survey:
    await session.flush()
    return await rows.current(session, Survey, survey.id)


async def begun(session: AsyncSession, desk: Desk, **differently: Any) -> Survey:
    survey = await scheduled(session, desk, **differently)
    await living.act(session, survey.id, now=survey.act_at or NOW)
    return await current(session, survey)


async def broadcasts_of(session: AsyncSession, survey: Survey) -> list[Broadcast]:
    found = await session.scalars(
        select(Broadcast).where(Broadcast.subject_id == survey.id).order_by(Broadcast.id)
    )
    return list(found)


async def invited(session: AsyncSession, survey: Survey, people: Iterable[int] = PEOPLE) -> None:
    """Its invitation has reached them."""
    for person_id in people:
        session.add(
            BroadcastRecipient(
                broadcast_id=survey.broadcast_id,
                person_id=person_id,
                state=RecipientState.DELIVERED,
                drawn_at=NOW,
                promised_at=NOW,
            )
        )
    assert await inviting.wanted(session, survey.id, list(people), NOW) == set(people)


def in_fuzhou(at: datetime | None) -> str:
    assert at is not None
    return f"{at.astimezone(FUZHOU):%m-%d %H:%M}"


async def test_it_begins_with_a_broadcast_to_its_audience(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        survey = await scheduled(session, desk)
        assert await living.due(session, NOW - timedelta(seconds=1)) == []
        assert await living.due(session, NOW) == [survey.id]
        await living.act(session, survey.id, now=NOW)
        survey = await current(session, survey)
        [sent] = await broadcasts_of(session, survey)
    assert survey.state is SurveyState.RUNNING
    assert (sent.kind, sent.id, sent.asks) == (living.INVITATION, survey.broadcast_id, True)


async def test_after_an_outage_until_its_end_nobody_is_asked(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        survey = await scheduled(session, desk)
        await living.act(session, survey.id, now=NOW + WEEK)
        assert (await current(session, survey)).state is SurveyState.ENDED
        assert await broadcasts_of(session, survey) == []


@pytest.mark.parametrize(
    ("hour", "reminders"),
    [(9, ["03-04 19:00", "03-07 19:00"]), (16, ["03-04 10:00", "03-07 10:00"])],
)
async def test_reminders_come_at_another_hour_of_the_day_and_twice(
    desk: Desk, hour: int, reminders: list[str]
) -> None:
    starts_at = datetime(2026, 3, 2, hour, tzinfo=FUZHOU).astimezone(UTC)
    async with desk.database.transaction() as session:
        times = {"starts_at": starts_at, "act_at": starts_at, "ends_at": starts_at + WEEK}
        survey = await begun(session, desk, remind_after=[2, 5, 6], **times)
        for number, at in enumerate(reminders, 1):
            assert in_fuzhou(survey.act_at) == at
            await living.act(session, survey.id, now=survey.act_at or NOW)
            survey = await current(session, survey)
            assert survey.reminded == number
        assert survey.act_at == survey.ends_at
        kinds = [each.kind for each in await broadcasts_of(session, survey)]
    assert kinds == [living.INVITATION, living.REMINDER, living.REMINDER]


async def test_staff_remind_by_day_once_a_day_and_what_comes_by_itself_then_is_left_out(
    desk: Desk,
) -> None:
    async with desk.database.transaction() as session:
        survey = await begun(session, desk)
        staff = member(desk.groups.staff)
        midnight, morning = NOW + timedelta(hours=15), NOW + timedelta(days=2)
        with pytest.raises(ToldToday):
            await steering.remind(session, survey.id, staff, now=NOW)
        with pytest.raises(NightNow) as asleep:
            await steering.remind(session, survey.id, staff, now=midnight)
        assert in_fuzhou(asleep.value.until) == "03-03 08:00"
        await steering.remind(session, survey.id, staff, now=morning)
        with pytest.raises(ToldToday):
            await steering.remind(session, survey.id, staff, now=morning)
        assert in_fuzhou(survey.act_at) == "03-04 19:00"
        await living.act(session, survey.id, now=survey.act_at or NOW)
        kinds = [each.kind for each in await broadcasts_of(session, survey)]
    assert kinds == [living.INVITATION, living.REMINDER]


async def test_one_that_was_dropped_before_it_began_is_forgotten_in_time(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        survey = await scheduled(session, desk)
        await steering.end(session, survey.id, member(desk.groups.staff), now=NOW)
        dropped = await current(session, survey)
    assert (dropped.state, dropped.ended_at) == (SurveyState.DROPPED, NOW)


async def test_paused_nobody_is_reminded(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        survey = await begun(session, desk)
        survey.state = SurveyState.PAUSED
        assert await living.next_act(session, survey) == survey.ends_at


async def test_only_the_silent_are_reminded(desk: Desk) -> None:
    answered, silent, annoyed = PEOPLE
    async with desk.database.transaction() as session:
        survey = await begun(session, desk)
        await invited(session, survey)
        for name, value in (("good", True), ("dishes", ["fish"]), ("stars", 5)):
            await answering.take(session, survey.id, answered, name, value, now=NOW)
        await reminding.not_again(session, survey.id, annoyed)
        await session.flush()
        drawn = await reminding.silent(session, survey.id, after=0, limit=9, now=NOW)
        assert list(drawn) == [silent]
        assert await reminding.wanted(session, survey.id, PEOPLE, NOW) == {silent}
        with pytest.raises(NotFound):
            await reminding.not_again(session, survey.id, 99)


async def test_those_who_want_no_surveys_are_not_asked(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        survey = await begun(session, desk)
        (await session.get_one(Person, PEOPLE[0])).surveyed = False
        await session.flush()
        assert await inviting.wanted(session, survey.id, PEOPLE, NOW) == set(PEOPLE[1:])
        # Asked once more, as after a changed text: the same, and once on the roll.
        assert await inviting.wanted(session, survey.id, PEOPLE, NOW) == set(PEOPLE[1:])
        on_roll = await session.scalars(select(SurveyRoll.person_id))
        assert sorted(on_roll) == list(PEOPLE[1:])


@pytest.mark.parametrize("anonymous", [True, False])
async def test_at_the_end_what_was_begun_counts_and_who_was_not_reached_was_not_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, anonymous: bool
) -> None:
    monkeypatch.setattr(living, "SLICE", 2)
    begun_by, unreached = range(31, 36), 40
    async with desk.database.transaction() as session:
        survey = await begun(session, desk, anonymous=anonymous)
        await invited(session, survey)
        await ask(session, survey, [*begun_by, unreached])
        for person_id in begun_by:
            await answering.take(session, survey.id, person_id, "good", True, now=NOW)
        await living.act(session, survey.id, now=reminded_at(survey))
        while (survey := await current(session, survey)).act_at is not None:
            await living.act(session, survey.id, now=NOW + WEEK)
        given = await responses(session, survey)
        rolls = list(await session.scalars(select(SurveyRoll)))
        sent = await broadcasts_of(session, survey)
        assert await session.get(SurveyResults, survey.id) is not None
    assert {each.state for each in sent} == {BroadcastState.STOPPED}
    assert [each.complete for each in given] == [False] * len(begun_by)
    assert {each.draft for each in rolls} == {None}
    assert {each.person_id for each in rolls} == {*PEOPLE, *begun_by}
    days = {each.answered_on for each in rolls if each.person_id in begun_by}
    assert days == {date(2026, 3, 9)}


def reminded_at(survey: Survey) -> datetime:
    assert survey.act_at is not None
    return survey.act_at


async def repeats(session: AsyncSession, desk: Desk, on: date, **differently: Any) -> Survey:
    """A run that began a month before, whose next day is `on`; staff work from 8:30."""
    began = datetime(2026, 9, 1, 9, tzinfo=FUZHOU).astimezone(UTC)
    opens = await calendar.first_opening(session, on, desk.place.community.id)
    return await scheduled(
        session,
        desk,
        state=SurveyState.RUNNING,
        starts_at=began,
        ends_at=began + WEEK,
        act_at=None,
        rrule="FREQ=MONTHLY;BYMONTHDAY=1",
        repeat_on=on,
        repeat_at=opens,
        **differently,
    )


async def the_next(session: AsyncSession, survey: Survey) -> Survey:
    found = await session.scalars(select(Survey).where(Survey.series_id == survey.id))
    return found.one()


@pytest.mark.parametrize(
    ("nominal", "day"), [(date(2026, 9, 2), "09-02 09:00"), (date(2026, 10, 1), "10-08 09:00")]
)
async def test_a_run_that_falls_on_a_holiday_waits_for_the_next_working_day(
    desk: Desk, nominal: date, day: str
) -> None:
    async with desk.database.transaction() as session:
        survey = await repeats(session, desk, nominal)
        assert survey.repeat_at is not None
        assert await repeating.due(session, survey.repeat_at) == [survey.id]
        await repeating.act(session, survey.id, now=survey.repeat_at)
        again = await the_next(session, survey)
        before = await current(session, survey)
    assert in_fuzhou(again.starts_at) == day
    assert again.state is SurveyState.SCHEDULED
    assert again.ends_at == (again.starts_at or NOW) + WEEK
    assert again.repeat_on == (date(2026, 10, 1) if nominal.month == 9 else date(2026, 11, 1))
    assert (before.state, before.rrule, before.repeat_at) == (SurveyState.ENDED, None, None)


async def test_the_next_run_is_drawn_by_another_lot_of_as_late_users(desk: Desk) -> None:
    used = Used("meals", date(2026, 8, 1), date(2026, 8, 31))
    audience = everybody(desk, used=used, sample=10, seed=1)
    async with desk.database.transaction() as session:
        survey = await repeats(session, desk, date(2026, 9, 2), audience=audience.dump())
        await repeating.act(session, survey.id, now=survey.repeat_at or NOW)
        found = Audience.load((await the_next(session, survey)).audience)
    assert found.used == Used("meals", date(2026, 8, 2), date(2026, 9, 1))
    assert found.sample == 10
    assert found.seed != 1
