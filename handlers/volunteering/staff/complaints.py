"""A complaint about somebody who helped: a card in the office's group, settled by a tap."""

from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering.hours_refusals import in_words
from handlers.volunteering.staff import roll_buttons
from handlers.volunteering.staff.roll_buttons import OnComplaint
from services.errors import Refusal
from services.tickets import Member
from services.volunteering import feedback, judging, looking
from services.volunteering.hours_news import ComplaintCard
from storage.tables import Feedback, Purpose, Task, TaskClaim

router = Router(name="complaints about volunteers")


async def draw(tell: Tell, subject: ComplaintCard) -> None:
    """Who complained is not named: staff find them through the task if they have to."""
    said = await feedback.get(tell.session, subject.feedback_id)
    claim = await looking.get_claim(tell.session, said.claim_id)
    task = await looking.get(tell.session, claim.task_id)

    def card() -> Say:
        text = look(said, claim, task, tell.config.zone)
        keyboard = None if said.settled_at else roll_buttons.for_complaint(said.id)
        return Say(text, keyboard, card=f"complaint:{said.id}")

    tell.group(await judging.office_of(tell.session, task.area_id), card)


def look(said: Feedback, claim: TaskClaim, task: Task, zone: ZoneInfo) -> str:
    """HTML."""
    lines = [
        _("❗ 有居民反映志愿服务：<b>{title}</b>（{at}），志愿者 {name}").format(
            title=esc(task.title),
            at=when(task.starts_at, zone),
            name=esc(claim.person_name),
        ),
        f"“{esc(said.words)}”",
    ]
    if said.settled_at is None:
        lines.append(_("时长和积分已经停下。请两边问清楚，再点："))
    elif said.upheld:
        lines.append(_("✅ 属实，这次不记时长和积分。"))
    else:
        lines.append(_("✅ 不属实，时长和积分照常。"))
    return "\n".join(lines)


@router.callback_query(OnComplaint.filter(), InGroupFor(Purpose.STAFF))
async def settled(
    query: CallbackQuery, talk: Talk, callback_data: OnComplaint, member: Member
) -> Reply:
    try:
        await feedback.settle(
            talk.session,
            callback_data.feedback,
            member,
            upheld=callback_data.upheld,
            now=talk.now,
        )
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(_("记下了，反映的人和志愿者都会知道。"))
