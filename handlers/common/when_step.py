"""The step "when?": at once, or at a day and a time, with what that time means for people.

when = when_step(composing, part="starts")

@when.kept
async def kept(talk: Talk, draft: Composing, starts_at: datetime | None) -> str | Reply: ...
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from handlers.common.forms import Form, Step
from handlers.common.i18n import _, current_language
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import day_in
from services import areas, calendar, quiet_hours
from services.written.moments import NINE, moment

D = TypeVar("D", bound=Kept)
Keep = Callable[[Talk, D, datetime | None], Awaitable[str | Reply]]
"""Keeps the time (UTC), None for at once: words (HTML) to be said before what follows, or what is
said instead of going on."""

NOW = "now"


class WhenStep(Step[D], Generic[D]):
    def __init__(self, form: Form[D], part: str) -> None:
        super().__init__(self._ask, lambda said, talk: _moment(talk, said), part)
        self.name = "when"
        self._form = form
        self._keep: Keep[D] | None = None
        self._chosen |= {NOW: self._at_once, None: self._at_usual_time}
        self._taken = self._at

    def kept(self, keep: Keep[D]) -> Keep[D]:
        self._keep = keep
        return keep

    async def _ask(self, talk: Talk, draft: D) -> Ask:
        language = current_language()
        days = [talk.today + timedelta(days=ahead) for ahead in (1, 2, 7)]
        options = [Option(NOW, _("现在就发"))]
        options += [
            Option(f"{day:%Y-%m-%d}", f"{day_in('MMMEd', day, language)} {NINE:%H:%M}")
            for day in days
        ]
        return Ask(_("什么时候发？点一个，或者写日子和钟点，比如“12月1日 15:00”。"), options)

    async def _at_once(self, talk: Talk, draft: D, choice: str) -> Reply:
        return await self._settle(talk, draft, None, await night_words(talk, talk.now))

    async def _at_usual_time(self, talk: Talk, draft: D, choice: str) -> Reply:
        return await self._at(talk, draft, _moment(talk, choice))

    async def _at(self, talk: Talk, draft: D, starts_at: datetime) -> Reply:
        told = await night_words(talk, starts_at)
        return await self._settle(
            talk,
            draft,
            starts_at,
            "\n".join(filter(None, [told, await holiday_words(talk, starts_at)])),
        )

    async def _settle(self, talk: Talk, draft: D, starts_at: datetime | None, told: str) -> Reply:
        assert self._keep is not None
        kept = await self._keep(talk, draft, starts_at)
        if not isinstance(kept, str):
            return kept
        return await self._form.go_on(talk, draft, "\n".join(filter(None, [kept, told])))


def when_step(form: Form[D], *, part: str) -> WhenStep[D]:
    step = WhenStep(form, part)
    form.add(step)
    return step


def _moment(talk: Talk, said: str) -> datetime:
    return moment(said, now=talk.now, zone=talk.config.zone)


async def night_words(talk: Talk, at: datetime) -> str:
    """What happens to messages that fall into the quiet hours; empty by day."""
    area = await areas.of_group(talk.session, talk.group)
    hours = await quiet_hours.of_area(talk.session, area)
    night = hours.night(at, talk.config.zone)
    if night is None:
        return ""
    text = _("🌙 那时是夜里，不打扰大家：早上 {time} 以后再发到。")
    return text.format(time=f"{night[1].astimezone(talk.config.zone):%H:%M}")


async def holiday_words(talk: Talk, at: datetime) -> str:
    """That people are off on that day, and may be away."""
    day = at.astimezone(talk.config.zone).date()
    if not (await calendar.days(talk.session)).is_holiday(day):
        return ""
    text = _("🎏 {day}是放假的日子，人可能不在家，答的会少。")
    return text.format(day=day_in("MMMd", day, current_language()))
