"""认领: a tap on a task's card in the volunteers' group, or the task that led somebody to us."""

from aiogram import Bot, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.filters import Choice
from handlers.common.i18n import _
from handlers.common.in_private import first_open_it
from handlers.common.members import InBoundGroup
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.saying import Toast
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.volunteering import buttons, task_words
from handlers.volunteering.buttons import OnTask
from services.errors import Refusal
from services.news import draw
from services.volunteering import claims, holding, looking
from services.volunteering.errors import ClaimsClosed, NotAVolunteer, TaskOver
from services.volunteering.news import TaskCard
from storage.conversations import Conversations
from storage.deep_links import to_bot
from storage.tables import ClaimState, Task, TaskClaim

in_group = Router(name="claiming in the group")
in_private = Router(name="coming to a task")

LINK = "task_"
"""Before a task's id in the deep link that leads people to it."""
CAME_FOR = "came for task"
"""Under which the conversation remembers the task through the registration."""
LATER = "later"


class Arriving(StatesGroup):
    task = State()


@in_group.callback_query(OnTask.filter(), InBoundGroup())
async def tapped_in_the_group(
    query: CallbackQuery, talk: Talk, callback_data: OnTask, bot: Bot
) -> Reply:
    """Everybody else in the group sees the card alone; details go to the claimer's own chat.

    Whom we do not know yet is led there too, registers, and comes back to this task.
    """
    tapping = Conversations.of(talk.session).people_in(talk.chat)
    if len(tapping) > 1:
        await claims.read_ahead(talk.session, callback_data.task, tapping)
    try:
        claim = await _claim(talk, callback_data.task, callback_data.role)
    except NotAVolunteer:
        # aiogram knows the bot's own name from the start, nothing is waited for.
        if (username := (await bot.me()).username) is None:
            return first_open_it(talk)
        return Toast(url=to_bot(username, f"{LINK}{callback_data.task}"))
    except Refusal as refusal:
        return refused(talk, callback_data.task, refusal)
    return talk.toast(
        await outcome(talk, claim, _("认领好了！要去的地方和注意的事，已经私聊发给您。"))
    )


@in_private.callback_query(OnTask.filter())
async def tapped(query: CallbackQuery, talk: Talk, callback_data: OnTask) -> Reply:
    """On whatever message the button stands; what else is going on goes on."""
    try:
        claim = await _claim(talk, callback_data.task, callback_data.role)
    except Refusal as refusal:
        return refused(talk, callback_data.task, refusal)
    if await talk.state.get_state() == Arriving.task.state:
        talk.data.pop(CAME_FOR, None)
        await talk.leave()
    return talk.toast(await outcome(talk, claim, _("认领好了！")))


async def _claim(talk: Talk, task_id: int, role_id: int) -> TaskClaim:
    return await claims.claim(talk.session, task_id, talk.user_id, role_id, now=talk.now)


def refused(talk: Talk, task_id: int, refusal: Refusal) -> Reply:
    """A card that still offers what is over is drawn as it is."""
    if isinstance(refusal, ClaimsClosed | TaskOver):
        draw(talk.session, TaskCard(task_id))
    return talk.toast(in_words(refusal, talk.config.zone), alert=True)


async def outcome(talk: Talk, claim: TaskClaim, done: str) -> str:
    """`done`, or where they stand in the queue."""
    if claim.state is ClaimState.HELD:
        return done
    place = await looking.place_in_queue(talk.session, claim)
    text = _("名额满了，您排在第 {place} 位。有人退出就轮到您，马上告诉您。")
    return text.format(place=place)


async def arrive(talk: Talk) -> Reply:
    """Back to the task that somebody came for; nothing if they came for none."""
    task = await find(talk, talk.data.pop(CAME_FOR, 0))
    await talk.keep()
    return await show(talk, task) if task is not None else None


async def show(talk: Talk, task: Task) -> Reply:
    """The task, and its places to be claimed; its volunteers are named to their own community."""
    try:
        await holding.check_may_see(talk.session, task, talk.user_id)
    except Refusal as refusal:
        return await menu.refused(talk, refusal)
    post = await looking.post_of(talk.session, task)
    lines = task_words.public(task, post, talk.config.zone)
    roles = await looking.roles(talk.session, task.id)
    if not holding.is_claimable(task, talk.now):
        lines += ["", _("这个任务已经不能认领了。发 /tasks 看看别的。")]
        return await menu.home(talk, "\n".join(lines))
    living = await looking.claims_of(talk.session, task.id, *looking.LIVING)
    lines += task_words.counts(roles, living)
    options = [
        Option(
            str(role.id), buttons.claim_label(role), data=OnTask(task=task.id, role=role.id).pack()
        )
        for role in roles
    ]
    talk.data[CAME_FOR] = task.id
    later = Option(LATER, _("先不认领"))
    return await talk.ask(Arriving.task, "\n".join(lines), [*options, later], back=False)


@on_choice(in_private, Arriving.task, LATER)
async def not_now(event: Message | CallbackQuery, talk: Talk) -> Reply:
    talk.data.pop(CAME_FOR, None)
    return await menu.home(talk, _("好的。想做的时候再来，发 /tasks 看得到所有任务。"))


@in_private.message(Arriving.task, Choice())
async def claimed_in_words(message: Message, talk: Talk, choice: str) -> Reply:
    """A number or a label instead of the button."""
    try:
        claim = await _claim(talk, talk.data[CAME_FOR], int(choice))
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    talk.data.pop(CAME_FOR, None)
    return await menu.home(talk, await outcome(talk, claim, _("认领好了！")))


async def find(talk: Talk, task_id: int) -> Task | None:
    try:
        return await looking.get(talk.session, task_id)
    except Refusal:
        return None
