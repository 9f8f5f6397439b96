"""Working hours, as staff read them."""

from itertools import groupby

from handlers.common.i18n import _
from storage.tables import WorkDay
from storage.working_week import Stretch, Week


def week_words(week: Week) -> str:
    """A line for each run of days that are alike, such as 周一到周五 08:30-12:00 14:30-18:00."""
    lines = []
    alike = groupby(WorkDay, key=lambda day: (day is WorkDay.HOLIDAY, week.get(day, ())))
    for (_holiday, stretches), run in alike:
        if stretches:
            days = list(run)
            lines.append(f"{_days(days[0], days[-1])} {' '.join(map(stretch_words, stretches))}")
    return "\n".join(lines)


def stretch_words(stretch: Stretch) -> str:
    closes = f"{stretch.closes:%H:%M}" if stretch.closes.hour or stretch.closes.minute else "24:00"
    return f"{stretch.opens:%H:%M}-{closes}"


def day_name(day: WorkDay) -> str:
    return {
        WorkDay.MONDAY: _("周一"),
        WorkDay.TUESDAY: _("周二"),
        WorkDay.WEDNESDAY: _("周三"),
        WorkDay.THURSDAY: _("周四"),
        WorkDay.FRIDAY: _("周五"),
        WorkDay.SATURDAY: _("周六"),
        WorkDay.SUNDAY: _("周日"),
        WorkDay.HOLIDAY: _("节假日"),
    }[day]


def _days(first: WorkDay, last: WorkDay) -> str:
    if first is last:
        return day_name(first)
    return _("{first}到{last}").format(first=day_name(first), last=day_name(last))
