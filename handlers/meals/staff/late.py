"""What staff book and cancel for people who call, also after cut-off, saying why."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.prompts import prompt
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals.refusals import of_canteens
from handlers.meals.staff.canteen import IN_CANTEEN, canteen_form, canteen_of
from handlers.meals.words import heading, mode_name, yuan
from services import areas
from services.meals import booking, counter, diners, menus, pricing, reading, sessions
from services.meals.booking import NewBooking
from storage.tables import Mode

TITLE = 60


@dataclass(slots=True)
class Late(Kept):
    """A booking for somebody who called; each part is None until it was answered."""

    KEY: ClassVar = "late booking"

    session_id: int = 0
    name: str = ""
    """As staff wrote it."""
    diner_id: int | None = None
    set_id: int | None = None
    portions: int | None = None
    mode: Mode | None = None


adding = canteen_form(Late, "Adding")


@prompt(adding, "late whose", IN_CANTEEN, refusals=of_canteens)
async def whose(talk: Talk, session_id: int) -> str:
    return _("取消谁的？请回复这条消息，发取餐码或者姓名。")


@whose.taken
async def of_them(talk: Talk, session_id: int) -> Reply:
    found = await counter.to_cancel(talk.session, session_id, talk.text)
    if not found:
        raise Again(_("这一餐没有找到还没取的这一份。"))
    if len(found) > 1:
        lines = [f"{each.booking.code} {esc(each.diner.name)}" for each in found]
        raise Again("\n".join([_("有几位，请发取餐码："), *lines]))
    return await why_cancel.put(talk, found[0].booking.id)


@prompt(adding, "late cancel", IN_CANTEEN, refusals=of_canteens)
async def why_cancel(talk: Talk, booking_id: int) -> str:
    booked = await reading.get(talk.session, booking_id)
    text = _("取消{name}的这一餐。请回复这条消息，写一句原因，订餐的人看得到。")
    return text.format(name=esc(booked.diner.name))


@why_cancel.taken
async def cancel(talk: Talk, booking_id: int) -> Reply:
    booked = await reading.get(talk.session, booking_id)
    await booking.cancel_by_staff(talk.session, booking_id, talk.member, talk.text, now=talk.now)
    return talk.say(
        _("取消了：{code} {name}。订餐的人已经知道。").format(
            code=booked.booking.code, name=esc(booked.diner.name)
        )
    )


@prompt(adding, "late whom", IN_CANTEEN, refusals=of_canteens)
async def for_whom(talk: Talk, session_id: int) -> str:
    return _("给谁加订？请回复这条消息，发用餐人的姓名。")


@for_whom.taken
async def named(talk: Talk, session_id: int) -> Reply:
    if not await counter.diners_named(talk.session, await canteen_of(talk), talk.text):
        raise Again(_("没有找到叫这个名字的用餐人。没登记过的，请本人或者家里人先发 /meals。"))
    return await adding.go_on(talk, Late(session_id=session_id, name=talk.text))


@adding.left
async def another_name(talk: Talk, late: Late) -> Reply:
    await talk.leave()
    return await for_whom.put(talk, late.session_id)


@adding.step(part="diner_id")
async def diner(talk: Talk, late: Late) -> Ask:
    found = await counter.diners_named(talk.session, await canteen_of(talk), late.name)
    homes = await areas.titles(talk.session, {each.area_id for each in found})
    options = [
        Option(str(each.id), cut(f"{each.name} · {homes[each.area_id]}", TITLE)) for each in found
    ]
    return Ask(_("是哪一位？"), options)


@adding.step(part="set_id")
async def meal_set(talk: Talk, late: Late) -> Ask | Reply:
    sets = await menus.sets_of(talk.session, late.session_id)
    if not sets:
        await talk.leave()
        meal_session = await sessions.get(talk.session, late.session_id)
        return talk.say(_("{meal}的菜单上没有套餐。").format(meal=heading(meal_session)))
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


@mode.choice()
async def how(talk: Talk, late: Late, choice: str) -> Reply:
    late.mode = Mode(choice)
    late.keep(talk)
    await talk.leave()
    return await why_add.put(talk, late.session_id)


@prompt(adding, "late add", IN_CANTEEN, refusals=of_canteens)
async def why_add(talk: Talk, session_id: int) -> str:
    return _("请回复这条消息，写一句原因。")


@why_add.taken
async def add(talk: Talk, session_id: int) -> Reply:
    late = Late.of(talk)
    if late.session_id != session_id or late.mode is None:
        return await for_whom.put(talk, session_id, _("前面选的没有了，请再来一次。"))
    assert late.diner_id is not None
    assert late.set_id is not None
    assert late.portions is not None
    new = NewBooking(
        set_id=late.set_id, diner_id=late.diner_id, portions=late.portions, mode=late.mode
    )
    made = await booking.book_for(talk.session, new, talk.member, talk.text, now=talk.now)
    Late.discard(talk)
    await talk.keep()
    booked = await reading.get(talk.session, made.id)
    return talk.say(
        _("加上了：{name} {set} {count} 份，取餐码 <b>{code}</b>，应付 {price}。").format(
            name=esc(booked.diner.name),
            set=esc(booked.meal_set.name),
            count=made.portions,
            code=made.code,
            price=yuan(made.paid_fen),
        )
    )
