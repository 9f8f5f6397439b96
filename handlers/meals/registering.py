"""Registering a diner (用餐人): whose meals, then name, month of birth and home in one line.

What the line leaves open is asked one by one; the review shows what was read, each part changed by
a tap (`particulars`). Staff check it by the identity card at the first meal. What follows the
review is in `enrolling`.
"""

from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers.common.button_data import RowId
from handlers.common.choices import on_choice, on_press
from handlers.common.forms import Again, Form
from handlers.common.i18n import _
from handlers.common.questions import Ask
from handlers.common.saying import Button, Buttons
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals import entry as entries
from handlers.meals import home
from handlers.meals.entry import MYSELF, Entry
from services import areas, areas_in_words
from services.meals import diners, introduced, proxies
from services.meals.diners import DIET_LIMIT, DOOR_LIMIT, NAME_LIMIT, PHONE_LIMIT
from services.meals.introduced import Introduced
from storage.tables import Diner, Level, Relation


class Registering(Form[Entry]):
    async def go_on(self, talk: Talk, draft: Entry, before: str = "") -> Reply:
        """Who is on the desk is found by name and birth: their telephone is not asked for."""
        draft.changing = ""
        if draft.is_whole and not await diners.needs_phone(
            talk.session, draft.told_by(talk.user_id)
        ):
            draft.phone = draft.phone or ""
        return await super().go_on(talk, draft, before)


registering = Registering(Entry, "Registering")


class OnMistake(CallbackData, prefix="dinermistake"):
    """Put a diner's entry right, in which staff found a mistake."""

    diner: RowId


def correct(diner_id: int) -> Buttons:
    """The button that leads to putting a diner's entry right."""
    return Buttons([[Button(_("✏️ 改资料"), OnMistake(diner=diner_id))]])


async def ask_whose(talk: Talk, before: str = "") -> Reply:
    """After the words `before` (HTML)."""
    return await registering.go_on(talk, Entry(), before)


async def begin_with(talk: Talk, told: Introduced) -> Reply:
    """A line that introduces oneself, or somebody else where one is registered already."""
    known = await diners.of_person(talk.session, talk.user_id) is not None
    entry = Entry(whose=None if known else MYSELF)
    await _fill_in(talk, entry, told)
    return await registering.go_on(talk, entry)


async def fill_in_again(talk: Talk, diner: Diner) -> Reply:
    """The review of an entry: whatever is wrong is changed by a tap."""
    relation = await proxies.relation_to(talk.session, diner, talk.user_id)
    entry = Entry(
        diner_id=diner.id,
        whose=relation or MYSELF,
        told=True,
        name=diner.name,
        born=diner.born_on,
        area_id=diner.area_id,
        door=diner.door,
        phone=diner.phone or "",
        diet=diner.diet or "",
        is_checked=diner.verified_at is not None,
    )
    return await registering.go_on(talk, entry)


@on_press(registering, OnMistake)
async def mistaken(talk: Talk, pressed: OnMistake) -> Reply:
    return await fill_in_again(
        talk, await diners.correctable(talk.session, pressed.diner, talk.user_id)
    )


def is_new(talk: Talk, entry: Entry) -> bool:
    return entry.diner_id is None


@registering.step(when=is_new)
async def whose(talk: Talk, entry: Entry) -> Ask:
    known = await diners.of_person(talk.session, talk.user_id) is not None
    return Ask(_("给谁订？"), entries.whose(known=known))


@registering.left
async def left(talk: Talk, entry: Entry) -> Reply:
    Entry.discard(talk)
    return await home.show_home(talk)


@on_choice(registering, StateFilter(registering.state("whose"), home.Meals.home), MYSELF, *Relation)
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    """People who left in the middle of it go on where they were."""
    begun = Entry.of(talk)
    if begun.told and begun.whose in (choice, None) and begun.diner_id is None:
        noted = _("您上次填了一半，接着填：") if begun.whose else ""
        begun.whose = choice
        return await registering.go_on(talk, begun, noted)
    return await registering.go_on(talk, Entry(whose=choice))


def a_person(said: str, talk: Talk) -> Introduced:
    told = introduced.read(said, talk.today)
    if told.is_empty:
        raise Again(_("没看懂。请照这样写一行：张桂英 1944年3月 3号楼302"))
    return told


@registering.step(a_person, when=is_new)
async def told(talk: Talk, entry: Entry) -> Ask:
    if entry.is_own:
        text = _(
            "请写一行：您的姓名、哪年哪月出生、几号楼几室。\n"
            "比如：<b>张桂英 1944年3月 3号楼302</b>\n"
            "（姓名和年月照身份证写，补贴是按年龄给的。）"
        )
        return Ask(text)
    text = _(
        "请写一行：用餐人的姓名、哪年哪月出生、几号楼几室、电话。\n"
        "比如：<b>张桂英 1944年3月 3号楼302 13800000000</b>\n"
        "（姓名和年月照身份证写，补贴是按年龄给的。）"
    )
    return Ask(text)


@told.taken
async def introduced_so(talk: Talk, entry: Entry, said: Introduced) -> Reply:
    await _fill_in(talk, entry, said)
    return None


async def _fill_in(talk: Talk, entry: Entry, said: Introduced) -> None:
    """Take what was said; somebody's own home is known where none is said."""
    entry.told = True
    entry.name = said.name[:NAME_LIMIT] or entry.name
    if said.born_on and diners.is_possible_birthday(said.born_on, talk.today):
        entry.born = said.born_on
    entry.door = said.door[:DOOR_LIMIT] or entry.door
    entry.phone = said.phone[:PHONE_LIMIT] or entry.phone
    entry.diet = said.diet[:DIET_LIMIT] or entry.diet
    own = await areas.home_of(talk.session, talk.person)
    if said.place:
        named = await areas_in_words.place_in(talk.session, said.place, own)
        if named is not None and named.area.level is Level.BUILDING:
            entry.area_id = named.area.id
    elif own is not None and entry.is_own:
        entry.area_id = own.id
