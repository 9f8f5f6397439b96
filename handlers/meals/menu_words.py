"""A day's menu in words and as pictures; what a meal costs somebody, and whether it suits them."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from handlers.common.i18n import _, mark
from handlers.common.labels import meal_name
from handlers.common.saying import File, Picture
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc, listed
from handlers.meals.words import yuan
from services.meals import allergens, seats
from services.meals.allergens import Food
from services.meals.menus import OnMenu
from services.meals.pricing import Quote
from storage.tables import Canteen, CanteenDay, MealSession, MealSet

if TYPE_CHECKING:
    from handlers.meals.menu_card import CardMeal

FEW = 10
"""Portions; so few that people are told how many."""


async def pictures(
    talk: Talk, canteen: Canteen, title: str, found: Sequence[OnMenu]
) -> list[Picture]:
    """Of a day's meals that are still to come, headed by `title` in plain words."""
    from handlers.meals import menu_card

    meals = [_card_meal(talk, each) for each in found if _is_to_come(talk, each.meal_session)]
    if not meals:
        return []
    drawn = await asyncio.to_thread(menu_card.draw, title, canteen.name, meals)
    return [Picture(File("menu.jpg", picture)) for picture in drawn]


async def next_meals(
    talk: Talk, canteen: Canteen, found: Mapping[date, Sequence[OnMenu]]
) -> list[Picture]:
    """One picture of the meals of these days that are still to come, as many as it holds."""
    from handlers.meals import menu_card

    meals = [
        _card_meal(talk, each, _day(day, talk.today))
        for day, on_menu in found.items()
        for each in on_menu
        if _is_to_come(talk, each.meal_session)
    ]
    if not meals:
        return []
    title = _("接下来的菜单")
    drawn = await asyncio.to_thread(menu_card.draw_first, title, canteen.name, meals)
    return [Picture(File("menu.jpg", drawn))]


def _day(day: date, today: date) -> str:
    return _("今天") if day == today else _("明天")


def menu(talk: Talk, title: str, found: Sequence[OnMenu], said: Sequence[CanteenDay] = ()) -> str:
    """A day's menu (HTML), headed by `title` in plain words; `said` are the canteen's words."""
    shut = [
        _("{meal}停餐：{reason}").format(meal=meal_name(each.meal), reason=esc(each.reason))
        for each in said
        if not each.is_open
    ]
    served = [_meal(talk, each) for each in found if each.meal_session.closed_at is None]
    if not served and not shut:
        shut = [_("这一天没有菜单。")]
    return "\n\n".join([f"<b>{esc(title)}</b>", *shut, *served])


def note(talk: Talk, meal_session: MealSession) -> str:
    """Plain words on whether the meal can still be booked, such as 只剩 3 份，订餐截止 09:30."""
    now, zone = talk.now, talk.config.zone
    left = meal_session.portions - meal_session.taken
    if meal_session.closed_at is not None:
        return _("停餐")
    if now >= meal_session.ends_at:
        return _("已经结束")
    if now >= meal_session.cut_off_at:
        if meal_session.reopened > 0:
            return _("余餐 {count} 份，先到先得").format(count=meal_session.reopened)
        return _("订餐已经截止")
    local = meal_session.cut_off_at.astimezone(zone)
    until = f"{local:%H:%M}" if local.date() == now.astimezone(zone).date() else when(local, zone)
    if seats.would_wait(meal_session, 1):
        return _("订满了，可以排队，订餐截止 {until}").format(until=until)
    if left <= FEW:
        return _("只剩 {count} 份，订餐截止 {until}").format(count=left, until=until)
    return _("可以订，订餐截止 {until}").format(until=until)


def set_line(meal_set: MealSet, *, full: bool = False) -> str:
    """A set (HTML) in two lines: its name, price and tags, then its dishes."""
    tags = "".join(f" [{esc(tag)}]" for tag in _tags(meal_set, full=full))
    head = f"<b>{esc(meal_set.name)}</b>  {yuan(meal_set.price_fen)}{tags}"
    return f"{head}\n{esc(listed(meal_set.dishes))}"


def _tags(meal_set: MealSet, *, full: bool) -> list[str]:
    """What one has to know before choosing it comes first."""
    return [_("订满"), *meal_set.tags] if full else list(meal_set.tags)


def _is_full(talk: Talk, meal_session: MealSession) -> bool:
    """It can be booked, but one would wait for it."""
    return talk.now < meal_session.cut_off_at and seats.would_wait(meal_session, 1)


_FOODS = {
    Food.NUTS: mark("花生、坚果"),
    Food.SEAFOOD: mark("虾蟹贝类"),
    Food.FISH: mark("鱼"),
    Food.EGG: mark("蛋"),
    Food.MILK: mark("奶"),
    Food.SOY: mark("豆制品"),
    Food.FAVA: mark("蚕豆"),
    Food.GLUTEN: mark("面食"),
    Food.PORK: mark("猪肉"),
    Food.RED_MEAT: mark("牛羊肉"),
    Food.POULTRY: mark("鸡鸭"),
    Food.SPICY: mark("辣"),
    Food.ALCOHOL: mark("酒"),
    Food.SUGAR: mark("糖（没有标低糖）"),
}


def clash(diet: str | None, meal_set: MealSet) -> str:
    """What of a diet note the set may hold, for a warning; empty where nothing shows."""
    names = [_FOODS[food] for food in allergens.clashes(diet, meal_set)]
    if not names:
        return ""
    return _("⚠️ 可能有忌口的：{foods}").format(foods=listed(_(name) for name in names))


def quote_line(quote: Quote) -> str:
    """HTML: what is paid, and how it comes about."""
    parts = [_("{count} 份 × {price}").format(count=quote.portions, price=yuan(quote.price_fen))]
    if quote.subsidy is not None and quote.subsidy_fen:
        parts.append(
            _("补贴 −{amount}（{name}，{source}）").format(
                amount=yuan(quote.subsidy_fen),
                name=esc(quote.subsidy.name),
                source=esc(quote.subsidy.source),
            )
        )
    if quote.delivery is not None:
        text = _("送餐 +{amount}（{name}）") if quote.delivery_fen else _("送餐免费（{name}）")
        fee = yuan(quote.delivery_fen)
        parts.append(text.format(amount=fee, name=esc(quote.delivery.name)))
    parts.append(_("付 <b>{paid}</b>").format(paid=yuan(quote.paid_fen)))
    return " · ".join(parts)


def _meal(talk: Talk, each: OnMenu) -> str:
    meal_session = each.meal_session
    head = _("🍚 <b>{meal}</b> {hours}（{note}）").format(
        meal=meal_name(meal_session.meal),
        hours=_hours(talk, meal_session),
        note=note(talk, meal_session),
    )
    full = _is_full(talk, meal_session)
    sets = (f"{number}. {set_line(one, full=full)}" for number, one in enumerate(each.sets, 1))
    return "\n".join([head, *sets])


def _is_to_come(talk: Talk, meal_session: MealSession) -> bool:
    return meal_session.closed_at is None and talk.now < meal_session.ends_at


def _hours(talk: Talk, meal_session: MealSession) -> str:
    zone = talk.config.zone
    starts, ends = meal_session.starts_at.astimezone(zone), meal_session.ends_at.astimezone(zone)
    return f"{starts:%H:%M}–{ends:%H:%M}"


def _card_meal(talk: Talk, each: OnMenu, day: str = "") -> "CardMeal":
    """`day`, such as 今天, where the picture shows meals of more than one."""
    from handlers.meals.menu_card import CardMeal, CardSet

    meal_session = each.meal_session
    full = _is_full(talk, meal_session)
    return CardMeal(
        name=" ".join(filter(None, (day, meal_name(meal_session.meal)))),
        hours=_hours(talk, meal_session),
        note=note(talk, meal_session),
        can_be_booked=talk.now < meal_session.cut_off_at or meal_session.reopened > 0,
        sets=tuple(
            CardSet(one.name, yuan(one.price_fen), tuple(one.dishes), tuple(_tags(one, full=full)))
            for one in each.sets
        ),
    )
