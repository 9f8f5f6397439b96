"""Where a task is: the community, from the list, at a shared position or in words."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasLocation, HasText
from handlers.common.i18n import _
from handlers.common.places import HERE, ask_below, chosen, name_of, spot
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut
from handlers.volunteering.staff.task_dialogue import (
    ANYWHERE,
    LIST,
    MINE,
    Tasking,
    ask,
    community_of,
    next_step,
)
from handlers.volunteering.staff.task_draft import TaskDraft
from services import areas
from services.volunteering.tasks import PLACE_LIMIT
from storage.tables import Area, Group

router = Router(name="publishing tasks: place")


@router.message(Tasking.place, Choice(LIST), ANYWHERE)
@router.callback_query(Tasking.place, Choice(LIST), ANYWHERE)
async def from_the_list(event: Message | CallbackQuery, talk: Talk, group: Group) -> Reply:
    return await ask_below(talk, Tasking.pick, await talk.session.get(Area, group.area_id))


@router.message(StateFilter(Tasking.place, Tasking.pick), Choice(), ANYWHERE)
@router.callback_query(StateFilter(Tasking.place, Tasking.pick), Choice(), ANYWHERE)
async def picked(event: Message | CallbackQuery, talk: Talk, group: Group, choice: str) -> Reply:
    found = await chosen(talk, choice)
    if found is None:
        return await ask(talk, group, "place")
    area, final = found
    if not final and not choice.startswith(HERE):
        return await ask_below(talk, Tasking.pick, area)
    draft = TaskDraft.of(talk)
    title = await areas.title(talk.session, area)
    draft.put_at(area.id, title, area.latitude, area.longitude)
    return await next_step(talk, group, draft)


@router.message(StateFilter(Tasking.place, Tasking.pick), MINE, HasLocation(), ANYWHERE)
async def located(
    message: Message, talk: Talk, group: Group, latitude: float, longitude: float
) -> Reply:
    found = await spot(talk, latitude, longitude)
    if found is None:
        return await ask(talk, group, "place", _("这个位置不在我们服务的社区里。"))
    draft = TaskDraft.of(talk)
    draft.put_at(found.area.id, await name_of(talk, found), latitude, longitude)
    return await next_step(talk, group, draft)


@router.message(Tasking.place, MINE, HasText(), ANYWHERE)
async def place_in_words(message: Message, talk: Talk, group: Group) -> Reply:
    """A place in the group's community as it is written; on the map it is where it was found."""
    community = await community_of(talk.session, group)
    if community is None:
        return await ask(talk, group, "place", _("本群管好几个社区，请先从名单里选。"))
    words = cut(talk.line, PLACE_LIMIT)
    found = [
        area
        for area in await areas.search(talk.session, words)
        if area.path.startswith(community.path)
    ]
    area = found[0] if found else community
    draft = TaskDraft.of(talk)
    draft.put_at(area.id, words, area.latitude, area.longitude)
    return await next_step(talk, group, draft)
