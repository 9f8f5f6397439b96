"""What a list brought: words in the private chat of who asked for it, and all of it in Excel."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.saying import Document, File, Files
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.visits.words import kind_name, sign
from services.visits import lists, results
from services.visits.results import Result
from storage.tables import VisitRound, VisitState

LISTED = 20
"""Doors with words in the message; all of them stand in the file."""
ALBUMS = 20
"""Doors whose photos are sent along: as many messages as a chat takes at once."""
SHOWN = 120
"""Characters of what was said at each: the message stays far below 4096."""


async def tell(talk: Talk, round_id: int) -> Reply:
    """In a private chat; who asks is judged before."""
    drawn = await lists.get(talk.session, round_id)
    found = await results.of_round(talk.session, round_id)
    rows = list(_rows(drawn, found, talk.config.zone))
    content = await asyncio.to_thread(_workbook, rows, kind_name(drawn.kind))
    file = File(f"{drawn.title}.xlsx", content)
    photos = await results.photos_of(talk.session, round_id)
    where = {each.visit.id: esc(cut(each.where, SHOWN)) for each in found}
    albums = [
        Files(sent, caption=where[visit_id]) for visit_id, sent in islice(photos.items(), ALBUMS)
    ]
    return [talk.say(_words(drawn, found)), Document(file), *albums]


def _workbook(rows: Sequence[Sequence[str]], title: str) -> bytes:
    from storage import excel

    return excel.write(rows, title)


def _words(drawn: VisitRound, found: Sequence[Result]) -> str:
    head = _("{sign} {kind} · <b>{title}</b>").format(
        sign=sign(drawn.kind), kind=kind_name(drawn.kind), title=esc(drawn.title)
    )
    telling = [each for each in found if _said(each) or each.number]
    lines = [_line(each) for each in telling[:LISTED]]
    if not lines:
        lines = [_("还没有人写下什么。走到哪里了，看下面的表。")]
    elif len(telling) > LISTED:
        lines.append(_("……还有 {count} 处，看下面的表。").format(count=len(telling) - LISTED))
    return "\n".join([head, "", *lines])


def _line(each: Result) -> str:
    said = esc(cut(_said(each), SHOWN)) or "—"
    number = " " + _("编号 {number}").format(number=each.number) if each.number else ""
    name = f" {esc(each.visit.name)}" if each.visit.name else ""
    return f"• {esc(cut(each.where, SHOWN))}{name}：{said}{number}"


def _said(each: Result) -> str:
    return "；".join(filter(None, [*each.visit.answers, each.visit.note]))


def _rows(drawn: VisitRound, found: Sequence[Result], zone: ZoneInfo) -> Iterator[Sequence[str]]:
    yield [
        _("地点"),
        _("姓名"),
        _("怎么样"),
        *drawn.questions,
        _("情况"),
        _("照片"),
        _("编号"),
        _("谁去的"),
        _("什么时候"),
    ]
    for each in found:
        visit = each.visit
        answers = [*visit.answers, *[""] * len(drawn.questions)][: len(drawn.questions)]
        yield [
            each.where,
            visit.name or "",
            state_name(visit.state),
            *answers,
            visit.note or "",
            str(each.photos or ""),
            each.number or "",
            visit.done_by_name or "",
            when(visit.done_at, zone) if visit.done_at else "",
        ]


def state_name(state: VisitState) -> str:
    match state:
        case VisitState.WAITING:
            return _("还没走")
        case VisitState.SEEN:
            return _("走过了")
        case VisitState.NOBODY:
            return _("没人在家")
