"""/stats in an office's group: of which days, the report, and whether it comes by itself."""

from collections.abc import Callable, Mapping
from datetime import date

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice, on_press
from handlers.common.forms import Again
from handlers.common.i18n import _, mark
from handlers.common.members import InGroupFor
from handlers.common.prompts import prompt
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable
from handlers.numbers.refusals import in_words
from handlers.numbers.sending import OnLedger, ledger, posts
from services.errors import Refusal
from services.numbers import authority, periods, regular, report
from services.numbers.periods import Period
from services.subjects import FIGURES
from services.written.errors import TimesUnreadable
from storage.tables import Purpose, Rhythm

router = Router(name="stats")

STAFF = InGroupFor(Purpose.STAFF)
OTHER, REGULAR = "other", "regular"
TAPPED: Mapping[str, tuple[str, Callable[[date], Period]]] = {
    "this week": (mark("本周"), periods.this_week),
    "last week": (mark("上周"), periods.last_week),
    "this month": (mark("本月"), periods.this_month),
    "last month": (mark("上月"), periods.last_month),
}
RHYTHMS: Mapping[str, tuple[str, tuple[Rhythm, ...]]] = {
    "weekly": (mark("每周一，发上周的"), (Rhythm.WEEKLY,)),
    "monthly": (mark("每月1号，发上月的"), (Rhythm.MONTHLY,)),
    "both": (mark("都要"), (Rhythm.WEEKLY, Rhythm.MONTHLY)),
    "none": (mark("都不要"), ()),
}


class Stats(StatesGroup):
    period = State()
    regular = State()


@router.message(Command("stats"), STAFF)
async def begin(message: Message, talk: Talk, command: CommandObject) -> Reply:
    said = command.args or ""
    if not said:
        return await ask_period(talk)
    named = [
        key for key, (label, _of) in TAPPED.items() if comparable(said) == comparable(_(label))
    ]
    if named:
        return await send(talk, TAPPED[named[0]][1](talk.today))
    try:
        return await send(talk, periods.written(said, talk.today, talk.config.zone))
    except TimesUnreadable:
        return await which_days.put(talk, talk.group.id, unreadable())
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))


@router.message(Command("stats"))
async def elsewhere(message: Message, talk: Talk) -> Reply:
    return talk.say(_("统计在社区、街道或者区的工作群里看，发 /stats。"))


async def ask_period(talk: Talk) -> Reply:
    options = [Option(key, _(label)) for key, (label, _of) in TAPPED.items()]
    options += [Option(OTHER, _("别的日子")), Option(REGULAR, _("⏰ 定时发"))]
    return await talk.ask(Stats.period, _("看哪段时间的数？"), options, columns=2)


@on_choice(router, Stats.period, BACK)
@on_choice(router, Stats.regular, BACK)
async def not_now(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的。"))


@on_choice(router, Stats.period, *TAPPED, guard=STAFF)
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    await talk.leave()
    return await send(talk, TAPPED[choice][1](talk.today))


@on_choice(router, Stats.period, OTHER, guard=STAFF)
async def other(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return await which_days.put(talk, talk.group.id)


@prompt(router, "days of report", STAFF, refusals=in_words)
async def which_days(talk: Talk, group_id: int) -> str:
    return _("请回复这条消息，写哪天到哪天，比如“11月1日到11月20日”。")


@which_days.taken
async def days_written(talk: Talk, group_id: int) -> Reply:
    try:
        period = periods.written(talk.line, talk.today, talk.config.zone)
    except TimesUnreadable:
        raise Again(unreadable()) from None
    return await send(talk, period)


def unreadable() -> str:
    return _("这两个日子我看不懂，或者前后颠倒了。")


async def send(talk: Talk, period: Period) -> Reply:
    area = await authority.area_of(talk.session, talk.member)
    return await posts(await report.of_period(talk.session, area, period, FIGURES))


@on_press(router, OnLedger, STAFF, refusals=in_words)
async def wants_ledger(talk: Talk, data: OnLedger) -> Reply:
    area = await authority.area_of(talk.session, talk.member)
    named = data.period(talk.config.zone)
    if named is None:
        return talk.toast(_("这个按钮不能用了，请再发 /stats。"), alert=True)
    period = periods.checked(named, talk.today)
    found = await report.of_period(talk.session, area, period, FIGURES, detailed=True)
    return await ledger(found)


@on_choice(router, Stats.period, REGULAR, guard=STAFF)
async def ask_regular(event: Message | CallbackQuery, talk: Talk) -> Reply:
    now = await regular.wanted(talk.session, talk.group.id)
    options = [Option(key, _(label)) for key, (label, _rhythms) in RHYTHMS.items()]
    text = _("统计可以自己发到本群，上班日早上九点发。现在：{now}。要改成哪样？")
    return await talk.ask(Stats.regular, text.format(now=_called(now)), options)


@on_choice(router, Stats.regular, *RHYTHMS, guard=STAFF)
async def wants_regularly(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    await talk.leave()
    rhythms = RHYTHMS[choice][1]
    await regular.want(talk.session, talk.member, rhythms, now=talk.now)
    return talk.say(_("好的，定时发：{now}。").format(now=_called(set(rhythms))))


def _called(rhythms: set[Rhythm]) -> str:
    return next(_(label) for label, named in RHYTHMS.values() if set(named) == rhythms)
