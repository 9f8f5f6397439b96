"""The ledger of requests (台账) as CSV: what happened to each, without words or authors."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage import sheets
from storage.tables import Area, Category, FollowUp, Group, Satisfaction, Ticket, TicketState

HEADINGS = (
    "编号",
    "类别",
    "社区",
    "地点",
    "状态",
    "提交时间",
    "应答复时间",
    "超时提醒时间",
    "承办组",
    "承办人",
    "影响人数",
    "重办次数",
    "办结时间",
    "结案时间",
    "联系了吗",
    "解决了吗",
    "满意度",
)
STATES = {
    TicketState.OPEN: "待接单",
    TicketState.TAKEN: "处理中",
    TicketState.RESOLVED: "已办结",
    TicketState.CLOSED: "已结案",
    TicketState.DECLINED: "不予受理",
    TicketState.WITHDRAWN: "已撤回",
    TicketState.MERGED: "已合并",
}
SATISFACTION = {
    Satisfaction.SATISFIED: "满意",
    Satisfaction.FAIR: "基本满意",
    Satisfaction.UNSATISFIED: "不满意",
    None: "",
}
_ANSWERS = {True: "是", False: "否", None: ""}


async def export_tickets(session: AsyncSession, *, zone: ZoneInfo) -> bytes:
    """All requests, oldest first; times in `zone`, the rating that was given last."""
    community = aliased(Area)
    last = (
        select(FollowUp.ticket_id, func.max(FollowUp.round).label("round"))
        # Who says that it is not solved is not asked how content they are.
        .where(or_(FollowUp.solved.is_(False), FollowUp.satisfaction.is_not(None)))
        .group_by(FollowUp.ticket_id)
        .subquery()
    )
    found = await session.execute(
        select(Ticket, Category, community.name, Group.title, FollowUp)
        .join(Category, Category.id == Ticket.category_id)
        .join(community, community.id == Ticket.community_id)
        .outerjoin(Group, Group.id == Ticket.group_id)
        .outerjoin(last, last.c.ticket_id == Ticket.id)
        .outerjoin(FollowUp, (FollowUp.ticket_id == Ticket.id) & (FollowUp.round == last.c.round))
        .order_by(Ticket.id)
    )
    rows = [
        (
            ticket.number,
            category.name("zh"),
            community_name,
            ticket.place,
            STATES[ticket.state],
            _local(ticket.filed_at, zone),
            _local(ticket.respond_by, zone),
            _local(ticket.overdue_at, zone),
            group_title,
            ticket.taker_name,
            ticket.affected,
            ticket.round,
            _local(ticket.resolved_at, zone),
            _local(ticket.closed_at, zone),
            *_rating(follow_up),
        )
        for ticket, category, community_name, group_title, follow_up in found
    ]
    return sheets.write(HEADINGS, rows)


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def _rating(follow_up: FollowUp | None) -> tuple[str, str, str]:
    if follow_up is None:
        return ("", "", "")
    return (
        _ANSWERS[follow_up.contacted],
        _ANSWERS[follow_up.solved],
        SATISFACTION[follow_up.satisfaction],
    )
