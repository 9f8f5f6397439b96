"""Drafts of surveys: who may change and send one out, and what is refused."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.audiences import Audience
from services.errors import NotYourGroup, WordsNeeded
from services.groups.authority import Member
from services.rhythms import Rhythm
from services.surveys import composing, steering
from services.surveys.composing_errors import (
    ChangedMeanwhile,
    Flawed,
    NewVersionNeeded,
    NobodyToAsk,
    NotADraft,
    NotOurArea,
    NotRunning,
    RunsIntoItself,
    ShowsWhoAnswered,
    Undecided,
)
from services.surveys.editing import Plan, put
from services.surveys.questions import Definition, Kind, Question
from services.written.errors import TimesPast
from storage.engine import Database
from storage.tables import Survey, SurveyPlan, SurveyState
from tests.services.broadcasts.broadcast_factories import live_at
from tests.services.factories import (
    NOW,
    Groups,
    Neighbourhood,
    bind_groups,
    build_neighbourhood,
    member,
)

ASKS = Definition(
    title="食堂怎么样", questions=(Question(name="good", kind=Kind.YES_NO, label="饭菜好吃吗？"),)
)


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


@pytest.fixture
async def place(session: AsyncSession) -> Neighbourhood:
    return await build_neighbourhood(session)


@pytest.fixture
async def groups(session: AsyncSession, place: Neighbourhood) -> Groups:
    return await bind_groups(session, place)


async def a_draft(
    session: AsyncSession, place: Neighbourhood, who: Member, **decided: Any
) -> tuple[int, Plan]:
    """Decided throughout, but for what is said otherwise."""
    survey = await composing.begin(session, who, place.community.id, ASKS, now=NOW)
    seen = await composing.plan_of(session, survey.id, who)
    everybody = Audience(area_ids=(place.community.id,)).dump()
    usual: dict[str, Any] = {
        "anonymous": True,
        "audience": everybody,
        "starts": "",
        "lasts_days": 6,
        "remind_after": [2, 5],
        "rhythm": "",
    }
    edited = await composing.edit(
        session, survey.id, who, seen, replace(seen, **(usual | decided)), now=NOW
    )
    return survey.id, edited.plan


async def test_what_was_decided_is_what_is_sent_out(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    await live_at(session, place.building.id, [301])
    who = member(groups.staff)
    survey_id, plan = await a_draft(session, place, who)
    survey = await composing.publish(session, survey_id, who, plan, now=NOW)
    assert (survey.state, survey.starts_at, survey.act_at) == (SurveyState.SCHEDULED, NOW, NOW)
    assert survey.ends_at == composing.closing((NOW + timedelta(days=6)).date())
    assert (survey.anonymous, survey.remind_after, survey.repeat_at) == (True, [2, 5], None)
    assert list(await session.scalars(select(SurveyPlan))) == []
    with pytest.raises(NotADraft):
        await composing.publish(session, survey_id, who, plan, now=NOW)


async def test_one_that_repeats_says_when(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    await live_at(session, place.building.id, [301])
    who = member(groups.staff)
    survey_id, plan = await a_draft(session, place, who, rhythm=Rhythm.WEEKLY.value)
    survey = await composing.publish(session, survey_id, who, plan, now=NOW)
    assert survey.repeat_on == (NOW + timedelta(days=7)).date()
    assert survey.repeat_at is not None


@pytest.mark.parametrize(
    ("decided", "refusal"),
    [
        ({"definition": replace(ASKS, questions=())}, Flawed),
        ({"anonymous": None}, Undecided),
        ({"lasts_days": None}, Undecided),
        ({"starts": (NOW - timedelta(hours=1)).isoformat()}, TimesPast),
        ({"rhythm": "weekly", "lasts_days": 7}, RunsIntoItself),
        (
            {"definition": put(ASKS, Question(name="photo", kind=Kind.PHOTO, label="拍一张"))},
            ShowsWhoAnswered,
        ),
    ],
)
async def test_what_cannot_be_sent_out(
    session: AsyncSession,
    place: Neighbourhood,
    groups: Groups,
    decided: dict[str, Any],
    refusal: type[Exception],
) -> None:
    await live_at(session, place.building.id, [301])
    who = member(groups.staff)
    survey_id, plan = await a_draft(session, place, who, **decided)
    with pytest.raises(refusal):
        await composing.publish(session, survey_id, who, plan, now=NOW)


@pytest.mark.parametrize(("more", "version"), [(False, 1), (True, 2)])
async def test_other_questions_make_a_new_version(
    session: AsyncSession, place: Neighbourhood, groups: Groups, more: bool, version: int
) -> None:
    await live_at(session, place.building.id, [301])
    who = member(groups.staff)
    survey_id, plan = await a_draft(session, place, who)
    before = await composing.publish(session, survey_id, who, plan, now=NOW)
    again = await composing.begin(
        session, who, place.community.id, ASKS, now=NOW + timedelta(days=1), before=before
    )
    seen = await composing.plan_of(session, again.id, who)
    assert (seen.anonymous, seen.remind_after, seen.starts) == (True, [2, 5], None)
    asks = put(ASKS, Question(name="more", kind=Kind.WORDS, label="还有吗？")) if more else ASKS
    wanted = replace(seen, definition=asks, starts="", lasts_days=6)
    edited = await composing.edit(session, again.id, who, seen, wanted, now=NOW)
    published = await composing.publish(session, again.id, who, edited.plan, now=NOW)
    assert (published.series_id, published.version) == (before.id, version)


async def test_nobody_to_ask(session: AsyncSession, place: Neighbourhood, groups: Groups) -> None:
    who = member(groups.staff)
    survey_id, plan = await a_draft(session, place, who)
    with pytest.raises(NobodyToAsk):
        await composing.publish(session, survey_id, who, plan, now=NOW)


async def test_people_of_another_office_are_not_asked(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    with pytest.raises(NotOurArea):
        await a_draft(
            session,
            place,
            member(groups.staff),
            audience=Audience(area_ids=(place.next_community.id,)).dump(),
        )


async def test_only_the_office_composes(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    outsider = member(groups.property)
    with pytest.raises(NotYourGroup):
        await composing.begin(session, outsider, place.community.id, ASKS, now=NOW)
    with pytest.raises(WordsNeeded):
        await composing.begin(
            session, member(groups.staff), place.community.id, replace(ASKS, title=" "), now=NOW
        )
    survey_id, plan = await a_draft(session, place, member(groups.staff))
    with pytest.raises(NotYourGroup):
        await composing.edit(session, survey_id, outsider, plan, plan, now=NOW)


async def test_the_slower_of_two_hears_who_was_faster(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    who, other = member(groups.staff), member(groups.staff, 102)
    survey_id, seen = await a_draft(session, place, who)
    theirs = replace(seen, anonymous=False, lasts_days=3)
    await composing.edit(session, survey_id, other, seen, theirs, now=NOW)
    mine = replace(seen, remind_after=[3])
    edited = await composing.edit(session, survey_id, who, seen, mine, now=NOW)
    assert (edited.plan.anonymous, edited.plan.remind_after) == (False, [3])
    assert (edited.by_name, len(edited.others)) == (other.name, 2)
    with pytest.raises(ChangedMeanwhile) as faster:
        await composing.edit(
            session, survey_id, other, theirs, replace(theirs, remind_after=[]), now=NOW
        )
    assert faster.value.by_name == who.name
    assert faster.value.plan == edited.plan


async def test_a_dropped_draft_is_gone(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    who = member(groups.staff)
    survey_id, _plan = await a_draft(session, place, who)
    await composing.drop(session, survey_id, who)
    assert list(await session.scalars(select(Survey))) == []


async def test_only_words_are_corrected_while_it_goes_on(
    session: AsyncSession, place: Neighbourhood, groups: Groups
) -> None:
    await live_at(session, place.building.id, [301])
    who = member(groups.staff)
    survey_id, plan = await a_draft(session, place, who)
    with pytest.raises(NotRunning):
        await steering.correct(session, survey_id, who, ASKS, now=NOW)
    await composing.publish(session, survey_id, who, plan, now=NOW)
    better = put(ASKS, replace(ASKS.questions[0], label="饭菜合口味吗？"))
    await steering.correct(session, survey_id, who, better, now=NOW)
    more = put(ASKS, Question(name="more", kind=Kind.WORDS, label="还有吗？"))
    with pytest.raises(NewVersionNeeded):
        await steering.correct(session, survey_id, who, more, now=NOW)
    found = await session.get_one(Survey, survey_id)
    assert Definition.load(found.definition) == better
