"""What residents hear of their meals: booked or cancelled by others, a place that came free.

Those who did it themselves have seen the answer already and are not told.
"""

from collections.abc import Sequence

from handlers.common.i18n import _, mark
from handlers.common.labels import meal_name
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling
from handlers.common.words import esc, listed
from handlers.meals import standing_words, words
from handlers.meals.mine import look_at, to_my_meals
from services.meals import diners, history, menus, reading
from services.meals.news import (
    AwaitedWithdrawn,
    BookedByOther,
    Cancelled,
    ChangedByOther,
    NotPromoted,
    Promoted,
    SessionClosed,
    StandingBooked,
)
from services.meals.reading import Booked
from storage.tables import BookingState, Matter, MealSet

telling = Telling(Matter.MEAL)


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
        text = mark("⏳ 订满了，有人替您排上了队：\n{what}")
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
    await _hearers(tell, booked, mark("🎉 排队轮到您了，订上了：\n{what}"))


@telling.hears(NotPromoted)
async def not_promoted(tell: Tell, news: NotPromoted) -> None:
    booked = await reading.get(tell.session, news.booking_id)
    text = mark(
        "抱歉，排队没有轮到：\n<b>{meal}</b>\n这一餐请另外安排；食堂要是还有余餐，菜单上会写。"
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
    text = mark("➖ 您排队等的“{set}”，食堂从菜单上撤下了：\n<b>{meal}</b>")
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
    """One list, however many meals; of what is over by then nobody is told."""
    found = await standing_words.became(tell.session, news.booking_ids, news.refused_ids)
    diner = await diners.get(tell.session, news.diner_id)
    meals = [*(each.meal_session for each in found.booked), *found.refused]

    def note() -> Say:
        name = esc(diner.name)
        lines = [_("🔁 固定订餐，替{name}订好了：").format(name=name), *found.lines()]
        if not found.booked:
            lines[0] = _("⚠️ 固定订餐，{name}的没有订上：").format(name=name)
        if found.refused:
            lines.append(_("没有订上的请自己订，或者看看“固定订餐”里写的还对不对。"))
        if found.booked:
            lines.append(_("哪一餐不要，订餐截止以前点下面取消。"))
        return Say("\n".join(lines), to_my_meals())

    whom = dict.fromkeys((diner.person_id, news.ordered_by))
    whom.pop(news.but_not, None)
    await tell.people(whom, note, until=max(each.ends_at for each in meals))


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
            )
            for text in texts
        )
        text = "\n".join(filter(None, filled))
        return Say(text, look_at(booked.booking.id) if with_button else None)

    whom = reading.hearers(booked, but_not=but_not)
    await tell.people(whom, note, until=booked.meal_session.ends_at)
