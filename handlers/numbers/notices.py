"""A report that a group wants regularly."""

from handlers.common.i18n import SOURCE, speaking
from handlers.common.telling import Tell, Telling
from handlers.numbers.sending import posts
from services import areas
from services.groups import known
from services.numbers import report
from services.numbers.regular import ReportDue
from services.subjects import FIGURES
from storage.outbox import Urgency

telling = Telling()


@telling.hears(ReportDue)
async def due(tell: Tell, news: ReportDue) -> None:
    group = await known.get(tell.session, news.group_id)
    assert group is not None
    area = await areas.of_group(tell.session, group)
    found = await report.of_period(tell.session, area, news.period, FIGURES)
    with speaking(SOURCE):
        said = await posts(found)
    tell.group(group, lambda: said, Urgency.NOTICE)
