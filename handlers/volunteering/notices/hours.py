"""What people are told about hours, points, rewards and thanks."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import _, speaking
from handlers.common.sending import outgoing
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering.doing_buttons import doing, thanking
from handlers.volunteering.staff import complaints, roll_call
from services.news import News, Subject
from services.volunteering import feedback, hours_news, ledger, looking, records, rewards
from storage.outbox import Outgoing, Urgency
from storage.tables import Person, Redemption, Task, TaskClaim

KIND = 4
"""From so many stars on a volunteer is told that somebody was glad."""


async def checked_in(
    session: AsyncSession, told: hours_news.CheckedIn, config: Config
) -> list[Outgoing]:
    claim, task = await _claim(session, told.claim_id)

    def words() -> str:
        return _("✅ 组织的人帮您签到了：“{title}”。做完要走的时候，点下面的签退。").format(
            title=esc(task.title)
        )

    return await _to(session, claim.person_id, words, lambda: doing(claim))


async def recorded(
    session: AsyncSession, told: hours_news.Recorded, config: Config
) -> list[Outgoing]:
    record = await records.get(session, told.record_id)
    task = (await _claim(session, record.claim_id))[1]

    def words() -> str:
        if record.review:
            text = _(
                "“{title}”您没有签退，先按计划记 {minutes} 分钟，等组织的人核实。"
                "下次走的时候记得点“签退”。"
            )
        else:
            text = _("组织的人给您记了“{title}”{minutes} 分钟，确认以后告诉您。")
        return text.format(title=esc(task.title), minutes=record.minutes)

    return await _to(session, record.person_id, words)


async def confirmed(
    session: AsyncSession, told: hours_news.Confirmed, config: Config
) -> list[Outgoing]:
    record = await records.get(session, told.record_id)
    if record.person_id is None:
        return []
    task = (await _claim(session, record.claim_id))[1]
    points = await ledger.spendable(session, record.person_id)

    def words() -> str:
        if told.points:
            text = _(
                "✅ “{title}”确认了 {minutes} 分钟，得 {earned} 分。谢谢您！\n"
                "现在能用的积分：{points} 分。发 /points 看明细、换东西、开证明。"
            )
        else:
            text = _("✅ “{title}”确认了 {minutes} 分钟，记进您的时长了。谢谢您！发 /points 查看。")
        return text.format(
            title=esc(task.title), minutes=record.minutes, earned=told.points, points=points
        )

    return await _to(session, record.person_id, words)


async def missed(session: AsyncSession, told: hours_news.Missed, config: Config) -> list[Outgoing]:
    claim, task = await _claim(session, told.claim_id)

    def words() -> str:
        return _("“{title}”记的是您没有来。如果记错了，请联系社区：发 /phone 查看电话。").format(
            title=esc(task.title)
        )

    return await _to(session, claim.person_id, words)


async def ask_helped(
    session: AsyncSession, told: hours_news.AskHelped, config: Config
) -> list[Outgoing]:
    claim, task = await _claim(session, told.claim_id)

    def words() -> str:
        return _("志愿者 {name} 来帮过您：“{title}”（{at}）。您觉得怎么样？点一下就好。").format(
            name=esc(claim.person_name),
            title=esc(task.title),
            at=when(task.starts_at, config.zone),
        )

    return await _to(session, task.helped_id, words, lambda: thanking(claim.id))


async def thanked(
    session: AsyncSession, told: hours_news.Thanked, config: Config
) -> list[Outgoing]:
    said = await feedback.get(session, told.feedback_id)
    claim, task = await _claim(session, said.claim_id)
    if said.complaint or (said.stars or 0) < KIND:
        return []

    def words() -> str:
        if said.words:
            text = _("💬 您帮过的居民说起“{title}”：“{words}”")
        else:
            text = _("❤️ 您帮过的居民谢谢您：“{title}”，给了 {stars} 颗星。")
        return text.format(title=esc(task.title), stars=said.stars, words=esc(said.words))

    return await _to(session, claim.person_id, words)


async def stopped(
    session: AsyncSession, told: hours_news.Stopped, config: Config
) -> list[Outgoing]:
    record = await records.get(session, told.record_id)
    task = (await _claim(session, record.claim_id))[1]

    def words() -> str:
        return _(
            "“{title}”这次服务有情况要核实，时长和积分先停一停，社区核实完马上告诉您。"
        ).format(title=esc(task.title))

    return await _to(session, record.person_id, words)


async def complaint_settled(
    session: AsyncSession, told: hours_news.ComplaintSettled, config: Config
) -> list[Outgoing]:
    said = await feedback.get(session, told.feedback_id)
    claim, task = await _claim(session, said.claim_id)

    def to_who_complained() -> str:
        if said.upheld:
            text = _("您反映的“{title}”的事核实了，确实有问题，对不起。谢谢您告诉我们。")
        else:
            text = _("您反映的“{title}”的事核实过了，没有发现问题。有疑问请打社区电话：发 /phone。")
        return text.format(title=esc(task.title))

    def to_the_volunteer() -> str:
        if said.upheld:
            text = _("“{title}”核实过了，这次不记时长和积分。有疑问请联系社区：发 /phone。")
        else:
            text = _("“{title}”核实清楚了，没有问题，时长和积分照常。谢谢您！")
        return text.format(title=esc(task.title))

    return [
        *await _to(session, said.from_id, to_who_complained),
        *await _to(session, claim.person_id, to_the_volunteer),
    ]


async def handed_out(
    session: AsyncSession, told: hours_news.HandedOut, config: Config
) -> list[Outgoing]:
    redemption = await session.get_one(Redemption, told.redemption_id)
    reward = await rewards.get(session, redemption.reward_id)

    def words() -> str:
        return _("🎁 {reward}，领到了。谢谢您为邻里做的一切！").format(reward=esc(reward.name))

    return await _to(session, redemption.person_id, words)


async def returned(
    session: AsyncSession, told: hours_news.RewardReturned, config: Config
) -> list[Outgoing]:
    redemption = await session.get_one(Redemption, told.redemption_id)
    reward = await rewards.get(session, redemption.reward_id)

    def words() -> str:
        return _(
            "“{reward}”两个星期没有来领，退回去了，{points} 分还给您了。还想要，发 /points 再换。"
        ).format(reward=esc(reward.name), points=redemption.points)

    return await _to(session, redemption.person_id, words)


async def _claim(session: AsyncSession, claim_id: int) -> tuple[TaskClaim, Task]:
    claim = await looking.get_claim(session, claim_id)
    return claim, await looking.get(session, claim.task_id)


async def _to(
    session: AsyncSession,
    person_id: int | None,
    words: Callable[[], str],
    keyboard: Callable[[], InlineKeyboardMarkup | None] = lambda: None,
) -> list[Outgoing]:
    """In their language, to whom a message can reach."""
    person = await session.get(Person, person_id) if person_id is not None else None
    if person is None or person.blocked_at is not None:
        return []
    with speaking(person.language):
        message = SendMessage(chat_id=person.id, text=words(), reply_markup=keyboard())
        return list(outgoing(message, person.id, Urgency.NOTICE))


Composer = Callable[[AsyncSession, Any, Config], Awaitable[list[Outgoing]]]

HEARD: Mapping[type[News], Composer] = {
    hours_news.CheckedIn: checked_in,
    hours_news.Recorded: recorded,
    hours_news.Confirmed: confirmed,
    hours_news.Missed: missed,
    hours_news.AskHelped: ask_helped,
    hours_news.Thanked: thanked,
    hours_news.Stopped: stopped,
    hours_news.ComplaintSettled: complaint_settled,
    hours_news.HandedOut: handed_out,
    hours_news.RewardReturned: returned,
}
DRAWN: Mapping[type[Subject], Composer] = {
    hours_news.RollCall: roll_call.draw,
    hours_news.ComplaintCard: complaints.draw,
}
