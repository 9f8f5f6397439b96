"""/tasks: what one has claimed, and what is open, to be claimed straight from the list."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.questions import AT_ONCE, BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.volunteering import buttons, task_words
from handlers.volunteering.people_buttons import OPEN_TASKS
from handlers.volunteering.refusals import in_words
from services.errors import Refusal
from services.volunteering import claims, looking, volunteers
from services.volunteering.looking import LIVING, Mine
from services.volunteering.offers import Offer, offers_for
from storage.tables import ClaimState, TaskRole

router = Router(name="a volunteer's tasks")

OPEN, FURTHER, CLAIM = "open", "further", "claim:"
TITLE = 24
"""Characters of a task's title on a button."""


class Tasks(StatesGroup):
    mine = State()
    open = State()
    one = State()


@router.message(Command("tasks"))
async def begin(message: Message, talk: Talk) -> Reply:
    own = await looking.of_person(talk.session, talk.user_id, now=talk.now)
    return await ask_which_of_mine(talk, own) if own else await look_for_open(talk)


@router.callback_query(F.data == OPEN_TASKS)
async def from_a_notice(query: CallbackQuery, talk: Talk) -> Reply:
    return await look_for_open(talk)


async def ask_which_of_mine(talk: Talk, own: list[Mine]) -> Reply:
    """Five at a time are enough to hold; further ones come when these are over."""
    shown = own[:AT_ONCE]
    lines = [_("您认领了 {count} 个任务：").format(count=len(own))]
    for one in shown:
        state = _("候补") if one.claim.state is ClaimState.WAITING else _("已认领")
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
    return await talk.ask(Tasks.mine, "\n".join(lines), options)


@on_choice(router, Tasks.mine, OPEN)
async def open_ones(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await look_for_open(talk)


@on_choice(router, Tasks.mine)
async def one_of_mine(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    """As it was told when it was claimed, with the same buttons."""
    claim = await looking.claim_of(talk.session, int(choice), talk.user_id)
    if claim is None or claim.state not in LIVING:
        return await menu.home(talk, _("您已经不在这个任务里了。"))
    task = await looking.get(talk.session, claim.task_id)
    post = await looking.post_of(talk.session, task)
    await talk.leave()
    if claim.state is ClaimState.WAITING:
        lines = task_words.public(task, post, talk.config.zone)
        keys = [[buttons.release(task.id, waiting=True)]]
    else:
        lines = task_words.private(task, post, talk.config.zone)
        keys = buttons.holding(claim)
    return talk.say("\n".join(lines), InlineKeyboardMarkup(inline_keyboard=keys))


async def look_for_open(talk: Talk, first: int = 0) -> Reply:
    """Five at a time, from the `first` on."""
    try:
        volunteer = await volunteers.ready(talk.session, talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    offers = await offers_for(talk.session, volunteer, now=talk.now)
    if not offers:
        return await menu.home(
            talk, _("现在没有等人认领的任务。有新任务，志愿者群里会发；也可以过会儿再发 /tasks。")
        )
    return await ask_which_open(talk, offers, first if first < len(offers) else 0)


async def ask_which_open(talk: Talk, offers: list[Offer], first: int) -> Reply:
    talk.data["first"] = first
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
    options = [Option(str(offer.task.id), label(offer, talk)) for offer in shown]
    if len(offers) > AT_ONCE:
        options.append(Option(FURTHER, _("再看几个")))
    return await talk.ask(Tasks.open, "\n".join(lines), options)


def left_in_words(offer: Offer) -> str:
    if not offer.missing:
        return _("满了，可以候补")
    return _("还差 {count} 人").format(count=offer.missing)


def label(offer: Offer, talk: Talk) -> str:
    return _("{when} {title}").format(
        when=when(offer.task.starts_at, talk.config.zone), title=cut(offer.task.title, TITLE)
    )


@on_choice(router, Tasks.open, FURTHER)
async def further(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await look_for_open(talk, talk.data.get("first", 0) + AT_ONCE)


@on_choice(router, Tasks.open)
async def look_at(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    task = await looking.get(talk.session, int(choice))
    roles = await looking.roles(talk.session, task.id)
    held = await looking.claims_of(talk.session, task.id, ClaimState.HELD, ClaimState.WAITING)
    talk.data["looked_at"] = task.id
    post = await looking.post_of(talk.session, task)
    lines = [
        *task_words.public(task, post, talk.config.zone),
        *task_words.counts(roles, held),
    ]
    options = [Option(f"{CLAIM}{role.id}", claim_label(role)) for role in roles]
    return await talk.ask(Tasks.one, "\n".join(lines), options)


def claim_label(role: TaskRole) -> str:
    free = role.claimed < role.places
    if role.name:
        text = _("认领 · {role}") if free else _("候补 · {role}")
        return text.format(role=cut(role.name, TITLE))
    return _("认领") if free else _("候补")


@on_choice(router, Tasks.one)
async def claim(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    """What they hold or wait for is told them as anywhere else it is claimed."""
    role_id = int(choice.removeprefix(CLAIM))
    task_id = talk.data["looked_at"]
    try:
        await claims.claim(talk.session, task_id, talk.user_id, role_id, now=talk.now)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("谢谢您！详情见下面这条消息。"))


@on_choice(router, Tasks.one, BACK)
async def back_to_open(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await look_for_open(talk, talk.data.get("first", 0))


@on_choice(router, Tasks.mine, BACK)
@on_choice(router, Tasks.open, BACK)
async def done(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。"))
