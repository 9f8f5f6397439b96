"""What staff book and cancel for people who call, also after cut-off, saying why.

Asked in private; the group sees what came of it.
"""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line, some_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals.staff.canteen import canteen_of, done, private_canteen_form
from handlers.meals.words import heading, mode_name, yuan
from services import areas
from services.meals import booking, counter, diners, menus, pricing, reading, sessions
from services.meals.booking import REASON_LIMIT, NewBooking
from services.meals.diners import NAME_LIMIT
from services.meals.reading import Booked
from storage.tables import Mode

TITLE = 60


@dataclass(slots=True)
class Cancelling(Kept):
    """Whose booking of which meal is to be cancelled."""

    KEY: ClassVar = "late cancelling"

    session_id: int = 0
    booking_id: int | None = None


@dataclass(slots=True)
class Late(Kept):
    """A booking for somebody who called; each part is None until it was answered."""

    KEY: ClassVar = "late booking"

    session_id: int = 0
    name: str | None = None
    """As staff wrote it."""
    diner_id: int | None = None
    set_id: int | None = None
    portions: int | None = None
    mode: Mode | None = None


cancelling = private_canteen_form(Cancelling, "Cancelling")
adding = private_canteen_form(Late, "Adding")


@cancelling.step(a_line(NAME_LIMIT), part="booking_id")
async def whose(talk: Talk, draft: Cancelling) -> Ask:
    return Ask(_("取消谁的？请发取餐码或者姓名。"))


@whose.taken
async def of_them(talk: Talk, draft: Cancelling, said: str) -> Reply:
    found = await counter.to_cancel(talk.session, draft.session_id, said)
    if not found:
        raise Again(_("这一餐没有找到还没取的这一份。"))
    if len(found) > 1:
        lines = [f"{each.booking.code} {esc(each.diner.name)}" for each in found]
        raise Again("\n".join([_("有几位，请发取餐码："), *lines]))
    draft.booking_id = found[0].booking.id
    return None


@cancelling.step(some_words(REASON_LIMIT))
async def why_cancel(talk: Talk, draft: Cancelling) -> Ask:
    assert draft.booking_id is not None
    booked = await reading.get(talk.session, draft.booking_id)
    text = _("取消{name}的这一餐。为什么？写一句，订餐的人看得到。")
    return Ask(text.format(name=esc(booked.diner.name)))


@why_cancel.taken
async def cancel(talk: Talk, draft: Cancelling, why: str) -> Reply:
    assert draft.booking_id is not None
    booked = await reading.get(talk.session, draft.booking_id)
    await booking.cancel_by_staff(talk.session, draft.booking_id, talk.member, why, now=talk.now)
    Cancelling.discard(talk)
    return await done(
        talk,
        lambda: _("取消了：{code} {name}。订餐的人已经知道。").format(
            code=booked.booking.code, name=esc(booked.diner.name)
        ),
    )


@adding.step(a_line(NAME_LIMIT))
async def name(talk: Talk, late: Late) -> Ask:
    return Ask(_("给谁加订？请发用餐人的姓名。"))


@name.taken
async def named(talk: Talk, late: Late, said: str) -> Reply:
    if not await counter.diners_named(talk.session, await canteen_of(talk), said):
        raise Again(_("没有找到叫这个名字的用餐人。没登记过的，请本人或者家里人先发 /meals。"))
    late.name, late.diner_id, late.mode = said, None, None
    return None


@adding.step(part="diner_id")
async def diner(talk: Talk, late: Late) -> Ask:
    found = await counter.diners_named(talk.session, await canteen_of(talk), late.name or "")
    homes = await areas.titles(talk.session, {each.area_id for each in found})
    options = [
        Option(str(each.id), cut(f"{each.name} · {homes[each.area_id]}", TITLE)) for each in found
    ]
    return Ask(_("是哪一位？"), options)


@adding.step(part="set_id")
async def meal_set(talk: Talk, late: Late) -> Ask | Reply:
    sets = await menus.sets_of(talk.session, late.session_id)
    if not sets:
        Late.discard(talk)
        meal_session = await sessions.get(talk.session, late.session_id)
        text = _("{meal}的菜单上没有套餐。").format(meal=heading(meal_session))
        return await menu.home(talk, text)
    options = [
        Option(str(each.id), cut(f"{each.name} {yuan(each.price_fen)}", TITLE)) for each in sets
    ]
    return Ask(_("哪一种套餐？"), options)


@adding.step()
async def portions(talk: Talk, late: Late) -> Ask:
    meal_session = await sessions.get(talk.session, late.session_id)
    options = [
        Option(str(count), _("{count} 份").format(count=count))
        for count in range(1, meal_session.portions_each + 1)
    ]
    return Ask(_("几份？"), options, columns=2)


@adding.step()
async def mode(talk: Talk, late: Late) -> Ask:
    assert late.diner_id is not None
    eating = await diners.get(talk.session, late.diner_id)
    meal_session = await sessions.get(talk.session, late.session_id)
    modes = await pricing.modes_for(talk.session, eating, meal_session)
    return Ask(_("怎么吃？"), [Option(each.value, mode_name(each)) for each in modes])


@adding.step(some_words(REASON_LIMIT))
async def why_add(talk: Talk, late: Late) -> Ask:
    return Ask(_("请写一句原因。"))


@why_add.taken
async def add(talk: Talk, late: Late, why: str) -> Reply:
    assert late.diner_id is not None
    assert late.set_id is not None
    assert late.portions is not None
    assert late.mode is not None
    new = NewBooking(
        set_id=late.set_id, diner_id=late.diner_id, portions=late.portions, mode=late.mode
    )
    made = await booking.book_for(talk.session, new, talk.member, why, now=talk.now)
    Late.discard(talk)
    booked = await reading.get(talk.session, made.id)
    return await done(talk, lambda: _added(booked))


def _added(booked: Booked) -> str:
    made = booked.booking
    return _("加上了：{name} {set} {count} 份，取餐码 <b>{code}</b>，应付 {price}。").format(
        name=esc(booked.diner.name),
        set=esc(booked.meal_set.name),
        count=made.portions,
        code=made.code,
        price=yuan(made.paid_fen),
    )
