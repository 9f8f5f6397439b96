"""What residents hear of their meals: booked or cancelled by others, a place that came free.

Those who did it themselves have seen the answer already and are not told.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import _, speaking
from handlers.common.sending import outgoing
from handlers.common.words import esc, listed
from handlers.meals import buttons, words
from services.meals import diners, history, menus, reading, sessions, standing
from services.meals.news import (
    AwaitedWithdrawn,
    BookedByOther,
    Cancelled,
    ChangedByOther,
    NotPromoted,
    Promoted,
    SessionClosed,
    StandingBooked,
    StandingNotBooked,
)
from services.meals.reading import Booked
from services.news import News
from services.people import people
from storage.outbox import Outgoing, Urgency
from storage.tables import BookingState, Person

Compose = Callable[[Person], str]


def session_words(booked: Booked) -> str:
    """HTML: whose meal of which day."""
    return _("{name} {day} {meal}").format(
        name=esc(booked.diner.name),
        day=words.day_words(booked.meal_session.day),
        meal=words.meal_name(booked.meal_session.meal),
    )


def booking_words(booked: Booked) -> str:
    """HTML: what is booked, with its code and price where it holds a portion."""
    booking = booked.booking
    what = _("<b>{meal}</b>\n{set} · {count} 份 · {mode}").format(
        meal=session_words(booked),
        set=esc(booked.meal_set.name),
        count=booking.portions,
        mode=words.mode_name(booking.mode),
    )
    if booking.state is not BookingState.BOOKED:
        return what
    code = _("取餐码 <b>{code}</b>，付 {paid}").format(
        code=booking.code, paid=words.yuan(booking.paid_fen)
    )
    return f"{what}\n{code}"


async def booked_by_other(
    session: AsyncSession, news: BookedByOther, _config: Config
) -> list[Outgoing]:
    def text(booked: Booked) -> str:
        if booked.booking.state is BookingState.WAITING:
            return _("⏳ 有人替您排了候补：\n{what}").format(what=booking_words(booked))
        return _("🍚 有人替您订了餐：\n{what}").format(what=booking_words(booked))

    return await _of_booking(session, news.booking_id, text, but_not=news.by)


async def changed_by_other(
    session: AsyncSession, news: ChangedByOther, _config: Config
) -> list[Outgoing]:
    def text(booked: Booked) -> str:
        return _("✏️ 订的餐改成了：\n{what}").format(what=booking_words(booked))

    return await _of_booking(session, news.booking_id, text, but_not=news.by)


async def cancelled(session: AsyncSession, news: Cancelled, _config: Config) -> list[Outgoing]:
    reason = await history.last_reason(session, news.booking_id)

    def text(booked: Booked) -> str:
        said = _("✖️ 订的餐取消了：\n<b>{meal}</b>").format(meal=session_words(booked))
        if reason:
            said += "\n" + _("原因：{reason}").format(reason=esc(reason))
        return said

    return await _of_booking(session, news.booking_id, text, but_not=news.by)


async def promoted(session: AsyncSession, news: Promoted, _config: Config) -> list[Outgoing]:
    def text(booked: Booked) -> str:
        return _("🎉 候补轮到了，订上了：\n{what}").format(what=booking_words(booked))

    return await _of_booking(session, news.booking_id, text)


async def not_promoted(session: AsyncSession, news: NotPromoted, _config: Config) -> list[Outgoing]:
    def text(booked: Booked) -> str:
        return _(
            "抱歉，候补没有轮到：\n<b>{meal}</b>\n这一餐请另外安排；食堂要是还有余餐，菜单上会写。"
        ).format(meal=session_words(booked))

    return await _of_booking(session, news.booking_id, text, with_button=False)


async def awaited_withdrawn(
    session: AsyncSession, news: AwaitedWithdrawn, _config: Config
) -> list[Outgoing]:
    booked = await reading.get(session, news.booking_id)
    left = await menus.sets_of(session, booked.meal_session.id)

    def text(booked: Booked) -> str:
        told = _("➖ 您候补的“{set}”食堂下架了：\n<b>{meal}</b>").format(
            set=esc(booked.meal_set.name), meal=session_words(booked)
        )
        if not left:
            return told + "\n" + _("这一餐没有别的套餐了，请另外安排。")
        others = _(
            "这一餐还有：{sets}。\n要排别的，请点下面的按钮换一套，位置不变；不换就排不到了。"
        ).format(sets=esc(listed(each.name for each in left)))
        return f"{told}\n{others}"

    return await _of_booking(session, news.booking_id, text)


async def session_closed(
    session: AsyncSession, news: SessionClosed, _config: Config
) -> list[Outgoing]:
    def text(booked: Booked) -> str:
        return _(
            "✖️ 停餐通知：\n<b>{meal}</b>\n原因：{reason}\n"
            "您订的已经取消，不用付钱。请另外安排这一餐。"
        ).format(meal=session_words(booked), reason=esc(booked.meal_session.closed_reason))

    return await _of_booking(session, news.booking_id, text, with_button=False)


async def standing_booked(
    session: AsyncSession, news: StandingBooked, _config: Config
) -> list[Outgoing]:
    def text(booked: Booked) -> str:
        if booked.booking.state is BookingState.WAITING:
            return _("⏳ 固定订餐：这一餐满了，替您排了候补。\n{what}").format(
                what=booking_words(booked)
            )
        return _("🔁 固定订餐，替您订好了：\n{what}").format(what=booking_words(booked))

    return await _of_booking(session, news.booking_id, text)


async def standing_not_booked(
    session: AsyncSession, news: StandingNotBooked, _config: Config
) -> list[Outgoing]:
    order = await standing.get(session, news.standing_id)
    meal_session = await sessions.get(session, news.session_id)
    diner = await diners.get(session, order.diner_id)

    def text(_person: Person) -> str:
        return _(
            "⚠️ 固定订餐没有订上：\n<b>{name} {day} {meal}</b>\n"
            "请在“🍚 订餐”里自己订，或者看看“固定订餐”里写的还对不对。"
        ).format(
            name=esc(diner.name),
            day=words.day_words(meal_session.day),
            meal=words.meal_name(meal_session.meal),
        )

    whom = [person_id for person_id in (order.created_by, diner.person_id) if person_id]
    return await to_each(session, whom, text, until=meal_session.ends_at)


async def _of_booking(
    session: AsyncSession,
    booking_id: int,
    text: Callable[[Booked], str],
    *,
    but_not: int | None = None,
    with_button: bool = True,
) -> list[Outgoing]:
    """To those who hear of a booking; the button leads to it."""
    booked = await reading.get(session, booking_id)

    def keyboard() -> InlineKeyboardMarkup | None:
        if not with_button or booked.booking.state not in reading.ACTIVE:
            return None
        return buttons.look_at(booking_id, _("📋 看一看、改或取消"))

    whom = reading.hearers(booked, but_not=but_not)
    until = booked.meal_session.ends_at
    return await to_each(session, whom, lambda _person: text(booked), keyboard, until=until)


async def to_each(
    session: AsyncSession,
    person_ids: Sequence[int],
    text: Compose,
    keyboard: Callable[[], InlineKeyboardMarkup | None] = lambda: None,
    *,
    until: datetime | None = None,
) -> list[Outgoing]:
    """To everyone of them who can be reached, once, in their own language.

    `until`: when it would come too late.
    """
    sent: list[Outgoing] = []
    for person_id in dict.fromkeys(person_ids):
        person = await people.get(session, person_id)
        if person is None or person.blocked_at is not None:
            continue
        with speaking(person.language):
            message = SendMessage(chat_id=person.id, text=text(person), reply_markup=keyboard())
            sent += outgoing(message, person.id, Urgency.NOTICE, useful_until=until)
    return sent


HEARD: Mapping[type[News], Callable[..., Awaitable[list[Outgoing]]]] = {
    BookedByOther: booked_by_other,
    ChangedByOther: changed_by_other,
    Cancelled: cancelled,
    Promoted: promoted,
    NotPromoted: not_promoted,
    AwaitedWithdrawn: awaited_withdrawn,
    SessionClosed: session_closed,
    StandingBooked: standing_booked,
    StandingNotBooked: standing_not_booked,
}
