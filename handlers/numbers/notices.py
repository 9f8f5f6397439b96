"""A report that a group wants regularly."""

from handlers.common.i18n import SOURCE, speaking
from handlers.common.telling import Tell, Telling
from handlers.numbers.sending import posts
from services.groups import known
from services.numbers.regular import ReportDue
from storage.outbox import Urgency

telling = Telling()


@telling.hears(ReportDue)
async def due(tell: Tell, news: ReportDue) -> None:
    with speaking(SOURCE):
        said = await posts(news.report)
    tell.group(await known.get(tell.session, news.group_id), lambda: said, Urgency.NOTICE)
