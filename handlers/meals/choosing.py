"""What is booked: the sets, how many, how, and the summary of it all with its price."""

from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc, listed
from handlers.meals import menu_words, words
from handlers.meals.booking import diner_of, ordering
from handlers.meals.order import Order
from handlers.meals.portions import (
    LABEL,
    a_count,
    how,
    how_many,
    set_name,
    set_options,
    within,
)
from services.errors import Refusal
from services.meals import canteens, diners, menus, offers, pricing, seats, sessions
from services.meals.offers import Terms
from services.meals.pricing import Quote
from storage.tables import Diner, MealSet, Mode

EACH_OWN = "each own"
OTHER = "other:"
"""Before the id of another set of the only meal."""
SAME = "same:"
"""Before the name of a set that is wanted on each day."""


@ordering.step()
async def each(talk: Talk, order: Order) -> Ask | None:
    """Whether one set is wanted every day, where some stand on each menu."""
    if len(order.sessions) < 2 or order.sets or order.each_own:
        return None
    shared = await menus.on_every_menu(talk.session, order.sessions)
    if not shared:
        return None
    options = [
        Option(f"{SAME}{name}", _("每天都要“{set}”").format(set=cut(name, LABEL)))
        for name in shared
    ]
    options.append(Option(EACH_OWN, _("一天一天地挑")))
    return Ask(_("{count} 天，吃什么？").format(count=len(order.sessions)), options)


@each.choice()
async def every_day(talk: Talk, order: Order, choice: str) -> Reply:
    for session_id in order.sessions:
        for meal_set in await menus.sets_of(talk.session, session_id):
            if meal_set.name == choice.removeprefix(SAME):
                order.choose_set(session_id, meal_set.id)
    return None


@each.choice(EACH_OWN)
async def day_by_day(talk: Talk, order: Order, choice: str) -> Reply:
    order.each_own = True
    return None


@ordering.step()
async def set_(talk: Talk, order: Order) -> Ask | Reply:
    """Of the first meal that has none yet."""
    if order.without_set is None:
        return None
    sets = await menus.sets_of(talk.session, order.without_set)
    if not sets:
        order.drop_session(order.without_set)
        return await ordering.go_on(talk, order, _("这一餐的菜单刚刚撤下了，请换一餐。"))
    meal_session = await sessions.get(talk.session, order.without_set)
    lines = [f"<b>{words.session_name(meal_session, talk.today)}</b>"]
    if not offers.is_left_over(meal_session, talk.now):
        until = when(meal_session.cut_off_at, talk.config.zone)
        lines.append(_("{time} 前可以订，也可以改、取消。").format(time=until))
    lines += [f"{number}. {menu_words.set_line(one)}" for number, one in enumerate(sets, start=1)]
    return Ask("\n\n".join(["\n".join(lines), _("要哪一套？")]), set_options(sets))


@set_.choice()
async def chosen_set(talk: Talk, order: Order, choice: str) -> Reply:
    if order.without_set is not None:
        order.choose_set(order.without_set, int(choice))
    return None


async def terms_of(talk: Talk, order: Order) -> Terms:
    assert order.diner_id is not None
    eating = await diners.get(talk.session, order.diner_id)
    return await offers.terms_for(talk.session, eating, order.sessions)


async def a_number(said: str, talk: Talk) -> int:
    return within(a_count(said, talk), (await terms_of(talk, Order.of(talk))).most)


@ordering.step(a_number)
async def portions(talk: Talk, order: Order) -> Ask:
    return how_many((await terms_of(talk, order)).most)


@ordering.step()
async def mode(talk: Talk, order: Order) -> Ask:
    return how((await terms_of(talk, order)).modes)


@ordering.step()
async def summary(talk: Talk, order: Order) -> Ask | Reply:
    eating = await diner_of(talk, order)
    assert eating is not None
    try:
        text = await summed_up(talk, order, eating)
    except Refusal as refusal:
        order.choose_sessions([])
        return await ordering.go_on(talk, order, in_words(refusal, talk.config.zone))
    several = [Option("set", _("重新挑套餐"))] if len(order.sessions) > 1 else []
    options = [
        Option("book", _("✅ 就这样订")),
        *[
            Option(f"{OTHER}{each.id}", _("🔁 换成{set}").format(set=set_name(each)))
            for each in await other_sets(talk, order)
        ],
        Option("portions", _("改份数")),
        Option("mode", _("改怎么吃")),
        *several,
    ]
    return Ask(text, options)


async def other_sets(talk: Talk, order: Order) -> list[MealSet]:
    """What else is on the menu of the only meal."""
    if len(order.sessions) != 1:
        return []
    [session_id] = order.sessions
    sets = await menus.sets_of(talk.session, session_id)
    return [each for each in sets if each.id != order.sets.get(str(session_id))]


@summary.choice()
async def other_set(talk: Talk, order: Order, choice: str) -> Reply:
    [session_id] = order.sessions
    order.choose_set(session_id, int(choice.removeprefix(OTHER)))
    order.is_guess = False
    return None


@summary.choice("portions", "mode")
async def change(talk: Talk, order: Order, choice: str) -> Reply:
    return await ordering.ask(talk, order, choice)


@summary.choice("set")
async def all_sets(talk: Talk, order: Order, choice: str) -> Reply:
    order.drop_sets()
    return None


async def summed_up(talk: Talk, order: Order, diner: Diner) -> str:
    """HTML. Raises what `pricing.quote` raises."""
    assert order.portions is not None
    assert order.mode is not None
    entries: list[str] = []
    quotes: list[Quote] = []
    clashing = False
    for session_id in order.sessions:
        meal_session = await sessions.get(talk.session, session_id)
        meal_set = await menus.get_set(talk.session, order.sets[str(session_id)])
        quote = await pricing.quote(
            talk.session, diner, meal_set, order.portions, order.mode, beside=quotes
        )
        quotes.append(quote)
        lines = [
            _("📅 <b>{meal}</b> · {set}").format(
                meal=words.session_name(meal_session, talk.today), set=esc(meal_set.name)
            ),
            f"    {esc(listed(meal_set.dishes))}",
            f"    {menu_words.quote_line(quote)}",
        ]
        if seats.would_wait(meal_session, order.portions):
            lines.append("    " + _("⏳ 已经订满，先给您排队；有人取消就轮到您，马上告诉您。"))
        if clash := menu_words.clash(diner.diet, meal_set):
            lines.append(f"    {clash}")
            clashing = True
        entries.append("\n".join(lines))
    total = words.yuan(sum(quote.paid_fen for quote in quotes))
    how = _("🍽 送餐上门，送到登记的地址")
    if order.mode is not Mode.DELIVERY:
        canteen = await canteens.get(talk.session, meal_session.canteen_id)
        how = _("🍽 {mode}：{canteen}，{address}").format(
            mode=words.mode_name(order.mode),
            canteen=esc(canteen.name),
            address=esc(canteen.address),
        )
    lines = [
        _("请看一遍，对的话点“就这样订”："),
        f"👤 {esc(words.diner_name(diner, talk.user_id))}",
        *entries,
        how,
        _("<b>一共 {total}</b>。价钱订下就定了，以后调价也不变。").format(total=total),
    ]
    if others := await other_sets(talk, order):
        also = [menu_words.set_line(each) for each in others]
        lines.insert(3, "\n".join([_("这一餐还有，点下面可以换："), *also]))
    if clashing:
        lines.append(_("⚠️ 忌口是照菜名看的，不一定准。照样可以订，厨房也会看到；拿不准请问食堂。"))
    if diner.verified_at is None:
        lines.append(not_verified(diner))
    return "\n\n".join(lines)


def not_verified(diner: Diner) -> str:
    """HTML: why there is no subsidy yet, and what to do."""
    return _(
        "ℹ️ {name}的年龄和住址还没有核对，现在按全价。"
        "请带银龄福卡或者身份证到食堂，工作人员点一下，以后订的就有补贴。"
    ).format(name=esc(diner.name))
