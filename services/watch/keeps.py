"""The job that looks after the others."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.keeps import AtNight, Job
from services.watch import conditions
from services.watch.alarms import Alarms
from services.watch.news import WorkBehind
from storage.tables import Trouble


def watching(jobs: Sequence[Job]) -> Job:
    """Watches whether `jobs` are done, messages leave and updates come."""

    async def work_behind(session: AsyncSession, now: datetime) -> WorkBehind | None:
        return await conditions.work_behind(session, now, jobs)

    alarms = Alarms(
        {
            Trouble.MESSAGES: conditions.messages_stuck,
            Trouble.WORK: work_behind,
            Trouble.SILENCE: conditions.nothing_arrives,
            Trouble.FAILURES: conditions.updates_fail,
        }
    )
    return Job(
        name="watch",
        due=alarms.due,
        act=alarms.act,
        every=timedelta(minutes=1),
        when="for a minute messages that could leave have not (for five), what is due is not done "
        "(for ten), by day nobody has written for much longer than usual, or an update failed "
        "within the hour; and five minutes after it is over",
        to="the administrators",
        at_night=AtNight.ACTS,
        late="always: it tells how things are",
    )
