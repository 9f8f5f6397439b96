"""/task: the answers of whoever publishes a task, from top to bottom as the dialogue goes."""

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasLocation, HasText
from handlers.common.i18n import _
from handlers.common.places import HERE, ask_below, chosen, name_of, spot
from handlers.common.questions import BACK
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut
from handlers.staff.members import InGroupFor
from handlers.staff.volunteers import calling_off
from handlers.staff.volunteers.publishing import publish
from handlers.staff.volunteers.task_dialogue import (
    DROP,
    EDIT,
    LIST,
    MANAGE,
    NONE,
    ONCE,
    PUBLISH,
    AnswersMine,
    Tasking,
    ask,
    community_of,
    go_on,
    steps,
)
from handlers.staff.volunteers.task_draft import TaskDraft
from handlers.volunteers.refusals import in_words
from services import areas
from services.errors import Refusal, TooLong
from services.tickets import Member
from services.volunteering.rhythms import Rhythm
from services.volunteering.tasks import PLACE_LIMIT, TEXT_LIMIT, TITLE_LIMIT
from services.volunteering.written_places import roles_of
from services.volunteering.written_times import span
from storage.tables import Area, Group, HolidayPolicy, Purpose

router = Router(name="publishing tasks")

ANYWHERE = InGroupFor(*Purpose)
MINE = AnswersMine()


@router.message(Command("task"), InGroupFor(Purpose.STAFF, Purpose.VOLUNTEERS))
async def begin(message: Message, talk: Talk, group: Group) -> Reply:
    TaskDraft.discard(talk)
    return await go_on(talk, group)


@router.message(Command("task"))
async def elsewhere(message: Message, talk: Talk) -> Reply:
    return talk.say(_("请在社区工作群或者志愿者群里发 /task。"))


@router.message(StateFilter(Tasking), Choice(BACK), ANYWHERE)
@router.callback_query(StateFilter(Tasking), Choice(BACK), ANYWHERE)
async def back(event: Message | CallbackQuery, talk: Talk, group: Group, raw_state: str) -> Reply:
    """To the question before; from the first one out of it."""
    step = raw_state.rpartition(":")[2]
    if step in ("edit", "claim"):
        return await ask(talk, group, "summary")
    if step == "pick":
        return await ask(talk, group, "place")
    asked = steps(TaskDraft.of(talk), group)
    before = asked.index(step) if step in asked else len(asked)
    if before == 0:
        return await leave(talk)
    return await ask(talk, group, asked[before - 1])


@router.message(Tasking.post, Choice(MANAGE), ANYWHERE)
@router.callback_query(Tasking.post, Choice(MANAGE), ANYWHERE)
async def manage(event: Message | CallbackQuery, talk: Talk, group: Group) -> Reply:
    return await calling_off.ask_which(talk, group)


@router.message(Tasking.post, Choice(), ANYWHERE)
@router.callback_query(Tasking.post, Choice(), ANYWHERE)
async def post(event: Message | CallbackQuery, talk: Talk, group: Group, choice: str) -> Reply:
    draft = TaskDraft.of(talk)
    draft.post = choice
    return await next_step(talk, group, draft)


async def next_step(talk: Talk, group: Group, draft: TaskDraft) -> Reply:
    draft.keep(talk)
    return await go_on(talk, group)


@router.message(Tasking.title, MINE, HasText(), ANYWHERE)
async def title(message: Message, talk: Talk, group: Group) -> Reply:
    draft = TaskDraft.of(talk)
    if (said := _within(talk, TITLE_LIMIT)) is None:
        return await ask(talk, group, "title", _too_long(talk, TITLE_LIMIT))
    draft.title = said
    return await next_step(talk, group, draft)


@router.message(Tasking.details, MINE, HasText(), ANYWHERE)
async def details(message: Message, talk: Talk, group: Group) -> Reply:
    draft = TaskDraft.of(talk)
    if (said := _within(talk, TEXT_LIMIT)) is None:
        return await ask(talk, group, "details", _too_long(talk, TEXT_LIMIT))
    draft.details = said
    return await next_step(talk, group, draft)


@router.message(Tasking.private, Choice(NONE), ANYWHERE)
@router.callback_query(Tasking.private, Choice(NONE), ANYWHERE)
async def nothing_private(event: Message | CallbackQuery, talk: Talk, group: Group) -> Reply:
    draft = TaskDraft.of(talk)
    draft.private = ""
    return await next_step(talk, group, draft)


@router.message(Tasking.private, MINE, HasText(), ANYWHERE)
async def private(message: Message, talk: Talk, group: Group) -> Reply:
    draft = TaskDraft.of(talk)
    if (said := _within(talk, TEXT_LIMIT)) is None:
        return await ask(talk, group, "private", _too_long(talk, TEXT_LIMIT))
    draft.private = said
    return await next_step(talk, group, draft)


def _within(talk: Talk, limit: int) -> str | None:
    said = talk.text.strip()
    return said if len(said) <= limit else None


def _too_long(talk: Talk, limit: int) -> str:
    return in_words(TooLong(limit), talk.config.zone)


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
    words = cut(talk.text.strip(), PLACE_LIMIT)
    found = [
        area
        for area in await areas.search(talk.session, words)
        if area.path.startswith(community.path)
    ]
    area = found[0] if found else community
    draft = TaskDraft.of(talk)
    draft.put_at(area.id, words, area.latitude, area.longitude)
    return await next_step(talk, group, draft)


@router.message(Tasking.times, MINE, HasText(), ANYWHERE)
async def times(message: Message, talk: Talk, group: Group) -> Reply:
    draft = TaskDraft.of(talk)
    try:
        draft.span = span(talk.text, now=talk.now, zone=talk.config.zone)
    except Refusal as refusal:
        return await ask(talk, group, "times", in_words(refusal, talk.config.zone))
    draft.claim_before = 0
    return await next_step(talk, group, draft)


@router.message(Tasking.roles, Choice(), ANYWHERE)
@router.callback_query(Tasking.roles, Choice(), ANYWHERE)
async def so_many(event: Message | CallbackQuery, talk: Talk, group: Group, choice: str) -> Reply:
    draft = TaskDraft.of(talk)
    draft.roles = [("", int(choice))]
    return await next_step(talk, group, draft)


@router.message(Tasking.roles, MINE, HasText(), ANYWHERE)
async def roles(message: Message, talk: Talk, group: Group) -> Reply:
    draft = TaskDraft.of(talk)
    try:
        draft.roles = roles_of(talk.text)
    except Refusal as refusal:
        return await ask(talk, group, "roles", in_words(refusal, talk.config.zone))
    return await next_step(talk, group, draft)


@router.message(Tasking.rhythm, Choice(), ANYWHERE)
@router.callback_query(Tasking.rhythm, Choice(), ANYWHERE)
async def rhythm(event: Message | CallbackQuery, talk: Talk, group: Group, choice: str) -> Reply:
    draft = TaskDraft.of(talk)
    draft.rhythm = "" if choice == ONCE else choice
    daily = choice == Rhythm.DAILY
    draft.holidays = HolidayPolicy.WORKING_DAYS.value if daily else None
    return await next_step(talk, group, draft)


@router.message(Tasking.holidays, Choice(), ANYWHERE)
@router.callback_query(Tasking.holidays, Choice(), ANYWHERE)
async def holidays(event: Message | CallbackQuery, talk: Talk, group: Group, choice: str) -> Reply:
    draft = TaskDraft.of(talk)
    draft.holidays = choice
    return await next_step(talk, group, draft)


@router.message(Tasking.summary, Choice(DROP))
@router.callback_query(Tasking.summary, Choice(DROP))
async def drop(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await leave(talk)


async def leave(talk: Talk) -> Reply:
    TaskDraft.discard(talk)
    await talk.leave()
    return talk.say(_("好的，没有发布。"))


@router.message(Tasking.summary, Choice(EDIT), ANYWHERE)
@router.callback_query(Tasking.summary, Choice(EDIT), ANYWHERE)
async def edit(event: Message | CallbackQuery, talk: Talk, group: Group) -> Reply:
    return await ask(talk, group, "edit")


@router.message(Tasking.edit, Choice(), ANYWHERE)
@router.callback_query(Tasking.edit, Choice(), ANYWHERE)
async def edited(event: Message | CallbackQuery, talk: Talk, group: Group, choice: str) -> Reply:
    return await ask(talk, group, choice)


@router.message(Tasking.claim, Choice(), ANYWHERE)
@router.callback_query(Tasking.claim, Choice(), ANYWHERE)
async def claim(event: Message | CallbackQuery, talk: Talk, group: Group, choice: str) -> Reply:
    draft = TaskDraft.of(talk)
    draft.claim_before = int(choice)
    return await next_step(talk, group, draft)


@router.message(Tasking.summary, Choice(PUBLISH), ANYWHERE)
@router.callback_query(Tasking.summary, Choice(PUBLISH), ANYWHERE)
async def done(event: Message | CallbackQuery, talk: Talk, group: Group, member: Member) -> Reply:
    return await publish(talk, group, member)


@router.message(
    StateFilter(Tasking.post, Tasking.rhythm, Tasking.holidays, Tasking.summary, Tasking.edit),
    MINE,
    HasText(),
)
@router.message(StateFilter(Tasking.claim), MINE, HasText())
async def not_an_option(message: Message, talk: Talk) -> Reply:
    return await talk.repeat(_("请点下面的选项，或者回复它的号码。"))
