"""A resident's report that an entry is wrong, in the office's group: its card, and the verdicts."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.members import InBoundGroup
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from services import places
from storage.tables import Place, PlaceReport, ReportKind, Verdict


class Action(StrEnum):
    CLOSED = "closed"
    CHANGED = "changed"
    HOURS = "hours"
    UNFOUNDED = "unfounded"


class OnReport(CallbackData, prefix="report"):
    """Somebody pressed a button of a report's card."""

    action: Action
    report: RowId


async def _called(talk: Talk, report_id: int) -> str:
    report = await places.get_report(talk.session, report_id)
    return f"“{esc((await places.place(talk.session, report.place_id)).name)}”"


card = Card[PlaceReport](OnReport, InBoundGroup(), called=_called, columns=1)


def look(place: Place, report: PlaceReport) -> str:
    """HTML. Who reported it is not said: it does not matter for the checking."""
    lines = [
        _("🗺 居民说“{place}”的信息不对：<b>{what}</b>").format(
            place=esc(place.name), what=what_is_wrong(report.what)
        ),
        f"📍 {esc(place.address)}" + (f" · ☎️ {esc(place.phone)}" if place.phone else ""),
    ]
    if report.words:
        lines.append(f"“{esc(report.words)}”")
    if report.verdict is None:
        lines.append(_("请打个电话或者去看一眼，再点："))
    else:
        by = esc(report.settled_by_name)
        lines.append(f"✅ {found(report.verdict)} · {by}")
    return "\n".join(lines)


def what_is_wrong(what: ReportKind) -> str:
    match what:
        case ReportKind.MOVED:
            return _("搬走或者关门了")
        case ReportKind.HOURS:
            return _("时间不对")
        case ReportKind.OTHER:
            return _("别的")


def found(verdict: Verdict) -> str:
    match verdict:
        case Verdict.CLOSED:
            return _("属实，撤下了")
        case Verdict.CHANGED:
            return _("属实，改好了")
        case Verdict.UNFOUNDED:
            return _("不属实，照旧")


def _is_unsettled(report: PlaceReport) -> bool:
    return report.verdict is None


def _is_about_hours(report: PlaceReport) -> bool:
    return _is_unsettled(report) and report.what is ReportKind.HOURS


def _is_about_else(report: PlaceReport) -> bool:
    return _is_unsettled(report) and report.what is not ReportKind.HOURS


@card.button(Action.CLOSED, label=mark("属实，从地图上撤下"), when=_is_unsettled)
async def closed(talk: Talk, report_id: int) -> Reply:
    return await _settle(talk, report_id, Verdict.CLOSED)


def how_to_write_hours() -> str:
    return _(
        "现在几点开？请回复这条消息，比如：\n周一至周五 08:30-12:00, 14:30-17:30\n每天 06:00-09:30"
    )


async def _check(talk: Talk, report_id: int) -> object:
    return await places.unsettled(talk.session, report_id, talk.member)


@card.words(
    Action.HOURS,
    label=mark("属实，我来改"),
    when=_is_about_hours,
    check=_check,
    ask=how_to_write_hours,
    about="hours of report",
)
async def hours(talk: Talk, report_id: int, said: Said) -> str:
    await places.correct_hours(talk.session, report_id, talk.member, said.text, now=talk.now)
    return _("时间改好了，反映的人也会知道。")


def how_to_write_facts() -> str:
    return _(
        "现在是什么样？请回复这条消息，写变了的，比如：\n"
        "地址：东街口 12 号\n电话：0591-8765 4321\n名称：军门健身房"
    )


@card.words(
    Action.CHANGED,
    label=mark("属实，我来改"),
    when=_is_about_else,
    check=_check,
    ask=how_to_write_facts,
    about="facts of report",
)
async def facts(talk: Talk, report_id: int, said: Said) -> str:
    await places.correct_entry(talk.session, report_id, talk.member, said.text, now=talk.now)
    return _("改好了，反映的人也会知道。搬了地方的，地图上的点请管理员在表格里改。")


@card.button(Action.UNFOUNDED, label=mark("不属实，照旧"), when=_is_unsettled)
async def unfounded(talk: Talk, report_id: int) -> Reply:
    return await _settle(talk, report_id, Verdict.UNFOUNDED)


async def _settle(talk: Talk, report_id: int, verdict: Verdict) -> Reply:
    await places.settle(talk.session, report_id, talk.member, verdict, now=talk.now)
    return talk.toast(_("记下了，反映的人也会知道。"))
