"""What groups read when a clock of a request warns, calls, or goes up a level."""

from collections.abc import Callable
from datetime import datetime

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
from storage.tables import ClockKind, ClockStep, Group, Ticket

telling = Telling()

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
_WENT_UP = {
    ClockKind.ACCEPT: mark("⬆️ 过了 {by} 还没有人接单，已经告诉{above}。"),
    ClockKind.SOLVE: mark("⬆️ 过了 {by} 还没有办结，已经告诉{above}。"),
    ClockKind.PROMISE: mark("⬆️ 过了答应居民的 {by} 还没有办好，已经告诉{above}。"),
    ClockKind.REPORT: mark("⬆️ 过了 {by} 本群还没有报到，已经告诉{above}。"),
}
_HEARD_ABOVE = {
    ClockKind.ACCEPT: mark("⬆️ {what}\n{group}应当在 {by} 前接单，还没有人接。请督促一下。"),
    ClockKind.SOLVE: mark("⬆️ {what}\n{group}应当在 {by} 前办结，还没有办结。请督促一下。"),
    ClockKind.PROMISE: mark("⬆️ {what}\n{group}答应过居民 {by} 前办好，还没有办好。请督促一下。"),
    ClockKind.REPORT: mark("⬆️ {what}\n{group}应当在 {by} 前报到，还没有报到。请督促一下。"),
}


async def say(tell: Tell, line: Line) -> None:
    """Below the card, in the group whose time it is; of UP also in the group above."""
    data = line.event.data
    kind = ClockKind(data["clock"])
    due_at, zone = datetime.fromisoformat(data["due_at"]), tell.config.zone
    by = until(due_at, zone) if kind is ClockKind.PROMISE else when(due_at, zone)
    group = await _its_group(tell, line)
    if data["step"] == ClockStep.UP:
        await _say_up(tell, line, kind, group, by)
    elif group is None:
        _say_to_admins(tell, line.ticket)
    else:
        await _say_here(tell, line, kind, group, by)


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


async def _say_up(tell: Tell, line: Line, kind: ClockKind, group: Group | None, by: str) -> None:
    """The group above has no card of it: it reads what it is about, and who has it."""
    data, ticket, night = line.event.data, line.ticket, night_of(line.ticket)
    above = await groups.get(tell.session, data["told_group"]) if data["told_group"] else None
    if above is None:
        nobody = filled(mark("⬆️ 过了 {by} 还没有动静。上面没有绑定的群，请本群抓紧办。"), by=by)
        tell.group(group, _below(ticket, nobody), Urgency.NOTICE, night=night)
        return
    told = filled(_WENT_UP[kind], by=by, above=esc(above.title))
    tell.group(group, _below(ticket, told), Urgency.NOTICE, night=night)
    category = await categories.of(tell.session, ticket)
    silent = [await areas.name_of(tell.session, area_id) for area_id in data["silent"]]

    def heard() -> str:
        what = f"{headline(ticket)}\n{esc(category.name(SOURCE))} · 📍 {place(ticket)}"
        here = esc(group.title) if group else _("（没有群）")
        text = filled(_HEARD_ABOVE[kind], what=what, group=here, by=by)()
        if not silent:
            return text
        passed = _("{levels}没有绑定群，所以直接告诉这里。").format(levels=esc(listed(silent)))
        return f"{text}\n{passed}"

    tell.group(above, heard, Urgency.NOTICE, night=night)


def _below(ticket: Ticket, words: Callable[[], str]) -> Callable[[], Say]:
    key = card.key(ticket.id)
    return lambda: Say(words(), under_card=key, about=key)


def _say_to_admins(tell: Tell, ticket: Ticket) -> None:
    """Nobody is bound who could take it."""

    def nobody() -> str:
        text = _("⚠️ {headline}\n没有群可以接收这件事。请在工作群里发 /bind，绑定社区和用途。")
        return text.format(headline=headline(ticket))

    tell.admins(nobody)


@telling.hears(NoGroupAbove)
async def no_group_above(tell: Tell, news: NoGroupAbove) -> None:
    name = esc(await areas.name_of(tell.session, news.area_id))
    text = mark(
        "⚠️ {name}没有绑定工作群：下面超时的事，只好越过它告诉上一级。"
        "请在它的工作群里发 /bind。这件事只提醒一次。"
    )
    tell.admins(filled(text, name=name))
