"""Who is asked: written into the survey's roll as their invitation is promised."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.surveys import groups
from storage.tables import Person, Survey, SurveyRoll, SurveyState


async def wanted(
    session: AsyncSession, survey_id: int, person_ids: Sequence[int], now: datetime
) -> Collection[int]:
    """Those of them who are asked: not those who do not want surveys, or have answered.

    They stand in the roll from then on, in the transaction that promises their invitation.
    """
    survey = await rows.current(session, Survey, survey_id)
    if survey.state is not SurveyState.RUNNING:
        return ()
    known = await _on_roll(session, survey_id, person_ids)
    found = await session.scalars(
        select(Person).where(Person.id.in_(person_ids), Person.surveyed).order_by(Person.id)
    )
    asked = [each for each in found if each.id not in known]
    today = now.astimezone(calendar.ZONE).date()
    keys = await groups.of_people(session, survey, asked, today=today)
    for person in asked:
        session.add(
            SurveyRoll(
                survey_id=survey_id,
                person_id=person.id,
                asked_on=today,
                group_key=keys.get(person.id),
            )
        )
    await session.flush()
    return {each.id for each in asked} | {each for each, silent in known.items() if silent}


async def _on_roll(
    session: AsyncSession, survey_id: int, person_ids: Sequence[int]
) -> dict[int, bool]:
    """Those who were asked before, and whether they have not answered yet."""
    found = await session.execute(
        select(SurveyRoll.person_id, SurveyRoll.answered_on).where(
            SurveyRoll.survey_id == survey_id, SurveyRoll.person_id.in_(person_ids)
        )
    )
    return {person_id: answered_on is None for person_id, answered_on in found}
