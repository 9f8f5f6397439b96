"""Booking what was chosen, and saying what came of it."""

from collections.abc import Sequence

from handlers.common.i18n import _
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals import buttons, words
from handlers.meals.dialogue import ask_mode, ask_portions, modes_of, session_name
from handlers.meals.order import Order
from handlers.meals.refusals import in_words
from handlers.meals.steps import go_on, most_portions
from services.errors import Refusal
from services.meals import booking as bookings
from services.meals import errors, menus, sessions
from services.meals.booking import NewBooking
from services.meals.offers import Again
from storage.tables import BookingState, Diner, MealBooking, Mode


async def book_all(talk: Talk, order: Order, diner: Diner) -> Reply:
    """Book every chosen meal; what is booked stays booked where another was refused."""
    assert order.portions is not None
    assert order.mode is not None
    told: list[str] = []
    booked: list[MealBooking] = []
    for session_id in list(order.sessions):
        new = NewBooking(
            set_id=order.sets[str(session_id)],
            diner_id=diner.id,
            portions=order.portions,
            mode=order.mode,
        )
        try:
            booking = await bookings.book(talk.session, new, by=talk.user_id, now=talk.now)
        except (
            errors.SetWithdrawn,
            errors.PortionsOutOfRange,
            errors.NotEntitledToDelivery,
            errors.Full,
        ) as refusal:
            order.keep(talk)
            before = "\n\n".join([*told, in_words(refusal, talk.config.zone)])
            return await mend(talk, order, diner, session_id, refusal, before)
        except Refusal as refusal:
            told.append(await refused(talk, session_id, refusal))
        else:
            booked.append(booking)
            told.append(await booked_words(talk, booking))
        order.drop_session(session_id)
    if not booked:
        order.choose_sessions([])
        return await go_on(talk, order, "\n\n".join(told))
    Order.discard(talk)
    return await done(talk, booked, told)


async def mend(
    talk: Talk, order: Order, diner: Diner, session_id: int, refusal: Refusal, before: str
) -> Reply:
    """What was refused can be chosen otherwise; everything else stays as it is."""
    match refusal:
        case errors.SetWithdrawn():
            order.drop_set(session_id)
            return await go_on(talk, order, before)
        case errors.PortionsOutOfRange() | errors.Full(deliveries=False):
            most = await most_portions(talk, order)
            return await ask_portions(talk, most, before)
        case _:
            modes = await modes_of(talk, diner, order)
            others = [mode for mode in modes if mode is not Mode.DELIVERY]
            return await ask_mode(talk, others, before)


async def refused(talk: Talk, session_id: int, refusal: Refusal) -> str:
    meal_session = await sessions.get(talk.session, session_id)
    return _("✖️ {meal}：{reason}").format(
        meal=session_name(talk, meal_session), reason=in_words(refusal, talk.config.zone)
    )


async def booked_words(talk: Talk, booking: MealBooking) -> str:
    """HTML: what was booked, its code, and what it costs."""
    meal_session = await sessions.get(talk.session, booking.session_id)
    meal_set = await menus.get_set(talk.session, booking.set_id)
    what = _("<b>{meal}</b> · {set} · {count} 份").format(
        meal=session_name(talk, meal_session), set=esc(meal_set.name), count=booking.portions
    )
    if booking.state is BookingState.WAITING:
        return _("⏳ {what}\n订满了，给您排上了候补。有人取消就轮到您，马上告诉您。").format(
            what=what
        )
    zone = talk.config.zone
    how = _("{mode}，{start}–{end}").format(
        mode=words.mode_name(booking.mode),
        start=f"{meal_session.starts_at.astimezone(zone):%H:%M}",
        end=f"{meal_session.ends_at.astimezone(zone):%H:%M}",
    )
    return _("✅ 订好了：{what}\n{how}\n取餐码 <b>{code}</b>，付 {paid}").format(
        what=what, how=how, code=booking.code, paid=words.yuan(booking.paid_fen)
    )


async def done(talk: Talk, booked: Sequence[MealBooking], told: Sequence[str]) -> Reply:
    """The codes; changing is a tap away."""
    first = await sessions.get(talk.session, booked[0].session_id)
    lines = list(told)
    if first.cut_off_at > talk.now:
        lines.append(
            _("要改、要取消：{time} 以前，点下面的按钮，或者“🍚 订餐”里的“我的订餐”。").format(
                time=when(first.cut_off_at, talk.config.zone)
            )
        )
    await talk.leave()
    label = _("📋 看一看、改或取消")
    if len(booked) == 1:
        return talk.say("\n\n".join(lines), buttons.look_at(booked[0].id, label))
    return talk.say("\n\n".join(lines))


async def once_more(talk: Talk, plans: Sequence[Again]) -> Reply:
    """“和昨天一样”: booked at once, for it can be undone as fast."""
    told: list[str] = []
    booked: list[MealBooking] = []
    for plan in plans:
        new = NewBooking(
            set_id=plan.meal_set.id,
            diner_id=plan.diner.id,
            portions=plan.portions,
            mode=plan.mode,
        )
        try:
            booking = await bookings.book(talk.session, new, by=talk.user_id, now=talk.now)
        except Refusal as refusal:
            told.append(await refused(talk, plan.meal_session.id, refusal))
        else:
            booked.append(booking)
            told.append(await booked_words(talk, booking))
    if booked:
        return await done(talk, booked, told)
    return await go_on(talk, Order(), "\n\n".join(told))
