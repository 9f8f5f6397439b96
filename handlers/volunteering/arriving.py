"""A task that somebody came for from the group's card: its places to be claimed in private."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.filters import Choice
from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.volunteering import buttons, task_words
from handlers.volunteering.buttons import OnTask
from handlers.volunteering.claiming import refused, waiting_words
from handlers.volunteering.refusals import in_words
from services.errors import Refusal
from services.volunteering import claims, holding, looking
from storage.tables import ClaimState, Task

router = Router(name="coming to a task")

CAME_FOR = "came for task"
"""Under which the conversation remembers the task through the registration."""
LATER = "later"


class Arriving(StatesGroup):
    task = State()


async def go_on(talk: Talk) -> Reply:
    """Back to the task that somebody came for; nothing if they came for none."""
    task = await find(talk, talk.data.pop(CAME_FOR, 0))
    await talk.keep()
    return await show(talk, task) if task is not None else None


async def show(talk: Talk, task: Task) -> Reply:
    """The task, and its places to be claimed; its volunteers are named to their own community."""
    try:
        await holding.check_may_see(talk.session, task, talk.user_id)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    post = await looking.post_of(talk.session, task)
    lines = task_words.public(task, post, talk.config.zone)
    roles = await looking.roles(talk.session, task.id)
    if not holding.is_claimable(task, talk.now):
        lines += ["", _("这个任务已经不能认领了。发 /tasks 看看别的。")]
        return await menu.home(talk, "\n".join(lines))
    lines += task_words.counts(
        roles, await looking.claims_of(talk.session, task.id, *looking.LIVING)
    )
    taken = [(role, buttons.claiming(task.id, role)) for role in roles]
    options = [Option(str(role.id), button.label, data=button.data) for role, button in taken]
    talk.data[CAME_FOR] = task.id
    later = Option(LATER, _("先不认领"))
    return await talk.ask(Arriving.task, "\n".join(lines), [*options, later], back=False)


@router.callback_query(OnTask.filter())
async def tapped(query: CallbackQuery, talk: Talk, callback_data: OnTask) -> Reply:
    """On whatever message the button stands; what else is going on goes on."""
    try:
        claim = await claims.claim(
            talk.session, callback_data.task, talk.user_id, callback_data.role, now=talk.now
        )
    except Refusal as refusal:
        return refused(talk, callback_data.task, refusal)
    if await talk.state.get_state() == Arriving.task.state:
        talk.data.pop(CAME_FOR, None)
        await talk.leave()
    if claim.state is ClaimState.HELD:
        return talk.toast(_("认领好了！"))
    return talk.toast(await waiting_words(talk, claim))


@on_choice(router, Arriving.task, LATER)
async def not_now(event: Message | CallbackQuery, talk: Talk) -> Reply:
    talk.data.pop(CAME_FOR, None)
    return await menu.home(talk, _("好的。想做的时候再来，发 /tasks 看得到所有任务。"))


@router.message(Arriving.task, Choice())
async def claimed_in_words(message: Message, talk: Talk, choice: str) -> Reply:
    """A number or a label instead of the button."""
    try:
        claim = await claims.claim(
            talk.session, talk.data[CAME_FOR], talk.user_id, int(choice), now=talk.now
        )
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    talk.data.pop(CAME_FOR, None)
    if claim.state is ClaimState.HELD:
        return await menu.home(talk, _("认领好了！"))
    return await menu.home(talk, await waiting_words(talk, claim))


async def find(talk: Talk, task_id: int) -> Task | None:
    try:
        return await looking.get(talk.session, task_id)
    except Refusal:
        return None
