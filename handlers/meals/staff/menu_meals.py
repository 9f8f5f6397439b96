"""Changes of a single meal: 改份数, how much of it there is, and 下架, a set off its menu.

Both are asked in private.
"""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.in_private import to_private
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals.refusals import of_menus
from handlers.meals.staff.canteen import canteen_of, done, private_canteen_form
from handlers.meals.staff.menus import Chosen, what
from handlers.meals.words import session_name
from services.meals import capacity, menus, sessions, written_portions
from services.meals.errors import BelowTaken
from services.meals.written_portions import Figures
from storage.tables import MealSession

LABEL = 40


@dataclass(slots=True)
class Portions(Kept):
    """Of which meal there is to be more or less."""

    KEY: ClassVar = "menu portions"

    session_id: int | None = None


@dataclass(slots=True)
class Off(Kept):
    """The meal off whose menu a set is taken."""

    KEY: ClassVar = "menu off"

    session_id: int | None = None


resizing = private_canteen_form(Portions, "MenuPortions", of_menus)
withdrawing = private_canteen_form(Off, "MenuOff", of_menus)


async def _soon(talk: Talk) -> list[MealSession]:
    """The meals of the next days that can still be booked."""
    canteen, zone = await canteen_of(talk), talk.config.zone
    found = await menus.upcoming(talk.session, canteen.id, now=talk.now, zone=zone, days=menus.SOON)
    return [each.meal_session for each in found]


@what.choice("portions")
async def portions(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    return await to_private(talk, lambda alone: resizing.go_on(alone, Portions()))


@resizing.step(part="session_id")
async def of_which_meal(talk: Talk, draft: Portions) -> Ask | Reply:
    found = await _soon(talk)
    if not found:
        return await menu.home(talk, _("没有还能改的餐。"))
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


def _read(said: str, talk: Talk) -> Figures:
    figures = written_portions.read(said)
    if figures is None:
        raise Again(_("没有看懂。请只写数字，最多 {most}。").format(most=written_portions.MOST))
    return figures


@resizing.step(_read)
async def figures(talk: Talk, draft: Portions) -> Ask:
    assert draft.session_id is not None
    meal_session = await sessions.get(talk.session, draft.session_id)
    text = _(
        "{meal} 现在一共 {portions} 份（已订 {taken} 份），送餐 {deliveries} 单"
        "（已订 {deliveries_taken} 单）。\n请写新的份数，比如 <b>80</b>；"
        "送餐单数也要改，就写 <b>80/20</b>。"
    ).format(
        meal=session_name(meal_session, talk.today),
        portions=meal_session.portions,
        taken=meal_session.taken,
        deliveries=meal_session.deliveries,
        deliveries_taken=meal_session.deliveries_taken,
    )
    return Ask(text)


@figures.taken
async def resize(talk: Talk, draft: Portions, said: Figures) -> Reply:
    assert draft.session_id is not None
    try:
        resized = await capacity.set_portions(
            talk.session,
            draft.session_id,
            said.portions,
            said.deliveries,
            talk.member,
            now=talk.now,
        )
    except BelowTaken as refusal:
        raise Again(of_menus(refusal, talk.config.zone)) from None
    Portions.discard(talk)
    return await done(talk, lambda: _resized(talk, resized))


def _resized(talk: Talk, resized: MealSession) -> str:
    return _("✅ {meal} 现在一共 {portions} 份，送餐 {deliveries} 单。已订 {taken} 份。").format(
        meal=session_name(resized, talk.today),
        portions=resized.portions,
        deliveries=resized.deliveries,
        taken=resized.taken,
    )


@what.choice("off")
async def off(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    return await to_private(talk, lambda alone: withdrawing.go_on(alone, Off()))


@withdrawing.step(part="session_id")
async def from_which_meal(talk: Talk, draft: Off) -> Ask | Reply:
    found = await _soon(talk)
    if not found:
        return await menu.home(talk, _("没有还能订的餐。"))
    options = [Option(str(each.id), session_name(each, talk.today)) for each in found]
    return Ask(_("哪一餐的套餐要下架？"), options, columns=2)


@withdrawing.step()
async def set_(talk: Talk, draft: Off) -> Ask | Reply:
    assert draft.session_id is not None
    sets = await menus.sets_of(talk.session, draft.session_id)
    if not sets:
        return await withdrawing.ask(talk, draft, "from_which_meal")
    options = [Option(str(each.id), cut(each.name, LABEL)) for each in sets]
    return Ask(_("下架哪一套？已经订了的照样做，新的不能再订。"), options)


@set_.choice()
async def withdraw(talk: Talk, draft: Off, choice: str) -> Reply:
    gone = await menus.withdraw(talk.session, int(choice), talk.member, now=talk.now)
    meal_session = await sessions.get(talk.session, gone.session_id)
    Off.discard(talk)
    return await done(
        talk,
        lambda: _("➖ {meal} 的 {name} 下架了。已经订了的照样做。").format(
            meal=session_name(meal_session, talk.today), name=esc(gone.name)
        ),
    )
