"""What groups read when a clock of a request warns, calls, or goes up a level."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.common.i18n import SOURCE, _, mark
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling, filled
from handlers.common.times import until, when
from handlers.common.words import esc, listed
from handlers.tickets.staff.card import card
from handlers.tickets.staff.look import headline, place
from handlers.tickets.staff.taker import taker
from services import areas
from services.groups import binding as groups
from services.tickets import categories
from services.tickets.clock_steps import NoGroupAbove
from services.tickets.recording import Line
from services.tickets.urgency import night_of
from storage.outbox import Urgency
from storage.tables import ClockKind, ClockStep, Group, Matter, Ticket

telling = Telling(Matter.REQUEST)

_WARNED = {
    ClockKind.SOLVE: mark(
        "⏳ {taker}，这件事请在 {by} 前办结，时间已经过了 {percent}%。办不完的，先跟居民说一声。"
    ),
    ClockKind.PROMISE: mark("⏳ {taker}，答应过居民 {by} 前办好，时间已经过了 {percent}%。"),
    ClockKind.REPORT: mark("⏳ 本群要在 {by} 前报到，时间已经过了 {percent}%。"),
}
_CALLED = {
    ClockKind.ACCEPT: mark("⏰ 答应居民 {by} 前有人接单，时间已经过了，还没有人接。"),
    ClockKind.SOLVE: mark(
        "⏰ {taker}，这件事应当在 {by} 前办结，已经过了。别的同事点卡片上的“办结”，可以接手。"
    ),
    ClockKind.REPORT: mark("⏰ 本群应当在 {by} 前报到，已经过了。"),
}
_CALLED_WITHOUT_TAKER = {
    ClockKind.SOLVE: mark("⏰ 这件事应当在 {by} 前办结，已经过了，还没有人接单。"),
}
_PAST = {
    ClockKind.ACCEPT: mark("过了 {by} 还没有人接单。"),
    ClockKind.SOLVE: mark("过了 {by} 还没有办结。"),
    ClockKind.PROMISE: mark("过了答应居民的 {by} 还没有办好。"),
    ClockKind.REPORT: mark("过了 {by} 本群还没有报到。"),
}
_HEARD_ABOVE = {
    ClockKind.ACCEPT: mark("{group}应当在 {by} 前接单，还没有人接。"),
    ClockKind.SOLVE: mark("{group}应当在 {by} 前办结，还没有办结。"),
    ClockKind.PROMISE: mark("{group}答应过居民 {by} 前办好，还没有办好。"),
    ClockKind.REPORT: mark("{group}应当在 {by} 前报到，还没有报到。"),
}


async def say(tell: Tell, line: Line) -> None:
    """Below the card, in the group whose time it is; of UP also in the group above."""
    data = line.event.data
    group = await _its_group(tell, line)
    kind, by = _time_in(data, tell.config.zone)
    if data["step"] == ClockStep.UP:
        await _say_up(tell, line, group)
    elif group is None:
        await _say_to_admins(tell, line.ticket)
    else:
        await _say_here(tell, line, kind, group, by)


def _time_in(data: Mapping[str, Any], zone: ZoneInfo) -> tuple[ClockKind, str]:
    """Which clock, and how its end reads."""
    kind, due_at = ClockKind(data["clock"]), datetime.fromisoformat(data["due_at"])
    return kind, until(due_at, zone) if kind is ClockKind.PROMISE else when(due_at, zone)


async def _its_group(tell: Tell, line: Line) -> Group | None:
    of_group = line.event.data["of_group"] or line.ticket.group_id
    group = await groups.get(tell.session, of_group) if of_group else None
    return group if group is not None and group.lost_at is None else None


async def _say_here(tell: Tell, line: Line, kind: ClockKind, group: Group, by: str) -> None:
    data, ticket = line.event.data, line.ticket
    category = await categories.of(tell.session, ticket)
    who = await taker(tell, ticket, group)
    if "unanswered_days" in data:
        text = mark("⏳ {taker}，居民 {days} 天没有回答，办结的时间接着算，请在 {by} 前办结。")
    elif data["step"] == ClockStep.WARN:
        text = _WARNED[kind]
    else:
        text = (_CALLED if who else _CALLED | _CALLED_WITHOUT_TAKER)[kind]
    facts = {"taker": who, "by": by, "percent": category.warn_percent}
    words = filled(text, **facts, days=data.get("unanswered_days"))
    tell.group(group, _below(ticket, words), Urgency.NOTICE, night=night_of(ticket))


async def _say_up(tell: Tell, line: Line, group: Group | None) -> None:
    """The group above has no card of it: it reads what it is about, and who has it."""
    data, ticket, night = line.event.data, line.ticket, night_of(line.ticket)
    times = [_time_in(each, tell.config.zone) for each in (data, *data.get("also", ()))]
    above = await groups.get(tell.session, data["told_group"]) if data["told_group"] else None

    past = [filled(_PAST[kind], by=by) for kind, by in times]
    here = mark("上面没有绑定的群，请本群抓紧办。")
    told = filled(mark("已经告诉{above}。"), above=esc(above.title)) if above else filled(here)
    words = [*past, told]

    tell.group(
        group,
        _below(ticket, lambda: "⬆️ " + "\n".join(each() for each in words)),
        Urgency.NOTICE,
        night=night,
    )
    if above is None:
        return
    category = await categories.of(tell.session, ticket)
    silent = [await areas.name_of(tell.session, area_id) for area_id in data["silent"]]

    def heard() -> str:
        here = esc(group.title) if group else _("（没有群）")
        what = f"⬆️ {headline(ticket)}\n{esc(category.name(SOURCE))} · 📍 {place(ticket)}"
        late = [filled(_HEARD_ABOVE[kind], group=here, by=by)() for kind, by in times]
        passed = _("{levels}没有绑定群，所以直接告诉这里。").format(levels=esc(listed(silent)))
        return "\n".join([what, *late, _("请督促一下。"), *([passed] if silent else [])])

    tell.group(above, heard, Urgency.NOTICE, night=night)


def _below(ticket: Ticket, words: Callable[[], str]) -> Callable[[], Say]:
    key = card.key(ticket.id)
    return lambda: Say(words(), under_card=key, about=key)


async def _say_to_admins(tell: Tell, ticket: Ticket) -> None:
    """Nobody is bound who could take it."""

    def nobody() -> str:
        text = _("⚠️ {headline}\n没有群可以接收这件事。请在工作群里发 /bind，绑定社区和用途。")
        return text.format(headline=headline(ticket))

    await tell.admins(nobody)


@telling.hears(NoGroupAbove)
async def no_group_above(tell: Tell, news: NoGroupAbove) -> None:
    name = esc(await areas.name_of(tell.session, news.area_id))
    text = mark(
        "⚠️ {name}没有绑定工作群：下面超时的事，只好越过它告诉上一级。"
        "请在它的工作群里发 /bind。这件事只提醒一次。"
    )
    await tell.admins(filled(text, name=name))
