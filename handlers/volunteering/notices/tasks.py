"""What volunteers are told about the tasks they claimed, and their group about open places."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.words import esc
from handlers.volunteering import buttons, task_card, task_words
from services.news import News, Subject
from services.volunteering import news, tasks, volunteers
from storage.outbox import Outgoing, Urgency
from storage.tables import ClaimState, Person, Task, TaskClaim

DAY_BEFORE = 20
"""Hours: from so many on a reminder speaks of the day, below of the hours."""


async def claimed(session: AsyncSession, told: news.Claimed, config: Config) -> list[Outgoing]:
    return await _to_holder(
        session, told.claim_id, config, lambda: _("✅ 您认领了："), Urgency.ANSWER
    )


async def promoted(session: AsyncSession, told: news.Promoted, config: Config) -> list[Outgoing]:
    return await _to_holder(
        session,
        told.claim_id,
        config,
        lambda: _("🎉 轮到您了，有人退出，名额归您。来不了请点“退出”，好让下一位补上。"),
    )


async def reminded(session: AsyncSession, told: news.Remind, config: Config) -> list[Outgoing]:
    def heading() -> str:
        if told.hours >= DAY_BEFORE:
            return _("⏰ 提醒您，您认领的任务快到了。来不了请现在点“退出”，好让别人补上：")
        return _("⏰ 还有大约 {hours} 小时就开始了：").format(hours=told.hours)

    return await _to_holder(session, told.claim_id, config, heading)


async def waits(session: AsyncSession, told: news.Waits, config: Config) -> list[Outgoing]:
    claim, task, person = await _concerned(session, told.claim_id)
    if person is None or claim.state is not ClaimState.WAITING:
        return []
    with speaking(person.language):
        heading = _("名额满了，您排在候补第 {place} 位。有人退出就轮到您，马上告诉您。").format(
            place=await tasks.place_in_queue(session, claim)
        )
        lines = await task_words.public(session, task, config.zone)
        keys = [[buttons.release(task.id, waiting=True)]]
        return _message(person, [heading, "", *lines], keys, until=task.starts_at)


async def released(session: AsyncSession, told: news.Released, config: Config) -> list[Outgoing]:
    """The group hears of a place that is open again shortly before the start; names nobody."""
    claim, task, _person = await _concerned(session, told.claim_id)
    roles = await tasks.roles(session, task.id)
    missing = sum(role.places - role.claimed for role in roles if role.id == claim.role_id)
    group = await task_card.group_of(session, task)
    if not told.late or not missing or group is None:
        return []
    with speaking(SOURCE):
        text = _("⚠️ 有人临时来不了，“{title}”还差 {count} 位，请帮忙认领。").format(
            title=esc(task.title), count=missing
        )
        message = SendMessage(chat_id=group.chat_id, text=text)
        sending = Sending(method=message, under_card=task_card.key(task.id))
        return list(outgoing(sending, group.chat_id, Urgency.NOTICE, useful_until=task.starts_at))


async def cancelled(
    session: AsyncSession, told: news.TaskCancelled, config: Config
) -> list[Outgoing]:
    task = await tasks.get(session, told.task_id)
    sent: list[Outgoing] = []
    for claim_id in told.claim_ids:
        _claim, _task, person = await _concerned(session, claim_id)
        if person is not None:
            with speaking(person.language):
                lines = [
                    _("🚫 对不起，这个任务取消了：{reason}").format(reason=esc(task.reason)),
                    "",
                    *(await task_words.public(session, task, config.zone))[:2],
                ]
                sent += _message(person, lines, until=task.ends_at)
    return sent


async def offered(
    session: AsyncSession, told: news.HandOverOffered, config: Config
) -> list[Outgoing]:
    claim, task, _holder = await _concerned(session, told.claim_id)
    person = await _reachable(session, claim.handed_to)
    if person is None:
        return []
    with speaking(person.language):
        heading = _("{name} 来不了了，想请您接手这个任务。您愿意吗？").format(
            name=esc(claim.person_name)
        )
        lines = await task_words.public(session, task, config.zone)
        keys = buttons.offered(claim.id).inline_keyboard
        return _message(person, [heading, "", *lines], keys, until=task.starts_at)


async def declined(
    session: AsyncSession, told: news.HandOverDeclined, config: Config
) -> list[Outgoing]:
    _claim, task, person = await _concerned(session, told.claim_id)
    asked = await volunteers.get(session, told.by_id)
    if person is None:
        return []
    with speaking(person.language):
        text = _("{name} 不方便接手“{title}”，名额还是您的。").format(
            name=esc(asked.name if asked else ""), title=esc(task.title)
        )
        keys = [[buttons.pass_on(task.id), buttons.release(task.id)]]
        return _message(person, [text], keys, until=task.starts_at)


async def handed_over(
    session: AsyncSession, told: news.HandedOver, config: Config
) -> list[Outgoing]:
    sent = await _to_holder(session, told.to_claim_id, config, lambda: _("✅ 您接手了："))
    _before, task, person = await _concerned(session, told.from_claim_id)
    taken = await tasks.get_claim(session, told.to_claim_id)
    if person is not None:
        with speaking(person.language):
            text = _("{name} 接手了“{title}”，您不用去了。谢谢您。").format(
                name=esc(taken.person_name), title=esc(task.title)
            )
            sent += _message(person, [text], until=task.ends_at)
    return sent


async def _to_holder(
    session: AsyncSession,
    claim_id: int,
    config: Config,
    heading: Callable[[], str],
    urgency: Urgency = Urgency.NOTICE,
) -> list[Outgoing]:
    """Everything about the task, the private details too, to whoever holds the claim now."""
    claim, task, person = await _concerned(session, claim_id)
    if person is None or claim.state is not ClaimState.HELD:
        return []
    with speaking(person.language):
        lines = [heading(), "", *await task_words.private(session, task, config.zone)]
        until = max(task.starts_at, task.claim_by)
        return _message(person, lines, buttons.holding(claim), urgency, until=until)


async def _concerned(session: AsyncSession, claim_id: int) -> tuple[TaskClaim, Task, Person | None]:
    """The claim, its task, and its person if a message can reach them."""
    claim = await tasks.get_claim(session, claim_id)
    task = await tasks.get(session, claim.task_id)
    return claim, task, await _reachable(session, claim.person_id)


async def _reachable(session: AsyncSession, person_id: int | None) -> Person | None:
    person = await session.get(Person, person_id) if person_id is not None else None
    return person if person is not None and person.blocked_at is None else None


def _message(
    person: Person,
    lines: Sequence[str],
    keys: Sequence[Sequence[InlineKeyboardButton]] = (),
    urgency: Urgency = Urgency.NOTICE,
    *,
    until: datetime,
) -> list[Outgoing]:
    """`until`: when it would come too late."""
    markup = InlineKeyboardMarkup(inline_keyboard=[list(row) for row in keys]) if keys else None
    message = SendMessage(chat_id=person.id, text="\n".join(lines), reply_markup=markup)
    return list(outgoing(message, person.id, urgency, useful_until=until))


Composer = Callable[[AsyncSession, Any, Config], Awaitable[list[Outgoing]]]

HEARD: Mapping[type[News], Composer] = {
    news.Claimed: claimed,
    news.Waits: waits,
    news.Promoted: promoted,
    news.Released: released,
    news.TaskCancelled: cancelled,
    news.Remind: reminded,
    news.HandOverOffered: offered,
    news.HandOverDeclined: declined,
    news.HandedOver: handed_over,
}
DRAWN: Mapping[type[Subject], Composer] = {news.TaskCard: task_card.draw}
