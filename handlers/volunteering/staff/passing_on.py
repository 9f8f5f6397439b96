"""转志愿者: a button on the cards of requests, rounds, alerts, orders and wishes.

Rounds and alerts do not wait for a conversation: their task is up at once. The others open /task
with everything filled in that is known; whoever publishes it judges what everybody may read.
"""

from contextlib import suppress
from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.common.button_data import ToVolunteers
from handlers.common.i18n import SOURCE, _
from handlers.common.members import InGroupFor
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc, listed
from handlers.meals.words import meal_name
from handlers.volunteering.refusals import in_words
from handlers.volunteering.staff.publishing import publishing
from handlers.volunteering.staff.task_draft import TaskDraft
from services import areas, helps, tickets, wishes
from services.errors import NotFound, Refusal
from services.tickets import Member
from services.tickets.categories import every
from services.volunteering import offering, passing_on, tasks
from services.volunteering.granting import WISH_CLAIMED_WITHIN, WISH_GRANTED_WITHIN
from services.volunteering.offering import LOOKED_IN_WITHIN
from services.volunteering.tasks import PLACE_LIMIT, TEXT_LIMIT, TITLE_LIMIT, NewTask
from services.written.spans import Span, span
from storage.tables import Purpose, TaskSource

router = Router(name="passing on to volunteers")

MINUTE = timedelta(minutes=1)


@router.callback_query(ToVolunteers.filter(), InGroupFor(*Purpose))
async def pressed(
    query: CallbackQuery, talk: Talk, callback_data: ToVolunteers, member: Member
) -> Reply:
    source, source_id = callback_data.source, callback_data.id
    try:
        await passing_on.check(talk.session, source, source_id, member)
        match source:
            case TaskSource.ROUND:
                return await at_once(talk, member, await of_round(talk, source_id, member))
            case TaskSource.CARE:
                return await at_once(talk, member, await of_alert(talk, source_id, member))
            case TaskSource.TICKET:
                draft = await of_ticket(talk, source_id)
            case TaskSource.HELP:
                draft = await of_order(talk, source_id)
            case _:
                draft = await of_wish(talk, source_id)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    draft.source, draft.source_id = source, source_id
    return await publishing.go_on(talk, draft)


async def at_once(talk: Talk, member: Member, new: NewTask) -> Reply:
    """Raises as `passing_on.pass_on` does."""
    task = await passing_on.pass_on(talk.session, new, member, now=talk.now)
    group = await tasks.group_of(talk.session, task)
    if group is None:
        return talk.toast(_("还没有绑定志愿者群，没有人看得到。请另外找人。"), alert=True)
    return talk.toast(_("发到“{group}”了，有人认领，卡片上看得到。").format(group=esc(group.title)))


async def of_round(talk: Talk, round_id: int, member: Member) -> NewTask:
    carrying = await offering.carrying(talk.session, round_id)
    canteen, buildings = carrying.canteen, listed(carrying.buildings)
    span = carrying.span(talk.now)
    return NewTask(
        area_id=carrying.area_id,
        post=await passing_on.post_for_elders(talk.session),
        title=cut(
            _("送餐 {portions} 份：{buildings}").format(
                portions=carrying.portions, buildings=buildings
            ),
            TITLE_LIMIT,
        ),
        details=_(
            "{meal}，到{canteen}取餐，送 {doors} 户：{buildings}。门牌在认领后发给您。"
        ).format(
            meal=meal_name(carrying.meal.meal),
            canteen=canteen.name,
            doors=carrying.doors,
            buildings=cut(buildings, TEXT_LIMIT // 2),
        ),
        place=cut(f"{canteen.name} · {canteen.address}", PLACE_LIMIT),
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        claim_by=span.ends_at,
        organiser_id=member.person_id,
        organiser_name=member.name,
        source=TaskSource.ROUND,
        source_id=round_id,
    )


async def of_alert(talk: Talk, alert_id: int, member: Member) -> NewTask:
    asked = await offering.looking_in(talk.session, alert_id)
    diner, until = asked.diner, talk.now + LOOKED_IN_WITHIN
    return NewTask(
        area_id=diner.area_id,
        post=await passing_on.post_for_elders(talk.session),
        title=_("平安守望：去看看一位邻居"),
        details=_(
            "今天没有见到一位用餐的老人，请就近去敲敲门。看到了马上告诉社区；有危险先打 120。"
        ),
        private=_("{name}，{place} {door}，电话：{phone}").format(
            name=diner.name,
            place=asked.home,
            door=diner.door,
            phone=diner.phone or _("没有登记"),
        ),
        place=cut(asked.place, PLACE_LIMIT),
        starts_at=talk.now,
        ends_at=until,
        claim_by=until,
        organiser_id=member.person_id,
        organiser_name=member.name,
        source=TaskSource.CARE,
        source_id=alert_id,
        helped_id=diner.person_id,
    )


async def _place(talk: Talk, area_id: int) -> str:
    return cut(await offering.public_place(talk.session, area_id), PLACE_LIMIT)


async def of_ticket(talk: Talk, ticket_id: int) -> TaskDraft:
    """What the resident wrote goes to those who claim it alone."""
    ticket = await tickets.get(talk.session, ticket_id)
    if ticket is None:
        raise NotFound
    category = (await every(talk.session))[ticket.category_id].name(SOURCE)
    place = await _place(talk, ticket.area_id)
    private = _("编号 {number}，{place}：{text}").format(
        number=ticket.number, place=ticket.place, text=ticket.text
    )
    return TaskDraft(
        title=cut(_("{category}：{place}").format(category=category, place=place), TITLE_LIMIT),
        private=cut(private, TEXT_LIMIT),
        area_id=ticket.area_id,
        place=place,
        helped_id=ticket.author_id,
    )


async def of_order(talk: Talk, order_id: int) -> TaskDraft:
    order = await helps.get(talk.session, order_id)
    kind = await helps.kind(talk.session, order.kind)
    private = _("{name}，{place}。{words}").format(
        name=order.person_name or _("居民"), place=order.place, words=order.words or ""
    )
    draft = TaskDraft(
        post=kind.post,
        title=kind.name(SOURCE),
        details="",
        private=cut(private, TEXT_LIMIT),
        area_id=order.area_id,
        place=await _place(talk, order.area_id),
        roles=[("", 1)],
        helped_id=order.person_id,
        hint=order.wanted,
    )
    with suppress(Refusal):
        draft.happen_in(span(order.wanted, now=talk.now, zone=talk.config.zone))
    return draft


async def of_wish(talk: Talk, wish_id: int) -> TaskDraft:
    """One place, a fortnight to claim it; who grants it agrees on a time with the wisher."""
    wish = await wishes.get(talk.session, wish_id)
    title = cut(_("微心愿：{text}").format(text=wish.text), TITLE_LIMIT)
    draft = TaskDraft(
        title=title,
        details="" if wish.text in title else wish.text,
        private=_("{name}，{place}").format(
            name=wish.person_name or _("居民"),
            place=await areas.title_of(talk.session, wish.area_id),
        ),
        area_id=wish.area_id,
        place=await _place(talk, wish.area_id),
        roles=[("", 1)],
        helped_id=wish.person_id,
    )
    draft.happen_in(Span(talk.now, talk.now + WISH_GRANTED_WITHIN))
    draft.claim_before = -(WISH_CLAIMED_WITHIN // MINUTE)
    return draft
