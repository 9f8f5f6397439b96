"""The card of a survey moves as answers come: every few minutes, however many they are."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.news import draw
from services.surveys.news import SurveyCard
from storage.tables import Survey, SurveyState

EVERY = timedelta(minutes=5)
"""A new look is one edit in a group that takes twenty messages a minute."""


OVERDUE = timedelta(days=1)
"""One that goes on is looked at again at its end, if not before: that finds it by an index."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of surveys that take answers."""
    found = await session.scalars(
        select(Survey.id)
        .where(
            Survey.act_at > now - OVERDUE,
            Survey.starts_at <= now,
            Survey.state.in_((SurveyState.RUNNING, SurveyState.PAUSED)),
        )
        .order_by(Survey.act_at, Survey.id)
    )
    return list(found)


async def act(session: AsyncSession, survey_id: int, *, now: datetime) -> None:  # noqa: ARG001
    """Nothing is sent where the card looks so already."""
    draw(session, SurveyCard(survey_id))
