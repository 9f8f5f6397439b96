"""A complaint about somebody who helped: a card in the office's group, settled by a tap."""

from functools import partial
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.cards import Card
from handlers.common.i18n import _, mark
from handlers.common.members import InGroupFor
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering.hours_refusals import in_words
from services.volunteering import feedback, judging, looking
from services.volunteering.hours_news import ComplaintCard
from storage.tables import Feedback, Purpose, Task, TaskClaim


class OnComplaint(CallbackData, prefix="grumble"):
    feedback: RowId
    upheld: bool


card = Card[Feedback](
    OnComplaint,
    InGroupFor(Purpose.STAFF),
    key="complaint",
    row="feedback",
    columns=1,
    refusals=in_words,
)


async def show(tell: Tell, subject: ComplaintCard) -> None:
    """Who complained is not named: staff find them through the task if they have to."""
    said = await feedback.get(tell.session, subject.feedback_id)
    claim, task = await looking.with_task(tell.session, said.claim_id)

    def drawn() -> Say:
        text = look(said, claim, task, tell.config.zone)
        return Say(text, card.keyboard(said), card=card.key(said.id))

    tell.group(await judging.office_of(tell.session, task.area_id), drawn)


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


async def settle(talk: Talk, feedback_id: int, *, upheld: bool) -> Reply:
    await feedback.settle(talk.session, feedback_id, talk.member, upheld=upheld, now=talk.now)
    return talk.toast(_("记下了，反映的人和志愿者都会知道。"))


for upheld, label in ((True, mark("属实，不记时长积分")), (False, mark("不属实，照常"))):
    settled = partial(settle, upheld=upheld)
    card.button(upheld, label=label, when=lambda said: said.settled_at is None)(settled)
