"""A resident's report that an entry is wrong, as the community's staff see it."""

from aiogram.methods import SendMessage
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.words import esc
from handlers.places.staff import buttons
from services.groups.routing import office
from storage.outbox import Urgency, promise
from storage.tables import Area, Place, PlaceReport, ReportKind, Verdict


def key(report_id: int) -> str:
    return f"report:{report_id}"


async def show(session: AsyncSession, report: PlaceReport) -> None:
    """Promise the card, as it looks now, to the office that keeps the entry; if there is one."""
    place = await session.get_one(Place, report.place_id)
    group = await office(session, await session.get_one(Area, place.area_id))
    if group is None:
        return
    with speaking(SOURCE):
        message = SendMessage(
            chat_id=group.chat_id,
            text=look(place, report),
            reply_markup=None if report.verdict else buttons.for_report(report.id),
        )
    sending = Sending(method=message, card=key(report.id))
    for item in outgoing(sending, group.chat_id, Urgency.CARD):
        promise(session, item)


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


def to_the_reporter(report: PlaceReport) -> str:
    """HTML with {place} in it: what came of the report."""
    match report.verdict:
        case Verdict.CLOSED:
            return _("您说得对，“{place}”已经从地图上撤下了。谢谢您！")
        case Verdict.CHANGED:
            return _("您说得对，“{place}”的信息改好了。谢谢您！")
        case _:
            return _("“{place}”我们核实过了，登记的信息没有错。谢谢您提醒！")
