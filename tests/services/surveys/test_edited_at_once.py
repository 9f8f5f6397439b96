"""Two members of staff write one draft in two sessions of PostgreSQL at once: nothing is lost.

The second waits for the first on the survey, sees what that one kept, and adds to it or is told.
"""

import asyncio
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.groups.authority import Member
from services.surveys import composing
from services.surveys.composing import Edited
from services.surveys.composing_errors import ChangedMeanwhile
from services.surveys.editing import Change, Part, Plan, put
from services.surveys.questions import Definition, Kind, Question
from storage.engine import Database
from storage.tables import Survey
from tests.services.factories import NOW, bind_groups, build_neighbourhood, member

pytestmark = pytest.mark.postgresql

TWO = Definition(
    title="食堂怎么样",
    questions=tuple(Question(name=each, kind=Kind.YES_NO, label="好吗？") for each in ("a", "b")),
)


@dataclass(frozen=True)
class Draft:
    database: Database
    survey_id: int
    seen: Plan
    first: Member
    second: Member

    async def at_once(self, one: Plan, other: Plan) -> tuple[Edited, Edited | Refusal]:
        """What both of them hear, the second of whom began before the first had committed."""
        async with self.database.transaction() as session:
            said = await self._edit(session, self.first, one)
            waiting = asyncio.create_task(self._second(other))
            await self._somebody_waits()
        return said, await waiting

    async def now(self) -> Plan:
        async with self.database.reading() as session:
            return await composing.plan_of(session, self.survey_id, self.first)

    async def revision(self) -> int:
        async with self.database.reading() as session:
            return (await session.get_one(Survey, self.survey_id)).revision

    async def _second(self, wanted: Plan) -> Edited | Refusal:
        async with self.database.transaction() as session:
            try:
                return await self._edit(session, self.second, wanted)
            except Refusal as refusal:
                return refusal

    async def _edit(self, session: AsyncSession, who: Member, wanted: Plan) -> Edited:
        return await composing.edit(session, self.survey_id, who, self.seen, wanted, now=NOW)

    async def _somebody_waits(self) -> None:
        """For a lock; otherwise both would have been written by what each had read."""
        waits = text(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with asyncio.timeout(60):
            while True:
                async with self.database.reading() as session:
                    if await session.scalar(waits):
                        return
                await asyncio.sleep(0.01)


@pytest.fixture
async def draft(postgresql: Database) -> Draft:
    async with postgresql.transaction() as session:
        place = await build_neighbourhood(session)
        groups = await bind_groups(session, place)
        first, second = (member(groups.staff, each) for each in (201, 202))
        survey = await composing.begin(session, first, place.community.id, TWO, now=NOW)
        seen = await composing.plan_of(session, survey.id, first)
    return Draft(postgresql, survey.id, seen, first, second)


def asking(plan: Plan, name: str, label: str) -> Plan:
    question = Question(name=name, kind=Kind.YES_NO, label=label)
    return replace(plan, definition=put(plan.definition, question))


async def test_what_both_changed_is_kept_and_the_second_is_told_of_the_other(draft: Draft) -> None:
    _said, told = await draft.at_once(
        asking(draft.seen, "a", "饭好吃吗？"), asking(draft.seen, "b", "菜好吃吗？")
    )
    assert isinstance(told, Edited)
    assert told.others == [Change(Part.QUESTION, "a")]
    labels = [each.label for each in (await draft.now()).definition.questions]
    assert labels == ["饭好吃吗？", "菜好吃吗？"]
    assert await draft.revision() == 2


async def test_a_question_and_a_decision_are_both_kept(draft: Draft) -> None:
    await draft.at_once(replace(draft.seen, lasts_days=7), asking(draft.seen, "c", "汤好喝吗？"))
    kept = await draft.now()
    assert kept.lasts_days == 7
    assert [each.name for each in kept.definition.questions] == ["a", "b", "c"]


async def test_of_two_who_change_the_same_the_second_is_told_what_stands_there(
    draft: Draft,
) -> None:
    _said, told = await draft.at_once(
        asking(draft.seen, "a", "饭好吃吗？"), asking(draft.seen, "a", "米饭好吃吗？")
    )
    assert isinstance(told, ChangedMeanwhile)
    assert told.changes == [Change(Part.QUESTION, "a")]
    assert told.plan.definition.named("a").label == "饭好吃吗？"
    assert await draft.now() == told.plan
    assert await draft.revision() == 1
