"""归到一起 and 改类别: what the office chooses from, asked below the card in the group."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import SOURCE, _, mark
from handlers.common.members import InGroupFor
from handlers.common.questions import BACK, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.needs.staff.need_card import Action, card
from handlers.needs.words import called, how_many
from services import areas
from services.errors import Refusal
from services.needs import categories, lists, sorting
from services.needs.sorting import TAKING_IN, WAITING
from storage.tables import Need, Purpose

router = Router(name="grouping needs")

ABOUT = "need that is asked about"
"""In the conversation's data."""
OFFICE = InGroupFor(Purpose.STAFF)
LABEL = 30
"""Characters of a need on a button."""
SHOWN = 80


class Grouping(StatesGroup):
    choosing = State()
    sorting = State()


@card.button(Action.GROUP, label=mark("归到一起"), when=lambda voiced: voiced.need.state in WAITING)
async def ask_with_which(talk: Talk, need_id: int) -> Reply:
    """What is alike by its words first, then what most people want."""
    need = await sorting.for_staff(talk.session, need_id, talk.member, *WAITING)
    community = await areas.one(talk.session, need.area_id)
    words = f"{need.title or ''}{need.text}"
    alike = await lists.alike(talk.session, words, community, states=lists.OPEN, without=need.id)
    others = await lists.ranked(talk.session, community, states=lists.OPEN)
    known = {each.id for each in alike}
    likely = [*alike, *(each for each in others if each.id not in known and each.id != need.id)]
    if not likely:
        return talk.toast(_("清单上还没有别的，没有可以归到一起的。"), alert=True)
    talk.data[ABOUT] = need.id
    options, lines = await _described(talk, likely[: lists.A_PAGE])
    head = _("{name}，“{need}”归到哪一件？").format(
        name=esc(talk.name), need=esc(cut(words, LABEL))
    )
    note = _("前 {count} 件说得像。").format(count=len(alike)) if alike else _("没有说得像的。")
    text = "\n".join([head, note, *lines])
    return talk.as_one(await talk.ask(Grouping.choosing, text, options))


async def _described(talk: Talk, likely: list[Need]) -> tuple[list[Option], list[str]]:
    kinds = await categories.by_key(talk.session)
    options, lines = [], []
    for at, each in enumerate(likely, start=1):
        name = called(each, kinds.get(each.category), SHOWN)
        options.append(Option(str(each.id), cut(name, LABEL)))
        lines.append(f"{at}. {esc(name)} · {how_many(each.people)}")
    return options, lines


@card.button(Action.SORT, label=mark("改类别"), when=lambda voiced: voiced.need.state in TAKING_IN)
async def ask_what_kind(talk: Talk, need_id: int) -> Reply:
    need = await sorting.for_staff(talk.session, need_id, talk.member, *TAKING_IN)
    talk.data[ABOUT] = need.id
    options = [Option(each.key, each.name(SOURCE)) for each in await categories.every(talk.session)]
    text = _("{name}，“{need}”是哪一类？").format(
        name=esc(talk.name), need=esc(cut(need.title or need.text, LABEL))
    )
    return talk.as_one(await talk.ask(Grouping.sorting, text, options, columns=2))


@on_choice(router, Grouping.choosing, BACK)
@on_choice(router, Grouping.sorting, BACK)
async def stays(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，没有动。"))


@on_choice(router, Grouping.choosing, guard=OFFICE)
async def group(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    need_id = talk.data[ABOUT]
    await talk.leave()
    try:
        need = await sorting.group(talk.session, need_id, int(choice), talk.member)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    text = _("归到一起了，现在 {people}。归错了，在原来那张卡片上点“拆开”。")
    return talk.say(text.format(people=how_many(need.people)), under_card=card.key(need.id))


@on_choice(router, Grouping.sorting, guard=OFFICE)
async def sort(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    need_id = talk.data[ABOUT]
    await talk.leave()
    try:
        await sorting.sort(talk.session, need_id, talk.member, choice)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("类别改好了。"), under_card=card.key(need_id))
