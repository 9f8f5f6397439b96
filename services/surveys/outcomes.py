"""What came of it: those who answered hear what was done, without it being known who said what."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts, rows, written
from services.broadcasts import NewBroadcast
from services.groups.authority import Member
from services.keeps import BroadcastKind
from services.surveys import publishing
from services.surveys.news import SurveyOutcome
from services.surveys.office import for_staff
from services.surveys.publishing_errors import NoOutcome, OutcomeTold
from storage.tables import SurveyResults, SurveyRoll

OUTCOME_LIMIT = 1000
"""Characters."""
_KIND = "survey outcome"


async def check(session: AsyncSession, survey_id: int, member: Member) -> None:
    """Whether it can still be written. Raises OutcomeTold, and as `for_staff`."""
    await for_staff(session, survey_id, member)
    kept = await outcome(session, survey_id)
    if kept is not None and kept.told_at is not None:
        raise OutcomeTold


async def write(
    session: AsyncSession, survey_id: int, text: str, member: Member, *, now: datetime
) -> SurveyResults:
    """Keep what is to be told; it can be written again until it is.

    Raises WordsNeeded, TooLong, OutcomeTold, NotEnded, and as `for_staff`.
    """
    await for_staff(session, survey_id, member)
    outcome = written.lines(text, limit=OUTCOME_LIMIT)
    await publishing.published(session, survey_id, now=now)
    kept = await rows.change(
        session,
        SurveyResults,
        SurveyResults.survey_id == survey_id,
        SurveyResults.told_at.is_(None),
        outcome=outcome,
        outcome_by=member.person_id,
        outcome_by_name=member.name[:140],
    )
    if kept is None:
        raise OutcomeTold
    return kept


async def tell(session: AsyncSession, survey_id: int, member: Member, *, now: datetime) -> None:
    """Have all hear of it who answered. Raises NoOutcome, OutcomeTold, and as `for_staff`."""
    survey = await for_staff(session, survey_id, member)
    kept = await rows.change(
        session,
        SurveyResults,
        SurveyResults.survey_id == survey_id,
        SurveyResults.outcome.is_not(None),
        SurveyResults.told_at.is_(None),
        told_at=now,
    )
    if kept is None:
        there = await session.get(SurveyResults, survey_id, populate_existing=True)
        raise OutcomeTold if there is not None and there.told_at is not None else NoOutcome
    new = NewBroadcast(kind=_KIND, subject_id=survey_id, area_id=survey.area_id)
    await broadcasts.start(session, new, now=now)


async def outcome(session: AsyncSession, survey_id: int) -> SurveyResults | None:
    """As it is now; None before there are results."""
    return await session.get(SurveyResults, survey_id, populate_existing=True)


async def _recipients(
    session: AsyncSession,
    survey_id: int,
    /,
    *,
    after: int,
    limit: int,
    now: datetime,  # noqa: ARG001
) -> Sequence[int]:
    found = await session.scalars(
        select(SurveyRoll.person_id)
        .where(
            SurveyRoll.survey_id == survey_id,
            SurveyRoll.answered_on.is_not(None),
            SurveyRoll.person_id > after,
        )
        .order_by(SurveyRoll.person_id)
        .limit(limit)
    )
    return found.all()


async def _wanted(
    session: AsyncSession,  # noqa: ARG001
    survey_id: int,  # noqa: ARG001
    person_ids: Sequence[int],
    now: datetime,  # noqa: ARG001
    /,
) -> Collection[int]:
    """All: they have answered."""
    return person_ids


def _news(survey_id: int, person_ids: Sequence[int]) -> SurveyOutcome:
    return SurveyOutcome(survey_id, tuple(person_ids))


BROADCAST = BroadcastKind(name=_KIND, news=_news, wanted=_wanted, recipients=_recipients)
