"""How the attendance list of a task (签到单) looks."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.words import esc
from handlers.volunteering import task_words
from storage.tables import ClaimState, RecordState, ServiceRecord, Task, TaskClaim

LISTED = (ClaimState.HELD, ClaimState.DONE, ClaimState.MISSED)
SHOWN = 40
"""Claims on one list: Telegram takes 100 buttons, and a claim has up to three."""


class Row(NamedTuple):
    """One volunteer on the list."""

    claim: TaskClaim
    record: ServiceRecord | None


def look(task: Task, rows: list[Row], zone: ZoneInfo) -> str:
    """HTML."""
    lines = [
        _("📋 签到单：<b>{title}</b>").format(title=esc(task.title)),
        f"🕘 {task_words.span(task.starts_at, task.ends_at, zone)}",
        f"📍 {esc(task.place)}",
    ]
    if task.organiser_name:
        lines.append(_("组织：{name}").format(name=esc(task.organiser_name)))
    lines.append("")
    lines += [f"• {esc(row.claim.person_name)}：{standing(row, zone)}" for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        lines.append(_("另有 {count} 位没有列出。").format(count=len(rows) - SHOWN))
    lines += ["", _what_next(rows)]
    return "\n".join(lines)


def standing(row: Row, zone: ZoneInfo) -> str:
    """HTML: where one volunteer stands."""
    claim, record = row
    if claim.state is ClaimState.MISSED:
        return _("没来")
    if record is None:
        if claim.in_at is None:
            return _("还没到")
        return _("{at} 到了").format(at=f"{claim.in_at.astimezone(zone):%H:%M}")
    match record.state:
        case RecordState.APPROVED:
            return _("✅ {minutes} 分钟（{name} 确认）").format(
                minutes=record.minutes, name=esc(record.approved_by_name)
            )
        case RecordState.STOPPED:
            return _("⏸ 有人反映问题，核实中")
        case RecordState.REFUSED:
            return _("核实后不记时长")
        case _ if record.review:
            return _("⚠️ 没有签退，先按计划记 {minutes} 分钟，请核实").format(minutes=record.minutes)
        case _:
            return _("{minutes} 分钟，等确认").format(minutes=record.minutes)


def _what_next(rows: list[Row]) -> str:
    if any(row.record and row.record.state is RecordState.PENDING for row in rows):
        return _("请确认每个人的分钟数；自己的那一条要请别人确认。")
    if any(row.claim.state is ClaimState.HELD for row in rows):
        return _("志愿者到了自己会签到。没带手机的，点下面替他签；没来的点“没来”。")
    return _("都确认好了，谢谢。")
