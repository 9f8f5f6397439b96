"""/tasks: what one has claimed, and what is open, to be claimed straight from the list."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.lists import Listing
from handlers.common.questions import AT_ONCE, Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.volunteering import buttons, task_words
from handlers.volunteering.buttons import OPEN_TASKS
from services.errors import Refusal
from services.volunteering import claims, looking, volunteers
from services.volunteering.offers import Offer, offers_for
from storage.tables import ClaimState

OPEN, FURTHER, CLAIM = "open", "further", "claim:"
FIRST = "first"
"""Under which the conversation keeps which open task is listed first, counted from 0."""
TITLE = 24
"""Characters of a task's title on a button."""


class Tasks(StatesGroup):
    mine = State()
    open = State()
    one = State()


mine = Listing("a volunteer's tasks", Tasks.mine, Tasks.mine, key="my task")
open_ones = Listing("open tasks", Tasks.open, Tasks.one, key="looked_at")
router = Router(name="tasks of a volunteer")
router.include_routers(mine, open_ones)


@mine.left
@open_ones.left
async def done(talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。"))


@mine.message(Command("tasks"))
async def begin(message: Message, talk: Talk) -> Reply:
    return await mine.list_all(talk)


@mine.rows
async def claimed(talk: Talk, before: str) -> Ask | Reply:
    """Five at a time are enough to hold; further ones come when these are over."""
    own = await looking.of_person(talk.session, talk.user_id, now=talk.now)
    if not own:
        return await look_for_open(talk)
    shown = own[:AT_ONCE]
    lines = [_("您认领了 {count} 个任务：").format(count=len(own))]
    for one in shown:
        state = _("排队") if one.claim.state is ClaimState.WAITING else _("已认领")
        lines.append(
            _("• {when} {title}（{state}）").format(
                when=task_words.span(one.task.starts_at, one.task.ends_at, talk.config.zone),
                title=esc(one.task.title),
                state=state,
            )
        )
    lines.append(_("要看哪一个的地址，或者退出、转交？"))
    options = [Option(str(one.task.id), cut(one.task.title, TITLE)) for one in shown]
    options.append(Option(OPEN, _("看看还有什么任务")))
    return Ask("\n".join(lines), options)


@mine.look
async def one_of_mine(talk: Talk, task_id: int) -> Reply:
    """As it was told when it was claimed, with the same buttons."""
    claim = await looking.claim_of(talk.session, task_id, talk.user_id)
    if claim is None or claim.state not in looking.LIVING:
        return await menu.home(talk, _("您已经不在这个任务里了。"))
    task = await looking.get(talk.session, claim.task_id)
    post = await looking.post_of(talk.session, task)
    await talk.leave()
    waits = claim.state is ClaimState.WAITING
    described = task_words.public if waits else task_words.private
    lines = described(task, post, talk.config.zone)
    return talk.say("\n".join(lines), buttons.of_mine(claim))


@mine.beside(OPEN)
async def look_for_open(talk: Talk) -> Reply:
    talk.data[FIRST] = 0
    return await open_ones.list_all(talk)


@open_ones.callback_query(F.data == OPEN_TASKS)
async def from_a_notice(query: CallbackQuery, talk: Talk) -> Reply:
    return await look_for_open(talk)


@open_ones.rows
async def to_be_claimed(talk: Talk, before: str) -> Ask | Reply:
    """Five at a time; after the last comes the first."""
    try:
        volunteer = await volunteers.ready(talk.session, talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await menu.refused(talk, refusal)
    offers = await offers_for(talk.session, volunteer, now=talk.now)
    if not offers:
        return await menu.home(talk, _nothing_open(talk))
    kept = talk.data.get(FIRST, 0)
    first = talk.data[FIRST] = kept if kept < len(offers) else 0
    shown = offers[first : first + AT_ONCE]
    lines = [_("等人认领的任务有 {count} 个，合您意的在前：").format(count=len(offers))]
    lines += [
        _("• {when} {title}：{left}").format(
            when=task_words.span(offer.task.starts_at, offer.task.ends_at, talk.config.zone),
            title=esc(offer.task.title),
            left=left_in_words(offer),
        )
        for offer in shown
    ]
    lines.append(_("想看哪一个？"))
    label = _("{when} {title}")
    options = [
        Option(
            str(task.id),
            label.format(when=when(task.starts_at, talk.config.zone), title=cut(task.title, TITLE)),
        )
        for task in (offer.task for offer in shown)
    ]
    if len(offers) > AT_ONCE:
        options.append(Option(FURTHER, _("再看几个")))
    return Ask("\n".join(lines), options)


def _nothing_open(talk: Talk) -> str:
    if talk.volunteers_meet:
        return _("现在没有等人认领的任务。有新任务，志愿者群里会发；也可以过会儿再发 /tasks。")
    return _(
        "现在没有等人认领的任务，过会儿再发 /tasks 看看。"
        "想一有新任务就知道，发 /volunteer，选“附近有新任务就告诉我”。"
    )


def left_in_words(offer: Offer) -> str:
    if not offer.missing:
        return _("满了，可以排队")
    return _("还差 {count} 人").format(count=offer.missing)


@open_ones.beside(FURTHER)
async def further(talk: Talk) -> Reply:
    talk.data[FIRST] = talk.data.get(FIRST, 0) + AT_ONCE
    return await open_ones.list_all(talk)


@open_ones.look
async def one_to_claim(talk: Talk, task_id: int) -> Ask:
    task = await looking.get(talk.session, task_id)
    roles = await looking.roles(talk.session, task.id)
    living = await looking.claims_of(talk.session, task.id, *looking.LIVING)
    post = await looking.post_of(talk.session, task)
    lines = [
        *task_words.public(task, post, talk.config.zone),
        *task_words.counts(roles, living),
    ]
    options = [Option(f"{CLAIM}{role.id}", buttons.claim_label(role, TITLE)) for role in roles]
    return Ask("\n".join(lines), options)


@on_choice(open_ones, Tasks.one)
async def claim(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    """What they hold or wait for is told them as anywhere else it is claimed."""
    task_id, role_id = open_ones.row_of(talk), int(choice.removeprefix(CLAIM))
    try:
        await claims.claim(talk.session, task_id, talk.user_id, role_id, now=talk.now)
    except Refusal as refusal:
        return await menu.refused(talk, refusal)
    return await menu.home(talk, _("谢谢您！详情见下面这条消息。"))
