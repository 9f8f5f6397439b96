"""Anonymous answers stand in no order: not in the table, and not in which transaction wrote them.

PostgreSQL keeps rows where there is room and says which transaction wrote each (`xmin`): an answer
and the roll that says who answered would share it. So others are written again with each new
answer, and all of them every night. See docs/decisions/0020-anonymous-answers.md.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from storage.tables import Survey, SurveyResponse, SurveyState

AMONG = 20
"""So many others are written again with a new answer."""
AT_NIGHT = time(3)

_MIXED = cast("Table", SurveyResponse.__table__)
_lot = secrets.SystemRandom()


def new_id() -> int:
    """By lot, of 63 bits: on SQLite the ids are the order of the rows."""
    return secrets.randbits(63) or 1


async def put(session: AsyncSession, response: dict[str, Any], *, among: int = AMONG) -> None:
    """Write a new anonymous answer among `among` others of its survey."""
    beside = await _beside(session, response["survey_id"], among)
    await _write_again(session, beside, [response])


async def mix(session: AsyncSession, survey_id: int) -> None:
    """Put all answers of an anonymous survey into another order."""
    ids = await session.scalars(_unlocked(survey_id))
    await _write_again(session, list(ids), [])


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of surveys whose answers are to be mixed."""
    found = await session.scalars(
        select(Survey.id).where(Survey.mix_at <= now).order_by(Survey.mix_at, Survey.id)
    )
    return list(found)


async def act(
    session: AsyncSession, survey_id: int, *, now: datetime, zone: ZoneInfo = calendar.ZONE
) -> None:
    """Mix them, and again the next night for as long as it goes on."""
    survey = await rows.held(session, Survey, survey_id)
    if survey.mix_at is None or survey.mix_at > now:
        return
    await mix(session, survey_id)
    goes_on = survey.state in (SurveyState.RUNNING, SurveyState.PAUSED)
    survey.mix_at = next_night(now, zone) if goes_on else None


def next_night(now: datetime, zone: ZoneInfo) -> datetime:
    """The next AT_NIGHT after `now`."""
    day = now.astimezone(zone).date()
    tonight = datetime.combine(day, AT_NIGHT, zone)
    return tonight if tonight > now else datetime.combine(day + calendar.ONE_DAY, AT_NIGHT, zone)


async def _beside(session: AsyncSession, survey_id: int, limit: int) -> list[int]:
    """Ids of `limit` others, those that follow a point drawn by lot."""
    point = new_id()
    after = _unlocked(survey_id).where(SurveyResponse.id >= point).limit(limit)
    found = list(await session.scalars(after))
    if len(found) < limit:
        before = _unlocked(survey_id).where(SurveyResponse.id < point)
        found += await session.scalars(before.limit(limit - len(found)))
    return found


def _unlocked(survey_id: int) -> Any:
    """What somebody else writes again or changes at this moment is left to them."""
    return (
        select(SurveyResponse.id)
        .where(SurveyResponse.survey_id == survey_id)
        .order_by(SurveyResponse.id)
        .with_for_update(skip_locked=True)
    )


async def _write_again(
    session: AsyncSession, ids: Sequence[int], new: Sequence[dict[str, Any]]
) -> None:
    gone = delete(_MIXED).where(_MIXED.c.id.in_(ids)).returning(*_MIXED.c)
    every = [*map(dict, (await session.execute(gone)).mappings()), *new]
    _lot.shuffle(every)
    if every:
        await session.execute(insert(_MIXED), every)
