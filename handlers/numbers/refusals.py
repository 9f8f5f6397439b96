"""What is said when a report cannot be made."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from services.numbers.periods import LONGEST, PeriodAhead, PeriodTooLong

__all__ = ["in_words"]

in_words.say({PeriodAhead: mark("这段日子还没有到，还没有数。请写已经开始的日子。")})


@in_words.says(PeriodTooLong)
def too_long(refusal: PeriodTooLong, zone: ZoneInfo) -> str:
    return _("太长了，一次最多看 {days} 天。").format(days=LONGEST)
