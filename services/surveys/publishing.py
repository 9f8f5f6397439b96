"""A survey's results, made once when it has ended; before that, see `progress`."""

from collections.abc import Mapping
from datetime import datetime
from random import Random, SystemRandom
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
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
    grids: Mapping[int, Area]
    """Those that its rows are about, by id."""


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
    return await _with_grids(session, survey, definition, Results.load(kept.results))


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
    return await _with_grids(session, earlier, definition, Results.load(kept.results))


async def _made(
    session: AsyncSession, survey: Survey, definition: Definition, lot: Random
) -> Results:
    found = await session.execute(
        select(SurveyResponse.answers, SurveyResponse.complete, SurveyResponse.grid_id).where(
            SurveyResponse.survey_id == survey.id, SurveyResponse.late.is_(False)
        )
    )
    asked = await session.scalar(select(func.count()).where(SurveyRoll.survey_id == survey.id))
    responses = [Response(answers, complete, grid_id) for answers, complete, grid_id in found]
    at_home = await areas.with_ids(
        session, {each.grid_id for each in responses if each.grid_id is not None}
    )
    return tabulate(
        definition,
        responses,
        asked=asked or 0,
        grids=[grid.id for grid in sorted(at_home.values(), key=areas.in_order)],
        lot=lot,
    )


async def _with_grids(
    session: AsyncSession, survey: Survey, definition: Definition, results: Results
) -> Published:
    ids = {grid_id for row in results.rows for grid_id in row.grid_ids if grid_id is not None}
    return Published(survey, definition, results, await areas.with_ids(session, ids))
