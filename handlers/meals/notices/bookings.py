"""What residents hear of their meals: booked or cancelled by others, a place that came free.

Those who did it themselves have seen the answer already and are not told.
"""

from collections.abc import Sequence

from handlers.common.i18n import _, mark
from handlers.common.labels import meal_name
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling
from handlers.common.words import esc, listed
from handlers.meals import menu_words, words
from handlers.meals.mine import look_at
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
from storage.tables import BookingState, MealSet

telling = Telling()


def session_words(booked: Booked) -> str:
    """HTML: whose meal of which day."""
    return _("{name} {day} {meal}").format(
        name=esc(booked.diner.name),
        day=words.day_words(booked.meal_session.day),
        meal=meal_name(booked.meal_session.meal),
    )


def booking_words(booked: Booked) -> str:
    """HTML: what is booked, with its code and price where it holds a portion."""
    return "\n".join([f"<b>{session_words(booked)}</b>", *words.booked_lines(booked)])


@telling.hears(BookedByOther)
async def booked_by_other(tell: Tell, news: BookedByOther) -> None:
    booked = await reading.get(tell.session, news.booking_id)
    text = mark("🍚 有人替您订了餐：\n{what}")
    if booked.booking.state is BookingState.WAITING:
        text = mark("⏳ 有人替您排了候补：\n{what}")
    await _hearers(tell, booked, text, but_not=news.by)


@telling.hears(ChangedByOther)
async def changed_by_other(tell: Tell, news: ChangedByOther) -> None:
    booked = await reading.get(tell.session, news.booking_id)
    await _hearers(tell, booked, mark("✏️ 订的餐改成了：\n{what}"), but_not=news.by)


@telling.hears(Cancelled)
async def cancelled(tell: Tell, news: Cancelled) -> None:
    booked = await reading.get(tell.session, news.booking_id)
    reason = await history.last_reason(tell.session, news.booking_id)
    texts = [mark("✖️ 订的餐取消了：\n<b>{meal}</b>")]
    if reason:
        texts.append(mark("原因：{reason}"))
    await _hearers(tell, booked, *texts, but_not=news.by, reason=reason)


@telling.hears(Promoted)
async def promoted(tell: Tell, news: Promoted) -> None:
    booked = await reading.get(tell.session, news.booking_id)
    await _hearers(tell, booked, mark("🎉 候补轮到了，订上了：\n{what}"))


@telling.hears(NotPromoted)
async def not_promoted(tell: Tell, news: NotPromoted) -> None:
    booked = await reading.get(tell.session, news.booking_id)
    text = mark(
        "抱歉，候补没有轮到：\n<b>{meal}</b>\n这一餐请另外安排；食堂要是还有余餐，菜单上会写。"
    )
    await _hearers(tell, booked, text, with_button=False)


@telling.hears(AwaitedWithdrawn)
async def awaited_withdrawn(tell: Tell, news: AwaitedWithdrawn) -> None:
    booked = await reading.get(tell.session, news.booking_id)
    left = await menus.sets_of(tell.session, booked.meal_session.id)
    others = mark("这一餐没有别的套餐了，请另外安排。")
    if left:
        others = mark(
            "这一餐还有：{sets}。\n要排别的，请点下面的按钮换一套，位置不变；不换就排不到了。"
        )
    text = mark("➖ 您候补的“{set}”食堂下架了：\n<b>{meal}</b>")
    await _hearers(tell, booked, text, others, left=left)


@telling.hears(SessionClosed)
async def session_closed(tell: Tell, news: SessionClosed) -> None:
    booked = await reading.get(tell.session, news.booking_id)
    text = mark(
        "✖️ 停餐通知：\n<b>{meal}</b>\n原因：{reason}\n您订的已经取消，不用付钱。请另外安排这一餐。"
    )
    reason = booked.meal_session.closed_reason
    await _hearers(tell, booked, text, reason=reason, with_button=False)


@telling.hears(StandingBooked)
async def standing_booked(tell: Tell, news: StandingBooked) -> None:
    """Where the set was not chosen by its name, with what of the diet note it may hold."""
    booked = await reading.get(tell.session, news.booking_id)
    ordered = await standing.of_booking(tell.session, booked.booking)
    text = mark("🔁 固定订餐，替您订好了：\n{what}")
    if booked.booking.state is BookingState.WAITING:
        text = mark("⏳ 固定订餐：这一餐满了，替您排了候补。\n{what}")
    warned = ordered is not None and ordered.set_name != booked.meal_set.name
    await _hearers(tell, booked, text, *(["{clash}"] if warned else []))


@telling.hears(StandingNotBooked)
async def standing_not_booked(tell: Tell, news: StandingNotBooked) -> None:
    order = await standing.get(tell.session, news.standing_id)
    meal_session = await sessions.get(tell.session, news.session_id)
    diner = await diners.get(tell.session, order.diner_id)

    def text() -> str:
        return _(
            "⚠️ 固定订餐没有订上：\n<b>{name} {day} {meal}</b>\n"
            "请在“🍚 订餐”里自己订，或者看看“固定订餐”里写的还对不对。"
        ).format(
            name=esc(diner.name),
            day=words.day_words(meal_session.day),
            meal=meal_name(meal_session.meal),
        )

    await tell.people((order.created_by, diner.person_id), text, until=meal_session.ends_at)


async def _hearers(
    tell: Tell,
    booked: Booked,
    *texts: str,
    but_not: int | None = None,
    reason: str | None = None,
    left: Sequence[MealSet] = (),
    with_button: bool = True,
) -> None:
    """To those who hear of a booking, a line each of `texts`; the button leads to it."""
    with_button = with_button and booked.booking.state in reading.ACTIVE

    def note() -> Say:
        filled = (
            _(text).format(
                what=booking_words(booked),
                meal=session_words(booked),
                set=esc(booked.meal_set.name),
                sets=esc(listed(each.name for each in left)),
                reason=esc(reason),
                clash=menu_words.clash(booked.diner.diet, booked.meal_set),
            )
            for text in texts
        )
        text = "\n".join(filter(None, filled))
        return Say(text, look_at(booked.booking.id) if with_button else None)

    whom = reading.hearers(booked, but_not=but_not)
    await tell.people(whom, note, until=booked.meal_session.ends_at)
