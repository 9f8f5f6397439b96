"""The attendance list of a task (签到单), as its office and its organiser see it."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.saying import Buttons, Say
from handlers.common.telling import Tell
from handlers.common.words import esc
from handlers.volunteering import task_words
from handlers.volunteering.staff import roll_buttons
from services.volunteering import judging, looking, records
from services.volunteering.hours_news import RollCall
from storage.outbox import Urgency
from storage.tables import (
    ClaimState,
    RecordState,
    ServiceRecord,
    Task,
    TaskClaim,
    TaskState,
)

LISTED = (ClaimState.HELD, ClaimState.DONE, ClaimState.MISSED)
SHOWN = 40
"""Claims on one list: Telegram takes 100 buttons, and a claim has up to three."""

Row = tuple[TaskClaim, ServiceRecord | None]


def key(task_id: int) -> str:
    return f"roll:{task_id}"


async def draw(tell: Tell, subject: RollCall) -> None:
    """The list as it looks now, for the office and for an organiser who is not in its group."""
    task = await looking.get(tell.session, subject.task_id)
    claims = await looking.claims_of(tell.session, task.id, *LISTED)
    if not claims:
        return
    made = await records.of_claims(tell.session, [claim.id for claim in claims])
    listed = [(claim, made.get(claim.id)) for claim in claims]

    def card() -> Say:
        text = look(task, listed, tell.config.zone)
        return Say(text, keyboard(task, listed), card=key(task.id), to_the_end=subject.to_the_end)

    tell.group(await judging.office_of(tell.session, task.area_id), card)
    await tell.person(await judging.organiser_outside(tell.session, task), card, Urgency.CARD)


def look(task: Task, listed: list[Row], zone: ZoneInfo) -> str:
    """HTML."""
    lines = [
        _("📋 签到单：<b>{title}</b>").format(title=esc(task.title)),
        f"🕘 {task_words.span(task.starts_at, task.ends_at, zone)}",
        f"📍 {esc(task.place)}",
    ]
    if task.organiser_name:
        lines.append(_("组织：{name}").format(name=esc(task.organiser_name)))
    lines.append("")
    lines += [
        f"• {esc(claim.person_name)}：{standing(claim, record, zone)}"
        for claim, record in listed[:SHOWN]
    ]
    if len(listed) > SHOWN:
        lines.append(_("另有 {count} 位没有列出。").format(count=len(listed) - SHOWN))
    lines += ["", _what_next(task, listed)]
    return "\n".join(lines)


def keyboard(task: Task, listed: list[Row]) -> Buttons:
    rows = [roll_buttons.for_claim(*row) for row in listed[:SHOWN]]
    if task.state is TaskState.OPEN:
        rows.insert(0, [roll_buttons.show_code(task.id)])
    return Buttons(rows)


def standing(claim: TaskClaim, record: ServiceRecord | None, zone: ZoneInfo) -> str:
    """HTML: where one volunteer stands."""
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


def _what_next(task: Task, listed: list[Row]) -> str:
    if any(record and record.state is RecordState.PENDING for _claim, record in listed):
        return _("请确认每个人的分钟数；自己的那一条要请别人确认。")
    if any(claim.state is ClaimState.HELD for claim, _record in listed):
        return _("志愿者到了自己会签到。没带手机的，点下面替他签；没来的点“没来”。")
    return _("都确认好了，谢谢。")
