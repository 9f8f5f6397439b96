"""A survey's results, made once when it has ended; before that, see `progress`."""

from collections.abc import Mapping
from datetime import datetime
from random import Random, SystemRandom
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
from services.surveys import groups
from services.surveys.groups import GroupedBy
from services.surveys.publishing_errors import NotEnded
from services.surveys.questions import Definition
from services.surveys.results import Response, Results
from services.surveys.tabulating import tabulate
from storage.tables import (
    Area,
    Survey,
    SurveyResponse,
    SurveyResults,
    SurveyRoll,
    SurveyState,
)


class Published(NamedTuple):
    """What may be shown of a survey that has ended."""

    survey: Survey
    definition: Definition
    results: Results
    areas: Mapping[int, Area]
    """Those that its rows are about, by id; none where these are ages."""


async def published(
    session: AsyncSession, survey_id: int, *, now: datetime, lot: Random | None = None
) -> Published:
    """Its results, the same each time. Raises NotFound and NotEnded.

    They are made when what was begun has been handed in after the end, or with the first look:
    the next ones wait for it on the survey. `lot` is a secret.
    """
    survey = await rows.held(session, Survey, survey_id)
    if survey.state is not SurveyState.ENDED or survey.act_at is not None:
        raise NotEnded(survey.ends_at)
    definition = Definition.load(survey.definition)
    kept = await session.get(SurveyResults, survey_id)
    if kept is None:
        results = await _made(session, survey, definition, lot or SystemRandom())
        kept = SurveyResults(survey_id=survey_id, results=results.dump(), made_at=now)
        session.add(kept)
        await session.flush()
    return await _with_areas(session, survey, definition, Results.load(kept.results))


async def before(session: AsyncSession, survey: Survey) -> Published | None:
    """The results of the latest earlier run of the same survey that were made."""
    if survey.series_id is None:
        return None
    found = (
        await session.execute(
            select(Survey, SurveyResults)
            .join(SurveyResults, SurveyResults.survey_id == Survey.id)
            .where(
                (Survey.series_id == survey.series_id) | (Survey.id == survey.series_id),
                Survey.id != survey.id,
                Survey.created_at < survey.created_at,
            )
            .order_by(Survey.created_at.desc(), Survey.id.desc())
            .limit(1)
        )
    ).first()
    if found is None:
        return None
    earlier, kept = found
    definition = Definition.load(earlier.definition)
    return await _with_areas(session, earlier, definition, Results.load(kept.results))


async def _made(
    session: AsyncSession, survey: Survey, definition: Definition, lot: Random
) -> Results:
    found = await session.execute(
        select(SurveyResponse.answers, SurveyResponse.complete, SurveyResponse.group_key).where(
            SurveyResponse.survey_id == survey.id, SurveyResponse.late.is_(False)
        )
    )
    responses = [Response(answers, complete, group) for answers, complete, group in found]
    asked = await session.execute(
        select(SurveyRoll.group_key, func.count())
        .where(SurveyRoll.survey_id == survey.id)
        .group_by(SurveyRoll.group_key)
    )
    by_group = {group: people for group, people in asked if people}
    known = [group for group in by_group if group is not None]
    return tabulate(
        definition,
        responses,
        asked=by_group,
        groups=await groups.in_order(session, survey, known),
        lot=lot,
    )


async def _with_areas(
    session: AsyncSession, survey: Survey, definition: Definition, results: Results
) -> Published:
    shown = {group for row in results.rows for group in row.groups if group is not None}
    is_by_age = survey.grouped_by == GroupedBy.AGE
    known = {} if is_by_age else await areas.with_ids(session, shown)
    return Published(survey, definition, results, known)
