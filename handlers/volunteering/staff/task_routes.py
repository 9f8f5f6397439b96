"""/task: the answers of whoever publishes a task, from top to bottom as the dialogue goes."""

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.groups.members import InGroupFor
from handlers.volunteering.refusals import in_words
from handlers.volunteering.staff import calling_off, task_place
from handlers.volunteering.staff.publishing import publish
from handlers.volunteering.staff.task_dialogue import (
    ANYWHERE,
    DROP,
    EDIT,
    MANAGE,
    MINE,
    NONE,
    ONCE,
    PUBLISH,
    Tasking,
    ask,
    go_on,
    next_step,
    steps,
)
from handlers.volunteering.staff.task_draft import TaskDraft
from services.errors import Refusal, TooLong
from services.tickets import Member
from services.volunteering.rhythms import Rhythm
from services.volunteering.tasks import TEXT_LIMIT, TITLE_LIMIT
from services.volunteering.written_places import roles_of
from services.written.spans import span
from storage.tables import Group, HolidayPolicy, Purpose

router = Router(name="publishing tasks")
router.include_router(task_place.router)


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


@router.message(Tasking.title, MINE, HasText(), ANYWHERE)
async def title(message: Message, talk: Talk, group: Group) -> Reply:
    draft = TaskDraft.of(talk)
    if (said := _within(talk.line, TITLE_LIMIT)) is None:
        return await ask(talk, group, "title", _too_long(talk, TITLE_LIMIT))
    draft.title = said
    return await next_step(talk, group, draft)


@router.message(Tasking.details, MINE, HasText(), ANYWHERE)
async def details(message: Message, talk: Talk, group: Group) -> Reply:
    draft = TaskDraft.of(talk)
    if (said := _within(talk.text, TEXT_LIMIT)) is None:
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
    if (said := _within(talk.text, TEXT_LIMIT)) is None:
        return await ask(talk, group, "private", _too_long(talk, TEXT_LIMIT))
    draft.private = said
    return await next_step(talk, group, draft)


def _within(said: str, limit: int) -> str | None:
    return said if len(said) <= limit else None


def _too_long(talk: Talk, limit: int) -> str:
    return in_words(TooLong(limit), talk.config.zone)


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
