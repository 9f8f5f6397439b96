"""The step "to whom?": everybody of the office's area, or fewer of them, with how many that is.

    who = audience_step(composing, part="chosen", asks=True)

    @who.kept
    async def kept(talk: Talk, draft: Composing, audience: Audience) -> str | Reply:
        draft.audience = audience.dump()
        return ""

    @who.audience
    def audience_of(draft: Composing) -> Mapping[str, Any] | None:
        return draft.audience

`part` of the draft becomes True once the audience is as it should be. Beside the step stand those
that change one part of it each. Staff alone are asked: the office is `Talk.group`'s.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Generic, TypeVar

from dateutil.relativedelta import relativedelta

from handlers.common.audience_words import ages_name, counted, described, service_name
from handlers.common.forms import Again, Form, Step
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from services import areas, audiences
from services.audiences import MOST_RESTED_DAYS, Audience, Used
from services.subjects import USERS
from services.written import periods
from services.written.ages import ages
from services.written.counts import count
from storage.tables import Area, Level

D = TypeVar("D", bound=Kept)
Keep = Callable[[Talk, D, Audience], Awaitable[str | Reply]]
"""Keeps the audience: words (HTML) to be said above it, or what is said instead of showing it."""
Of = Callable[[D], Mapping[str, Any] | None]
"""What was kept of it, as `Audience.dump` gives it."""

ENOUGH, WHOLE = "enough", "whole"
PLACE, AGES, USED, SAMPLE, RESTED = "homes", "ages", "used", "sample", "rested"
NO_LIMIT = "0"
HERE, INTO = "here", "into"
USUAL_REST = 30
"""Days: no household is asked more often than once a month."""
MOST_SAMPLED = 20_000
_SERVICE = "audience used"
_BELOW = "audience below"
"""Of the conversation's data: the service, and the area, that is asked about."""


class AudienceStep(Step[D], Generic[D]):
    """See the module; the steps beside it are named like the options that lead to them."""

    def __init__(self, form: Form[D], part: str, *, asks: bool) -> None:
        super().__init__(self._ask, None, part)
        self.name = "who"
        self._form = form
        self._asks = asks
        self._keep: Keep[D] | None = None
        self._of: Of[D] | None = None
        self._chosen |= {ENOUGH: self._enough, None: self._change}

    def kept(self, keep: Keep[D]) -> Keep[D]:
        self._keep = keep
        return keep

    def audience(self, of: Of[D]) -> Of[D]:
        self._of = of
        return of

    def current(self, talk: Talk, draft: D) -> Audience:
        """What was kept; before that, everybody of the office's area."""
        assert self._of is not None
        kept = self._of(draft)
        if kept is not None:
            return Audience.load(kept)
        rested = USUAL_REST if self._asks else 0
        return Audience(area_ids=(talk.group.area_id,), rested_days=rested)

    async def keep(self, talk: Talk, draft: D, audience: Audience) -> Reply:
        """Keep it, and show how many that is."""
        assert self._keep is not None
        told = await self._keep(talk, draft, audience)
        return await self._form.ask(talk, draft, self.name, told) if isinstance(told, str) else told

    async def _ask(self, talk: Talk, draft: D) -> Ask:
        audience = self.current(talk, draft)
        found = await audiences.preview(talk.session, audience, now=talk.now)
        lines = [_("发给谁？"), await described(talk.session, audience), counted(found)]
        options = [Option(ENOUGH, _("✅ 就发给这 {count} 人").format(count=found.people))]
        options = options if found.people else []
        options += [
            Option(PLACE, _("📍 换地方")),
            Option(AGES, _("🎂 按年龄")),
            Option(USED, _("🧾 用过的服务")),
            Option(SAMPLE, _("🎲 抽一部分人")),
        ]
        if self._asks:
            options.append(Option(RESTED, _("🕊 最近问过的")))
        return Ask("\n".join(lines), options, columns=2)

    async def _enough(self, talk: Talk, draft: D, choice: str) -> Reply:
        """A lot is drawn once: its seed is kept with the audience."""
        assert self._keep is not None
        audience = self.current(talk, draft)
        told = await self._keep(talk, draft, audience)
        if not isinstance(told, str):
            return told
        setattr(draft, self.part, True)
        return await self._form.go_on(talk, draft, told)

    async def _change(self, talk: Talk, draft: D, choice: str) -> Reply:
        if choice == PLACE:
            talk.data[_BELOW] = talk.group.area_id
        return await self._form.ask(talk, draft, choice)


def audience_step(form: Form[D], *, part: str, asks: bool) -> AudienceStep[D]:
    """`asks`: who was asked something lately can be left out."""
    step = AudienceStep(form, part, asks=asks)
    form.add(step)
    _homes(form, step)
    _ages(form, step)
    _used(form, step)
    _used_when(form, step)
    _sample(form, step)
    _rested(form, step)
    return step


def _homes(form: Form[D], step: AudienceStep[D]) -> None:
    @form.aside(step.name, lambda said, talk: _named(talk, said))
    async def homes(talk: Talk, draft: D) -> Ask:
        own = await areas.of_group(talk.session, talk.group)
        at = await areas.one(talk.session, talk.data.get(_BELOW) or own.id)
        below = await areas.children(talk.session, at.id)
        chosen = step.current(talk, draft).area_ids
        known = await areas.with_ids(talk.session, chosen)
        names = esc("、".join(known[each].name for each in chosen))
        text = _("现在是：{places}。\n点一处往下选，或者打字写小区、楼号。可以选几处。")
        options = [Option(f"{HERE}:{at.id}", _("✅ 选{place}").format(place=at.name))]
        options += [Option(f"{INTO}:{each.id}", each.name) for each in below]
        if at.id != own.id:
            options.append(Option(WHOLE, _("整个{place}").format(place=own.name)))
        return Ask(text.format(places=names), options, columns=2)

    @homes.choice()
    async def picked(talk: Talk, draft: D, choice: str) -> Reply:
        how, _colon, area_id = choice.partition(":")
        area = await areas.one(talk.session, int(area_id))
        if how == HERE or area.level is Level.BUILDING:
            return await _add(talk, draft, step, area)
        talk.data[_BELOW] = area.id
        return await form.ask(talk, draft, PLACE)

    @homes.choice(WHOLE)
    async def whole(talk: Talk, draft: D, choice: str) -> Reply:
        audience = replace(step.current(talk, draft), area_ids=(talk.group.area_id,))
        return await step.keep(talk, draft, audience)

    @homes.taken
    async def written(talk: Talk, draft: D, area: Area) -> Reply:
        return await _add(talk, draft, step, area)


async def _named(talk: Talk, said: str) -> Area:
    """The one place of the office's that words name."""
    own = await areas.of_group(talk.session, talk.group)
    found = [each for each in await areas.search(talk.session, said) if own.id in each.lineage]
    if not found:
        raise Again(_("{place}里没有找到这个地方，请点一个。").format(place=esc(own.name)))
    return found[0]


async def _add(talk: Talk, draft: D, step: AudienceStep[D], area: Area) -> Reply:
    """Beside those chosen before; what lies in another one is chosen with it."""
    audience = step.current(talk, draft)
    known = await areas.with_ids(talk.session, audience.area_ids)
    others = [
        each
        for each in audience.area_ids
        if each != talk.group.area_id and area.id not in known[each].lineage
    ]
    within = any(each in area.lineage for each in others)
    chosen = others if within else [*others, area.id]
    return await step.keep(talk, draft, replace(audience, area_ids=tuple(chosen)))


def _group_of_ages(said: str, talk: Talk) -> tuple[int | None, int | None]:
    found = ages(said)
    if found is None:
        raise Again(_("请写年龄，比如“60岁以上”“60-79岁”。"))
    return found.low, found.high


def _ages(form: Form[D], step: AudienceStep[D]) -> None:
    @form.aside(step.name, _group_of_ages)
    async def ages(talk: Talk, draft: D) -> Ask:
        usual = [(60, None), (70, None), (80, None), (18, 59)]
        options = [Option(_dumped(*each), ages_name(*each)) for each in usual]
        options.append(Option(NO_LIMIT, _("不管年龄")))
        text = _("哪个年龄的？可以写“65岁以上”“60-79岁”。只算得上我们知道年龄的人。")
        return Ask(text, options, columns=2)

    @ages.choice()
    async def chosen(talk: Talk, draft: D, choice: str) -> Reply:
        limits = None if choice == NO_LIMIT else _group_of_ages(choice, talk)
        return await step.keep(talk, draft, replace(step.current(talk, draft), ages=limits))

    @ages.taken
    async def written(talk: Talk, draft: D, limits: tuple[int | None, int | None]) -> Reply:
        return await step.keep(talk, draft, replace(step.current(talk, draft), ages=limits))


def _dumped(low: int, high: int | None) -> str:
    return f"{low}+" if high is None else f"{low}-{high}"


def _used(form: Form[D], step: AudienceStep[D]) -> None:
    @form.aside(step.name)
    async def used(talk: Talk, draft: D) -> Ask:
        options = [Option(each, service_name(each)) for each in USERS]
        options.append(Option(NO_LIMIT, _("不管用没用过")))
        return Ask(_("只问用过哪项服务的人？"), options, columns=2)

    @used.choice(NO_LIMIT)
    async def anybody(talk: Talk, draft: D, choice: str) -> Reply:
        return await step.keep(talk, draft, replace(step.current(talk, draft), used=None))

    @used.choice()
    async def of_service(talk: Talk, draft: D, choice: str) -> Reply:
        talk.data[_SERVICE] = choice
        return await form.ask(talk, draft, "used_when")


def _used_when(form: Form[D], step: AudienceStep[D]) -> None:
    @form.aside(USED, lambda said, talk: periods.period(said, talk.today))
    async def used_when(talk: Talk, draft: D) -> Ask:
        options = [
            Option(str(months), _("最近 {months} 个月").format(months=months))
            for months in (1, 3, 6, 12)
        ]
        text = _("什么时候用过{service}？也可以写“10月1日到10月31日”。")
        service = service_name(talk.data[_SERVICE])
        return Ask(text.format(service=service), options, columns=2)

    @used_when.choice()
    async def lately(talk: Talk, draft: D, choice: str) -> Reply:
        since = talk.today - relativedelta(months=int(choice))
        return await within(talk, draft, (since, talk.today))

    @used_when.taken
    async def within(talk: Talk, draft: D, days: tuple[date, date]) -> Reply:
        used = Used(talk.data[_SERVICE], *days)
        return await step.keep(talk, draft, replace(step.current(talk, draft), used=used))


def _sample(form: Form[D], step: AudienceStep[D]) -> None:
    def so_many(said: str, talk: Talk) -> int:
        people = count(said)
        if people is None or not 1 <= people <= MOST_SAMPLED:
            raise Again(_("请写抽多少人，比如“100”。"))
        return people

    @form.aside(step.name, so_many)
    async def sample(talk: Talk, draft: D) -> Ask:
        options = [
            Option(str(each), _("抽 {count} 人").format(count=each)) for each in (50, 100, 200)
        ]
        options.append(Option(NO_LIMIT, _("都问，不抽")))
        text = _("抽多少人？写一个数就行。按网格人数分，机器抽签，抽一次，签号公开，谁都可以核对。")
        return Ask(text, options, columns=2, counted=False)

    @sample.choice()
    async def chosen(talk: Talk, draft: D, choice: str) -> Reply:
        return await drawn(talk, draft, int(choice) or None)

    @sample.taken
    async def drawn(talk: Talk, draft: D, people: int | None) -> Reply:
        audience = step.current(talk, draft)
        return await step.keep(talk, draft, replace(audience, sample=people))


def _rested(form: Form[D], step: AudienceStep[D]) -> None:
    def days(said: str, talk: Talk) -> int:
        found = count(said)
        if found is None or not 0 <= found <= MOST_RESTED_DAYS:
            raise Again(_("请写多少天，最多 {days} 天。").format(days=MOST_RESTED_DAYS))
        return found

    @form.aside(step.name, days)
    async def rested(talk: Talk, draft: D) -> Ask:
        usual: Sequence[int] = (14, 30, 60, MOST_RESTED_DAYS)
        options = [
            Option(str(each), _("不问 {days} 天内问过的").format(days=each)) for each in usual
        ]
        options.append(Option(NO_LIMIT, _("都问")))
        return Ask(_("刚答过别的问卷的人，多少天里不再问？问多了大家会烦。"), options, columns=2)

    @rested.choice()
    async def chosen(talk: Talk, draft: D, choice: str) -> Reply:
        return await spared(talk, draft, int(choice))

    @rested.taken
    async def spared(talk: Talk, draft: D, found: int) -> Reply:
        return await step.keep(talk, draft, replace(step.current(talk, draft), rested_days=found))
