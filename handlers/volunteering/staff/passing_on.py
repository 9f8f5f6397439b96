"""转志愿者: a button on the cards of requests, rounds, alerts, orders and wishes.

Rounds and alerts do not wait for a conversation: their task is up at once. The others open /task
with everything filled in that is known; whoever publishes it judges what everybody may read.
"""

from contextlib import suppress
from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.common.i18n import SOURCE, _
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.to_volunteers import ToVolunteers
from handlers.common.words import cut, esc, listed
from handlers.groups.members import InGroupFor
from handlers.meals.words import meal_name
from handlers.volunteering.refusals import in_words
from handlers.volunteering.staff.publishing import publishing
from handlers.volunteering.staff.task_draft import TaskDraft
from services import areas, helps, wishes
from services.errors import Refusal
from services.meals import care, rounds, sessions
from services.tickets import Member
from services.tickets.categories import every
from services.volunteering import passing_on, tasks
from services.volunteering.granting import WISH_CLAIMED_WITHIN, WISH_GRANTED_WITHIN
from services.volunteering.tasks import PLACE_LIMIT, TEXT_LIMIT, TITLE_LIMIT, NewTask
from services.written.spans import Span, span
from storage.tables import Area, Canteen, Diner, Level, Purpose, TaskSource, Ticket

router = Router(name="passing on to volunteers")

LOOKED_IN_WITHIN = timedelta(hours=2)
"""How long volunteers are asked to look in on somebody; the office is reminded all the while."""
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
    """Public: buildings and counts. The doors come to whoever carries it, with the round."""
    found = await rounds.get(talk.session, round_id)
    meal = await sessions.get(talk.session, found.session_id)
    canteen = await talk.session.get_one(Canteen, meal.canteen_id)
    stops = await rounds.stops(talk.session, round_id)
    titles = [await areas.title(talk.session, stop.building) for stop in stops]
    buildings = listed(dict.fromkeys(titles))
    portions = sum(stop.booking.portions for stop in stops)
    return NewTask(
        area_id=canteen.area_id if not stops else stops[0].building.id,
        post=await passing_on.post_for_elders(talk.session),
        title=cut(
            _("送餐 {portions} 份：{buildings}").format(portions=portions, buildings=buildings),
            TITLE_LIMIT,
        ),
        details=_(
            "{meal}，到{canteen}取餐，送 {doors} 户：{buildings}。门牌在认领后发给您。"
        ).format(
            meal=meal_name(meal.meal),
            canteen=canteen.name,
            doors=len(stops),
            buildings=cut(buildings, TEXT_LIMIT // 2),
        ),
        place=cut(f"{canteen.name} · {canteen.address}", PLACE_LIMIT),
        starts_at=max(meal.starts_at, talk.now),
        ends_at=max(meal.ends_at, talk.now + LOOKED_IN_WITHIN),
        claim_by=max(meal.ends_at, talk.now + LOOKED_IN_WITHIN),
        organiser_id=member.person_id,
        organiser_name=member.name,
        source=TaskSource.ROUND,
        source_id=round_id,
    )


async def of_alert(talk: Talk, alert_id: int, member: Member) -> NewTask:
    """Public: the compound. Name, door and telephone go to whoever claims it."""
    alert = await care.get(talk.session, alert_id)
    diner = await talk.session.get_one(Diner, alert.diner_id)
    home = await talk.session.get_one(Area, diner.area_id)
    until = talk.now + LOOKED_IN_WITHIN
    return NewTask(
        area_id=home.id,
        post=await passing_on.post_for_elders(talk.session),
        title=_("平安守望：去看看一位邻居"),
        details=_(
            "今天没有见到一位用餐的老人，请就近去敲敲门。看到了马上告诉社区；有危险先打 120。"
        ),
        private=_("{name}，{place} {door}，电话：{phone}").format(
            name=diner.name,
            place=await areas.title(talk.session, home),
            door=diner.door,
            phone=diner.phone or _("没有登记"),
        ),
        place=await public_place(talk, home),
        starts_at=talk.now,
        ends_at=until,
        claim_by=until,
        organiser_id=member.person_id,
        organiser_name=member.name,
        source=TaskSource.CARE,
        source_id=alert_id,
        helped_id=diner.person_id,
    )


async def public_place(talk: Talk, home: Area) -> str:
    """The compound; nobody's building is named to everybody."""
    compound = await areas.of_level(talk.session, home, Level.COMPOUND)
    community = await areas.of_level(talk.session, home, Level.COMMUNITY)
    return cut(await areas.title(talk.session, compound or community or home), PLACE_LIMIT)


async def of_ticket(talk: Talk, ticket_id: int) -> TaskDraft:
    """What the resident wrote goes to those who claim it alone."""
    ticket = await talk.session.get_one(Ticket, ticket_id)
    category = (await every(talk.session))[ticket.category_id].name(SOURCE)
    place = await public_place(talk, await talk.session.get_one(Area, ticket.area_id))
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
    home = await talk.session.get_one(Area, order.area_id)
    private = _("{name}，{place}。{words}").format(
        name=order.person_name or _("居民"), place=order.place, words=order.words or ""
    )
    draft = TaskDraft(
        post=kind.post,
        title=kind.name(SOURCE),
        details="",
        private=cut(private, TEXT_LIMIT),
        area_id=home.id,
        place=await public_place(talk, home),
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
    home = await talk.session.get_one(Area, wish.area_id)
    draft = TaskDraft(
        title=title,
        details="" if wish.text in title else wish.text,
        private=_("{name}，{place}").format(
            name=wish.person_name or _("居民"), place=await areas.title(talk.session, home)
        ),
        area_id=home.id,
        place=await public_place(talk, home),
        roles=[("", 1)],
        helped_id=wish.person_id,
    )
    draft.happen_in(Span(talk.now, talk.now + WISH_GRANTED_WITHIN))
    draft.claim_before = -(WISH_CLAIMED_WITHIN // MINUTE)
    return draft
