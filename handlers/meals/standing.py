"""固定订餐: the standing orders there are; beginning one, pausing it, going on, ending it."""

from datetime import timedelta

from aiogram.fsm.state import State, StatesGroup

from handlers.common.i18n import _
from handlers.common.labels import meal_name
from handlers.common.lists import Listing
from handlers.common.questions import Ask, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals import standing_words, words
from handlers.meals.home import ask_what
from handlers.meals.planning import Plan, diner_of, planning, review
from handlers.meals.portions import a_pause, pause_for
from services.errors import NotFound, Refusal
from services.meals import offers
from services.meals import standing as standing_orders
from services.meals.standing import Generated, NewStanding

LABEL = 30
NEW = "new"


class Standing(StatesGroup):
    all = State()
    one = State()
    pause = State()
    ending = State()


standing = Listing("standing orders", *Standing.__states__, key="standing")


@standing.rows
async def orders(talk: Talk, before: str) -> Ask | Reply:
    """The standing orders of everyone this person books for; without any, a first one."""
    options = [
        Option(
            str(each.id),
            _("{name} · {meal} · {days}").format(
                name=cut(diner.name, LABEL),
                meal=meal_name(each.meal),
                days=words.weekdays(each.weekdays),
            ),
        )
        for each, diner in await standing_orders.of_booker(talk.session, talk.user_id)
    ]
    if not options and not before:
        intro = _("固定订餐：选好每星期哪几天，以后菜单一出来就替您订好。")
        return await planning.go_on(talk, Plan(), intro)
    text = _("固定订餐：点一个可以停一阵子、改或者不要了。")
    return Ask(text, [*options, Option(NEW, _("➕ 再加一个"))])


@standing.left
async def left(talk: Talk) -> Reply:
    return await ask_what(talk, None)


@standing.beside(NEW)
async def another(talk: Talk) -> Reply:
    return await planning.go_on(talk, Plan())


@standing.look
async def order(talk: Talk, standing_id: int) -> Ask:
    found, diner = await standing_orders.seen_by(talk.session, standing_id, talk.user_id)
    paused = words.pause(found.paused_from, found.paused_until, talk.today)
    lines = [
        f"👤 {esc(diner.name)}",
        words.every_week(found.weekdays, found.meal),
        words.what_each_time(found.set_name, found.portions, found.mode),
        *([f"⏸ {paused}"] if paused else []),
    ]
    options = [
        Option("go on", _("▶️ 恢复")) if paused else Option("pause", _("⏸ 停一阵子")),
        Option("change", _("改")),
        Option("end", _("❌ 不要了")),
    ]
    return Ask("\n".join(lines), options)


@standing.choice("change")
async def change(talk: Talk, standing_id: int) -> Reply:
    found = await standing_orders.get(talk.session, standing_id)
    plan = Plan(
        diner_id=found.diner_id,
        meal=found.meal,
        ticked=found.weekdays,
        days=found.weekdays,
        set_name=found.set_name or "",
        portions=found.portions,
        mode=found.mode,
    )
    return await planning.go_on(talk, plan)


@standing.choice("go on")
async def resume(talk: Talk, standing_id: int) -> Reply:
    became = await standing_orders.resume(talk.session, standing_id, by=talk.user_id, now=talk.now)
    noted = _("✅ 恢复了。停的时候取消的要重新订。")
    return await standing.show(talk, standing_id, await _with_list(talk, noted, became))


@standing.choice("pause")
async def ask_how_long(talk: Talk, standing_id: int) -> Reply:
    return await talk.put(Standing.pause, pause_for(_("停多久？停的日子里已经订好的也会取消。")))


@standing.answer(Standing.pause)
async def paused(talk: Talk, standing_id: int, choice: str) -> Reply:
    first, last = a_pause(talk, choice)
    cancelled = await standing_orders.pause(
        talk.session, standing_id, first, last, by=talk.user_id, now=talk.now
    )
    noted = _("✅ 停好了。")
    if cancelled:
        noted += "\n" + _("订好的 {count} 餐也取消了。").format(count=len(cancelled))
    return await standing.show(talk, standing_id, noted)


@standing.choice("end")
async def ask_whether_to_end(talk: Talk, standing_id: int) -> Reply:
    text = _("真的不要了吗？它替您订好、还没到订餐截止时间的也会取消。")
    return await talk.put(Standing.ending, Ask(text, [Option("yes", _("不要了"))]))


@standing.answer(Standing.ending)
async def end(talk: Talk, standing_id: int, choice: str) -> Reply:
    await standing_orders.end(talk.session, standing_id, by=talk.user_id, now=talk.now)
    return await standing.list_all(talk, _("✅ 好的，不再固定订了。"))


@review.choice("yes")
async def planned(talk: Talk, plan: Plan, choice: str) -> Reply:
    assert plan.meal is not None
    assert plan.portions is not None
    assert plan.mode is not None
    diner = await diner_of(talk, plan)
    canteen = await offers.canteen_for(talk.session, diner.area_id)
    if canteen is None:
        raise NotFound
    new = NewStanding(
        diner_id=diner.id,
        canteen_id=canteen.id,
        meal=plan.meal,
        weekdays=plan.days or "",
        set_name=plan.set_name or None,
        portions=plan.portions,
        mode=plan.mode,
        from_day=talk.today + timedelta(days=1),
    )
    _order, became = await standing_orders.order(talk.session, new, by=talk.user_id, now=talk.now)
    Plan.discard(talk)
    noted = _("✅ 固定订餐定好了，从明天起算。")
    return await standing.list_all(talk, await _with_list(talk, noted, became))


async def _with_list(talk: Talk, noted: str, generated: Generated) -> str:
    """HTML: with the meals that were booked at once, or could not be."""
    found = await standing_words.became(
        talk.session,
        [each.id for each in generated.bookings],
        [each.id for each in generated.refused],
    )
    if not (lines := found.lines()):
        return noted
    return "\n".join([noted, _("已经有菜单的，现在就办了："), *lines])


@planning.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    return await planning.go_on(talk, Plan(), in_words(refusal, talk.config.zone))
