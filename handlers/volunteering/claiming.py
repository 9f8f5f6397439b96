"""认领: a tap on a task's card, in the volunteers' group; `arriving` is the same in private."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery
from aiogram.utils.deep_linking import create_start_link

from handlers.common.i18n import _
from handlers.common.members import InBoundGroup
from handlers.common.saying import Toast
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.volunteering.buttons import OnTask
from handlers.volunteering.refusals import in_words
from services.errors import Refusal
from services.news import draw
from services.volunteering import claims, looking
from services.volunteering.errors import ClaimsClosed, NotAVolunteer, TaskOver
from services.volunteering.news import TaskCard
from storage.tables import ClaimState, TaskClaim

router = Router(name="claiming in the group")

LINK = "task_"
"""Before a task's id in the deep link that leads people to it; see `arriving`."""


@router.callback_query(OnTask.filter(), InBoundGroup())
async def tapped_in_the_group(
    query: CallbackQuery, talk: Talk, callback_data: OnTask, bot: Bot
) -> Reply:
    """Everybody else in the group sees the card alone; details go to the claimer's own chat.

    Whom we do not know yet is led there too, registers, and comes back to this task.
    """
    try:
        claim = await claims.claim(
            talk.session, callback_data.task, talk.user_id, callback_data.role, now=talk.now
        )
    except NotAVolunteer:
        # aiogram knows the bot's own name from the start, nothing is waited for.
        link = await create_start_link(bot, f"{LINK}{callback_data.task}")
        return Toast(url=link)
    except Refusal as refusal:
        return refused(talk, callback_data.task, refusal)
    if claim.state is ClaimState.HELD:
        return talk.toast(_("认领好了！要去的地方和注意的事，已经私聊发给您。"))
    return talk.toast(await waiting_words(talk, claim))


async def waiting_words(talk: Talk, claim: TaskClaim) -> str:
    place = await looking.place_in_queue(talk.session, claim)
    return _("名额满了，您排在候补第 {place} 位。有人退出就轮到您，马上告诉您。").format(
        place=place
    )


def refused(talk: Talk, task_id: int, refusal: Refusal) -> Reply:
    """A card that still offers what is over is drawn as it is."""
    if isinstance(refusal, ClaimsClosed | TaskOver):
        draw(talk.session, TaskCard(task_id))
    return talk.toast(in_words(refusal, talk.config.zone), alert=True)
