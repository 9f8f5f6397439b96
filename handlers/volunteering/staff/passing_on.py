"""转志愿者: a button on the cards of requests, rounds, alerts, orders and wishes.

Rounds and alerts do not wait for a conversation: their task is up at once. The others open /task
in private with everything filled in that is known; who publishes it judges what everybody may
read.
"""

from typing import NamedTuple

from aiogram import Router

from handlers.common.button_data import ToVolunteers
from handlers.common.choices import on_press
from handlers.common.i18n import SOURCE, _
from handlers.common.in_private import first_open_it, in_private
from handlers.common.labels import meal_name
from handlers.common.members import InGroupFor
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc, listed
from handlers.volunteering.staff.reviewing import publishing
from handlers.volunteering.staff.task_draft import TaskDraft
from services.volunteering import looking, offering, passing_on
from services.volunteering.new_task import PLACE_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from services.volunteering.offering import Asked, Carrying, LookingIn, Ordered, Requested, Wished
from storage.tables import Purpose, TaskSource

router = Router(name="passing on to volunteers")

AT_ONCE = (TaskSource.ROUND, TaskSource.CARE)


class Words(NamedTuple):
    """A task in words; what is private only those read who claim it."""

    title: str
    details: str | None
    """None where they are to be asked for."""
    private: str | None


@on_press(router, ToVolunteers, InGroupFor(*Purpose))
async def pressed(talk: Talk, button: ToVolunteers) -> Reply:
    asked = await offering.asked(
        talk.session, button.source, button.id, talk.member, now=talk.now, zone=talk.config.zone
    )
    words = _words(asked)
    if button.source in AT_ONCE:
        return await put_up(talk, asked, words)
    draft = _draft(asked, words)
    begun = await in_private(talk, lambda private: publishing.go_on(private, draft))
    return begun or first_open_it(talk)


async def put_up(talk: Talk, asked: Asked, words: Words) -> Reply:
    new = asked.task(
        talk.member,
        title=cut(words.title, TITLE_LIMIT),
        details=words.details or "",
        private=words.private,
        place=cut(asked.place, PLACE_LIMIT),
    )
    task = await passing_on.pass_on(talk.session, new, talk.member, now=talk.now)
    group = await looking.group_of(talk.session, task)
    if group is None:
        return talk.toast(_("还没有绑定志愿者群，没有人看得到。请另外找人。"), alert=True)
    return talk.toast(_("发到“{group}”了，有人认领，卡片上看得到。").format(group=esc(group.title)))


def _draft(asked: Asked, words: Words) -> TaskDraft:
    draft = TaskDraft(
        post=asked.post,
        title=cut(words.title, TITLE_LIMIT),
        details=words.details,
        private=cut(words.private or "", TEXT_LIMIT),
        area_id=asked.area_id,
        place=cut(asked.place, PLACE_LIMIT),
        roles=[("", asked.places)] if asked.places else None,
        source=asked.source,
        source_id=asked.source_id,
        helped_id=asked.helped_id,
        hint=asked.about.order.wanted if isinstance(asked.about, Ordered) else "",
    )
    if asked.span is not None:
        draft.happen_in(asked.span, asked.claim_by)
    return draft


def _words(asked: Asked) -> Words:
    match asked.about:
        case Carrying() as carried:
            return _of_round(carried)
        case LookingIn(diner, home):
            details = _(
                "今天没有见到一位用餐的老人，请就近去敲敲门。看到了马上告诉社区；有危险先打 120。"
            )
            private = _("{name}，{place} {door}，电话：{phone}").format(
                name=diner.name,
                place=home,
                door=diner.door,
                phone=diner.phone or _("没有登记"),
            )
            return Words(_("平安守望：去看看一位邻居"), details, private)
        case Requested(ticket, category):
            title = _("{category}：{place}").format(
                category=category.name(SOURCE), place=asked.place
            )
            private = _("编号 {number}，{place}：{text}").format(
                number=ticket.number, place=ticket.place, text=ticket.text
            )
            return Words(title, None, private)
        case Ordered(order, kind):
            private = _("{name}，{place}。{words}").format(
                name=order.person_name or _("居民"), place=order.place, words=order.words or ""
            )
            return Words(kind.name(SOURCE), "", private)
        case Wished(wish, home):
            title = cut(_("微心愿：{text}").format(text=wish.text), TITLE_LIMIT)
            private = _("{name}，{place}").format(name=wish.person_name or _("居民"), place=home)
            return Words(title, "" if wish.text in title else wish.text, private)


def _of_round(carried: Carrying) -> Words:
    buildings = listed(carried.buildings)
    title = _("送餐 {portions} 份：{buildings}").format(
        portions=carried.portions, buildings=buildings
    )
    details = _("{meal}，到{canteen}取餐，送 {doors} 户：{buildings}。门牌在认领后发给您。").format(
        meal=meal_name(carried.meal.meal),
        canteen=carried.canteen.name,
        doors=carried.doors,
        buildings=cut(buildings, TEXT_LIMIT // 2),
    )
    return Words(title, details, None)
