"""Booking what was chosen, or the same as last time, and saying what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.common.i18n import _
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals import words
from handlers.meals.booking import diner_of, ordering
from handlers.meals.choosing import summary, terms_of
from handlers.meals.mine import look_at
from handlers.meals.order import Order
from handlers.meals.portions import how
from services.errors import Refusal
from services.meals import ahead, errors, menus, sessions
from services.meals import booking as bookings
from services.meals.ahead import Booker
from services.meals.booking import NewBooking
from services.meals.offers import Again
from storage.tables import BookingState, MealBooking, Mode

_MENDABLE = (
    errors.SetWithdrawn,
    errors.PortionsOutOfRange,
    errors.NotEntitledToDelivery,
    errors.Full,
)
"""What can be chosen otherwise while everything else stays as it is."""


@dataclass(slots=True)
class Placed:
    """What was booked so far, and what people are told of each meal (HTML)."""

    booked: list[MealBooking] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    async def book(self, talk: Talk, session_id: int, new: NewBooking) -> Refusal | None:
        """Book it, or say why not; where that can be mended it is returned and not said."""
        try:
            booking = await bookings.book(talk.session, new, by=talk.user_id, now=talk.now)
        except _MENDABLE as refusal:
            return refusal
        except Refusal as refusal:
            await self.refused(talk, session_id, refusal)
        else:
            self.booked.append(booking)
            self.told.append(await _booked_words(talk, booking))
        return None

    async def refused(self, talk: Talk, session_id: int, refusal: Refusal) -> None:
        meal_session = await sessions.get(talk.session, session_id)
        text = _("✖️ {meal}：{reason}").format(
            meal=words.session_name(meal_session, talk.today),
            reason=in_words(refusal, talk.config.zone),
        )
        self.told.append(text)


@summary.choice("book")
async def book_all(talk: Talk, order: Order, choice: str) -> Reply:
    """Book every chosen meal; what is booked stays booked where another was refused."""
    await _read_ahead(talk)
    if await diner_of(talk, order) is None:
        return None
    assert order.diner_id is not None
    assert order.portions is not None
    assert order.mode is not None
    placed = Placed()
    for session_id in list(order.sessions):
        new = NewBooking(
            set_id=order.sets[str(session_id)],
            diner_id=order.diner_id,
            portions=order.portions,
            mode=order.mode,
        )
        refusal = await placed.book(talk, session_id, new)
        if refusal is not None:
            told = [*placed.told, in_words(refusal, talk.config.zone)]
            return await _mend(talk, order, session_id, refusal, "\n\n".join(told))
        order.drop_session(session_id)
    if not placed.booked:
        return await ordering.go_on(talk, order, "\n\n".join(placed.told))
    Order.discard(talk)
    return await _done(talk, placed)


async def _read_ahead(talk: Talk) -> None:
    """When a menu opens many tap at once: what they all need is read with the first of them."""
    if ahead.is_known(talk.session):
        return
    orders = ordering.together(talk, summary.name)
    if len(orders) > 1:
        bookers = [
            Booker(person_id, order.diner_id, order.sessions)
            for person_id, order in orders.items()
            if order.diner_id is not None
        ]
        await ahead.read(talk.session, bookers)


async def _mend(talk: Talk, order: Order, session_id: int, refusal: Refusal, before: str) -> Reply:
    match refusal:
        case errors.SetWithdrawn():
            order.sets.pop(str(session_id), None)
            return await ordering.go_on(talk, order, before)
        case errors.PortionsOutOfRange() | errors.Full(deliveries=False):
            return await ordering.ask(talk, order, "portions", before)
        case _:
            modes = (await terms_of(talk, order)).modes
            others = how([mode for mode in modes if mode is not Mode.DELIVERY])
            return await ordering.put(talk, order, "mode", others, before)


async def once_more(talk: Talk, plans: Sequence[Again]) -> Reply:
    """“和昨天一样”: booked at once, for it can be undone as fast."""
    placed = Placed()
    for plan in plans:
        new = NewBooking(
            set_id=plan.meal_set.id,
            diner_id=plan.diner.id,
            portions=plan.portions,
            mode=plan.mode,
        )
        refusal = await placed.book(talk, plan.meal_session.id, new)
        if refusal is not None:
            await placed.refused(talk, plan.meal_session.id, refusal)
    if placed.booked:
        return await _done(talk, placed)
    return await ordering.go_on(talk, Order(), "\n\n".join(placed.told))


async def _booked_words(talk: Talk, booking: MealBooking) -> str:
    """HTML: what was booked, its code, and what it costs."""
    meal_session = await sessions.get(talk.session, booking.session_id)
    meal_set = await menus.get_set(talk.session, booking.set_id)
    what = _("<b>{meal}</b> · {set} · {count} 份").format(
        meal=words.session_name(meal_session, talk.today),
        set=esc(meal_set.name),
        count=booking.portions,
    )
    if booking.state is BookingState.WAITING:
        text = _("⏳ {what}\n订满了，给您排上了队。有人取消就轮到您，马上告诉您。")
        return text.format(what=what)
    zone = talk.config.zone
    how = _("{mode}，{start}–{end}").format(
        mode=words.mode_name(booking.mode),
        start=f"{meal_session.starts_at.astimezone(zone):%H:%M}",
        end=f"{meal_session.ends_at.astimezone(zone):%H:%M}",
    )
    return _("✅ 订好了：{what}\n{how}\n取餐码 <b>{code}</b>，付 {paid}").format(
        what=what, how=how, code=booking.code, paid=words.yuan(booking.paid_fen)
    )


async def _done(talk: Talk, placed: Placed) -> Reply:
    """The codes; changing is a tap away."""
    first = await sessions.get(talk.session, placed.booked[0].session_id)
    lines = list(placed.told)
    if first.cut_off_at > talk.now:
        until = when(first.cut_off_at, talk.config.zone)
        lines.append(
            _("要改、要取消：{time} 以前，点下面的按钮，或者“🍚 订餐”里的“我的订餐”。").format(
                time=until
            )
        )
    await talk.leave()
    button = look_at(placed.booked[0].id) if len(placed.booked) == 1 else None
    return talk.say("\n\n".join(lines), button)
