"""Changes of a single meal: 改份数, how much of it there is, and 下架, a set off its menu."""

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.prompts import prompt
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals.refusals import of_menus
from handlers.meals.staff.canteen import IN_CANTEEN, canteen_of
from handlers.meals.staff.menus import Chosen, menu, to_menu
from handlers.meals.words import session_name
from services.meals import capacity, menus, sessions, written_portions
from services.meals.errors import BelowTaken
from storage.tables import MealSession

LABEL = 40


async def _soon(talk: Talk) -> list[MealSession]:
    """The meals of the next days that can still be booked."""
    canteen, zone = await canteen_of(talk), talk.config.zone
    found = await menus.upcoming(talk.session, canteen.id, now=talk.now, zone=zone, days=menus.SOON)
    return [each.meal_session for each in found]


@menu.aside("what")
async def portions(talk: Talk, chosen: Chosen) -> Ask | Reply:
    found = await _soon(talk)
    if not found:
        return await to_menu(talk, _("没有还能改的餐。"))
    label = _("{meal} · 已订 {taken}/{portions}")
    options = [
        Option(
            str(each.id),
            label.format(
                meal=session_name(each, talk.today), taken=each.taken, portions=each.portions
            ),
        )
        for each in found
    ]
    return Ask(_("改哪一餐的份数？"), options)


@portions.choice()
async def of_which_meal(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    await talk.leave()
    return await figures.put(talk, int(choice))


@prompt(menu, "menu portions", IN_CANTEEN, refusals=of_menus)
async def figures(talk: Talk, session_id: int) -> str:
    meal_session = await sessions.get(talk.session, session_id)
    return _(
        "{meal} 现在一共 {portions} 份（已订 {taken} 份），送餐 {deliveries} 单"
        "（已订 {deliveries_taken} 单）。\n请回复这条消息，写新的份数，比如 <b>80</b>；"
        "送餐单数也要改，就写 <b>80/20</b>。"
    ).format(
        meal=session_name(meal_session, talk.today),
        portions=meal_session.portions,
        taken=meal_session.taken,
        deliveries=meal_session.deliveries,
        deliveries_taken=meal_session.deliveries_taken,
    )


@figures.taken
async def resize(talk: Talk, session_id: int) -> Reply:
    said = written_portions.read(talk.text)
    if said is None:
        raise Again(_("没有看懂。请只写数字，最多 {most}。").format(most=written_portions.MOST))
    try:
        resized = await capacity.set_portions(
            talk.session, session_id, said.portions, said.deliveries, talk.member, now=talk.now
        )
    except BelowTaken as refusal:
        raise Again(of_menus(refusal, talk.config.zone)) from None
    text = _("✅ {meal} 现在一共 {portions} 份，送餐 {deliveries} 单。已订 {taken} 份。").format(
        meal=session_name(resized, talk.today),
        portions=resized.portions,
        deliveries=resized.deliveries,
        taken=resized.taken,
    )
    return talk.say(text)


@menu.aside("what")
async def off(talk: Talk, chosen: Chosen) -> Ask | Reply:
    found = await _soon(talk)
    if not found:
        return await to_menu(talk, _("没有还能订的餐。"))
    options = [Option(str(each.id), session_name(each, talk.today)) for each in found]
    return Ask(_("哪一餐的套餐要下架？"), options, columns=2)


@off.choice()
async def from_which_meal(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    chosen.session_id = int(choice)
    return await menu.ask(talk, chosen, "set")


@menu.aside("off")
async def set_(talk: Talk, chosen: Chosen) -> Ask | Reply:
    sets = await menus.sets_of(talk.session, chosen.session_id)
    if not sets:
        return await menu.ask(talk, chosen, "off")
    options = [Option(str(each.id), cut(each.name, LABEL)) for each in sets]
    return Ask(_("下架哪一套？已经订了的照样做，新的不能再订。"), options)


@set_.choice()
async def withdraw(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    gone = await menus.withdraw(talk.session, int(choice), talk.member, now=talk.now)
    await talk.leave()
    return talk.say(_("➖ {name} 下架了。已经订了的照样做。").format(name=esc(gone.name)))
