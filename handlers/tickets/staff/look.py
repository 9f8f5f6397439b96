"""How a request looks in a staff group."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from handlers.common.i18n import SOURCE, _
from handlers.common.labels import satisfaction_name, state_name
from handlers.common.times import when
from handlers.common.words import cut, esc
from services import calendar
from services.tickets.results import Result
from storage.tables import Category, Ticket, TicketState

SHOWN_TEXT = 900
"""Characters of the text on the card: with everything else it stays far below 4096."""
SHOWN_ANSWER = 200
SHOWN_RESULT = 600
SHOWN_MISSING = 600
SHOWN_PLACE = 150
MAP = "https://apis.map.qq.com/uri/v1/marker?marker=coord:{latitude},{longitude};title:{title}&coord_type=1&referer=jinlin"
"""Tencent's map takes WGS-84 with coord_type=1."""

_SIGNS = {
    TicketState.OPEN: "🆕",
    TicketState.TAKEN: "🔧",
    TicketState.RESOLVED: "✅",
    TicketState.CLOSED: "🏁",
    TicketState.DECLINED: "🚫",
    TicketState.WITHDRAWN: "↩️",
    TicketState.MERGED: "🔗",
}

_NUMBER = re.compile(r"\d{6}-\d+")
_HEADLINE = re.compile(rf"\S+ \S+ {_NUMBER.pattern} · ")
"""As `look` begins: sign, word, number, state."""


def number_in(words: str) -> str | None:
    """The first request's number in what a message of ours reads."""
    found = _NUMBER.search(words)
    return found[0] if found else None


def is_look(words: str) -> bool:
    """Whether a message that reads so is a request's card."""
    return _HEADLINE.match(words) is not None


def is_shortened(ticket: Ticket) -> bool:
    return len(ticket.text) > SHOWN_TEXT or len(ticket.answer or "") > SHOWN_ANSWER


def look(
    ticket: Ticket,
    category: Category,
    files: int,
    result: Result | None,
    besides: Sequence[str] = (),
) -> str:
    """HTML: everything staff need at a glance.

    `files` is how many it was filed with, `result` what came of it so far, `besides` lines (HTML)
    on who else has to do with it.
    """
    lines = [
        f"{_SIGNS[ticket.state]} {headline(ticket)}",
        f"<b>{esc(category.name(SOURCE))}</b>" + (" 🔴 " + _("急") if ticket.urgent else ""),
    ]
    if ticket.answer:
        question = esc(category.question(SOURCE))
        lines.append(f"{question} {esc(cut(ticket.answer, SHOWN_ANSWER))}")
    if ticket.author_id is None and not ticket.on_behalf:
        lines.append("🙋 " + _("居民已注销，说的话和地点都删了，不用再办，也不用再联系"))
    else:
        lines += _as_filed(ticket, files)
    return "\n".join([*lines, *besides, *_ending(ticket, result)])


def _as_filed(ticket: Ticket, files: int) -> list[str]:
    lines = [
        f"📍 {place(ticket)}",
        f"“{esc(cut(ticket.text, SHOWN_TEXT))}”" if ticket.text else _("（没有文字）"),
    ]
    if files:
        lines.append(_("🖼 照片、语音等 {count} 个（见下面）").format(count=files))
    if ticket.affected > 1:
        lines.append(_("👥 {affected} 人遇到").format(affected=ticket.affected))
    return [*lines, "🙋 " + _author(ticket)]


def _author(ticket: Ticket) -> str:
    if ticket.author_left_at:
        return _("原来反映的人退出了，由附议的邻居跟进")
    name = esc(ticket.author_name) or _("不留名")
    return _("{name}（代办）").format(name=name) if ticket.on_behalf else name


def headline(ticket: Ticket) -> str:
    text = _("编号 <b>{number}</b> · {state}").format(
        number=ticket.number, state=state_name(ticket.state)
    )
    if ticket.round:
        text += " · " + _("第 {round} 次重办").format(round=ticket.round)
    return text


def place(ticket: Ticket) -> str:
    """HTML: where, linked to a map if the position is known."""
    words = esc(cut(ticket.place, SHOWN_PLACE))
    if ticket.latitude is None or ticket.longitude is None:
        return words
    address = MAP.format(
        latitude=f"{ticket.latitude:.6f}",
        longitude=f"{ticket.longitude:.6f}",
        title=quote(ticket.number),
    )
    return f'<a href="{esc(address)}">{words}</a>'


def _ending(ticket: Ticket, result: Result | None) -> list[str]:
    """The last lines: what came of it, then who has it and the clock."""
    came = _result(ticket, result) if result else []
    clock = when(ticket.respond_by, calendar.ZONE)
    match ticket.state:
        case TicketState.OPEN if ticket.overdue_at and ticket.overdue_at >= ticket.respond_by:
            return [*came, _("⏰ 已过 {by}，居民在等").format(by=clock)]
        case TicketState.OPEN if ticket.round == 1:
            return [*came, _("⏰ 请在 {by} 前接单，先请别的同事接").format(by=clock)]
        case TicketState.OPEN:
            return [*came, _("⏰ 请在 {by} 前接单").format(by=clock)]
        case TicketState.TAKEN:
            taken = _("👤 {name} 接单").format(name=esc(ticket.taker_name))
            return [*came, taken, *_solving(ticket)]
        case _:
            return came


def _solving(ticket: Ticket) -> list[str]:
    if ticket.solve_by is None:
        return [_("⏸ 等居民回答，办结的时间先不算")] if ticket.asked_at else []
    by = when(ticket.solve_by, calendar.ZONE)
    if ticket.late_at and ticket.late_at >= ticket.solve_by:
        return [_("⏰ 应当在 {by} 前办结，已经过了").format(by=by)]
    return [_("⏰ 请在 {by} 前办结").format(by=by)]


def _result(ticket: Ticket, result: Result) -> list[str]:
    by, said = esc(result.by) or _("同事"), esc(cut(result.said, SHOWN_RESULT))
    match ticket.state:
        case TicketState.DECLINED:
            return [_("👤 {name} 不予受理：“{text}”").format(name=by, text=said)]
        case TicketState.RESOLVED:
            return [_("👤 {name} 办结：“{text}”").format(name=by, text=said)]
        case TicketState.CLOSED:
            content = result.rating.satisfaction if result.rating else None
            rating = _("⭐ {satisfaction}").format(satisfaction=satisfaction_name(content))
            return [_("👤 {name} 办结：“{text}”").format(name=by, text=said), rating]
        case TicketState.WITHDRAWN | TicketState.MERGED:
            return []
        case _:
            return [
                _("✅ 上次 {name} 办结：“{text}”").format(name=by, text=said),
                _not_helped(result),
            ]


def _came_back(result: Result) -> str:
    if not result.missing:
        return _("❗ 居民说，几周后又坏了")
    text = esc(cut(result.missing, SHOWN_MISSING))
    return _("❗ 居民说，几周后又坏了：“{text}”").format(text=text)


def _not_helped(result: Result) -> str:
    """Of what came back: what is missing, by those who have to live with it."""
    if result.came_back:
        return _came_back(result)
    if result.missing:
        text = esc(cut(result.missing, SHOWN_MISSING))
        return _("❗ 居民说还差：“{text}”").format(text=text)
    if result.rating is not None and result.rating.contacted is False:
        return _("❗ 居民说没有解决，也没有人联系过")
    if result.rating is not None and result.rating.solved:
        return _("❗ 居民说解决了，但是不满意")
    return _("❗ 居民说没有解决")
