"""/kitchen in the canteen's group: how much is booked, the sheet again, and what is left over."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import Message

from handlers.common.i18n import _
from handlers.common.in_private import to_private
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.refusals import of_canteens
from handlers.meals.staff import late
from handlers.meals.staff.canteen import IN_CANTEEN, canteen_form, canteen_of
from handlers.meals.words import heading
from services.errors import Refusal
from services.meals import capacity, counter, sessions
from services.meals import kitchen as sheets
from storage.tables import BookingState, MealSession

ALL, NONE = "all", "none"
FEW = 5
"""Portions that can be opened by one tap; "all" and "none" stand beside."""


@dataclass(slots=True)
class Chosen(Kept):
    KEY: ClassVar = "kitchen meal"

    session_id: int | None = None

    @property
    def meal(self) -> int:
        assert self.session_id is not None
        return self.session_id


kitchen = canteen_form(Chosen, "Kitchen")


@kitchen.message(Command("kitchen"), IN_CANTEEN)
async def begin(message: Message, talk: Talk) -> Reply:
    return await kitchen.go_on(talk, Chosen())


@kitchen.step(part="session_id")
async def meal(talk: Talk, chosen: Chosen) -> Ask | Reply:
    """Today's meals and tomorrow's, each with its figures."""
    canteen = await canteen_of(talk)
    tomorrow = talk.today + timedelta(days=1)
    meals = await counter.on_days(talk.session, canteen.id, talk.today, tomorrow)
    if not meals:
        return talk.say(_("今天和明天都没有供餐。排菜单请发 /menu。"))
    lines = [f"<b>{esc(canteen.name)}</b>"]
    for meal_session in meals:
        lines += ["", await _figures(talk, meal_session)]
    lines += ["", _("看哪一餐？")]
    return Ask("\n".join(lines), [Option(str(each.id), heading(each)) for each in meals])


async def _figures(talk: Talk, meal_session: MealSession) -> str:
    """HTML: how many are booked, wait, were served, and are left."""
    counted = await counter.counts(talk.session, meal_session.id)
    lines = [
        f"<b>{heading(meal_session)}</b>",
        _counted(talk, meal_session),
    ]
    if meal_session.waiting:
        lines.append(_("排队等位 {count} 人").format(count=meal_session.waiting))
    if served := counted.get(BookingState.SERVED):
        lines.append(_("已经取走或者送到 {count} 位").format(count=served))
    if meal_session.reopened:
        lines.append(_("余餐还开放 {count} 份").format(count=meal_session.reopened))
    return "\n".join(lines)


def _counted(talk: Talk, meal_session: MealSession) -> str:
    text = _("订了 {taken} 份，还能做 {left} 份；送餐 {deliveries} 家")
    if talk.now >= meal_session.ends_at:
        text = _("已经结束。订了 {taken} 份；送餐 {deliveries} 家")
    return text.format(
        taken=meal_session.taken,
        left=meal_session.portions - meal_session.taken,
        deliveries=meal_session.deliveries_taken,
    )


@kitchen.step()
async def what(talk: Talk, chosen: Chosen) -> Ask:
    """What can be done with the meal: steps of these names. Of one that is over nothing is sold."""
    meal_session = await sessions.get(talk.session, chosen.meal)
    text = await _figures(talk, meal_session)
    options = [Option("sheet", _("📋 备餐单再发一次"))]
    if talk.now < meal_session.ends_at:
        options += [
            Option("left", _("🍱 余餐开放")),
            Option("cancel", _("➖ 替人取消")),
            Option("add", _("➕ 替人加订")),
        ]
    return Ask(text, options)


@what.choice()
async def do(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    return await kitchen.ask(talk, chosen, choice)


@kitchen.aside("what")
async def sheet(talk: Talk, chosen: Chosen) -> Reply:
    if await sheets.send_again(talk.session, chosen.meal):
        await talk.leave()
        return []
    meal_session = await sessions.get(talk.session, chosen.meal)
    text = _("{time} 订餐截止，到时候备餐单会自己发到群里。").format(
        time=when(meal_session.cut_off_at, talk.config.zone)
    )
    return await kitchen.ask(talk, chosen, "what", text)


@kitchen.aside("what")
async def left(talk: Talk, chosen: Chosen) -> Ask | Reply:
    """余餐: how many portions are for anybody now."""
    meal_session = await sessions.get(talk.session, chosen.meal)
    left = meal_session.portions - meal_session.taken
    if talk.now < meal_session.cut_off_at:
        text = _("订餐还没有截止，大家还可以照常订；{time} 截止以后再开放余餐。").format(
            time=when(meal_session.cut_off_at, talk.config.zone)
        )
        return await kitchen.ask(talk, chosen, "what", text)
    if left == 0 and not meal_session.reopened:
        return await kitchen.ask(talk, chosen, "what", _("没有余餐了，都订出去了。"))
    options = [
        Option(str(count), _("{count} 份").format(count=count))
        for count in range(1, min(left, FEW) + 1)
    ]
    if left > FEW:
        options.append(Option(ALL, _("全部 {count} 份").format(count=left)))
    options.append(Option(NONE, _("不开放了")))
    text = _("多出来 {left} 份。开放几份？谁先订谁得。").format(left=left)
    return Ask(text, options, columns=2)


@left.choice()
async def opened(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    portions = {ALL: None, NONE: 0}[choice] if choice in (ALL, NONE) else int(choice)
    try:
        meal_session = await capacity.reopen_left(
            talk.session, chosen.meal, portions, talk.member, now=talk.now
        )
    except Refusal as refusal:
        return await kitchen.ask(talk, chosen, "what", of_canteens(refusal, talk.config.zone))
    await talk.leave()
    if not meal_session.reopened:
        return talk.say(_("好的，余餐不开放了。"))
    return talk.say(
        _("开放了 {count} 份余餐，居民发 /meals 就能订，订完为止。").format(
            count=meal_session.reopened
        )
    )


@what.choice("cancel")
async def cancel(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    draft = late.Cancelling(session_id=chosen.meal)
    return await to_private(talk, lambda alone: late.cancelling.go_on(alone, draft))


@what.choice("add")
async def add(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    draft = late.Late(session_id=chosen.meal)
    return await to_private(talk, lambda alone: late.adding.go_on(alone, draft))
