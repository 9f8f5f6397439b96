"""What volunteers are told about the tasks they claimed, and their group about open places."""

from collections.abc import Callable

from handlers.common.i18n import _, mark
from handlers.common.saying import Buttons, Say
from handlers.common.telling import Tell, Telling, filled
from handlers.common.words import esc
from handlers.volunteering import buttons, task_card, task_words
from services.volunteering import looking, new_offers, news, volunteers
from storage.outbox import Urgency
from storage.tables import ClaimState, Matter

telling = Telling(Matter.TASK)
telling.draws(news.TaskCard)(task_card.show)

DAY_BEFORE = 20
"""Hours: from so many on a reminder speaks of the day, below of the hours."""


@telling.hears(news.Claimed)
async def claimed(tell: Tell, told: news.Claimed) -> None:
    await _holder(tell, told.claim_id, lambda: _("✅ 您认领了："), Urgency.ANSWER)


@telling.hears(news.TaskOffered)
async def offered_privately(tell: Tell, told: news.TaskOffered) -> None:
    task = await looking.get(tell.session, told.task_id)
    post = await looking.post_of(tell.session, task)
    roles = await looking.roles(tell.session, task.id)

    def words() -> Say:
        heading = _("🙋 附近有新的志愿任务：")
        if told.again:
            heading = _("⚠️ 有人临时来不了，这个志愿任务还差人，您能帮个忙吗？")
        lines = [heading, "", *task_words.public(task, post, tell.config.zone)]
        lines += task_words.counts(roles, ())
        if told.others:
            lines.append(_("还有 {count} 个新任务，发 /tasks 看。").format(count=told.others))
        lines += ["", _("不想做，不用回。以后不想收到，发 /volunteer，选“新任务不用告诉我”。")]
        free = [[buttons.claiming(task.id, role)] for role in roles if role.claimed < role.places]
        card = new_offers.key(task.id)
        return Say("\n".join(lines), Buttons(free), card=card, to_the_end=told.again)

    await tell.person(told.person_id, words, until=task.claim_by)


@telling.hears(news.Promoted)
async def promoted(tell: Tell, told: news.Promoted) -> None:
    def heading() -> str:
        return _("🎉 轮到您了，有人退出，名额归您。来不了请点“退出”，好让下一位补上。")

    await _holder(tell, told.claim_id, heading)


@telling.hears(news.Remind)
async def reminded(tell: Tell, told: news.Remind) -> None:
    def heading() -> str:
        if told.hours >= DAY_BEFORE:
            return _("⏰ 提醒您，您认领的任务快到了。来不了请现在点“退出”，好让别人补上：")
        return _("⏰ 还有大约 {hours} 小时就开始了：").format(hours=told.hours)

    await _holder(tell, told.claim_id, heading)


@telling.hears(news.Waits)
async def waits(tell: Tell, told: news.Waits) -> None:
    claim, task = await looking.with_task(tell.session, told.claim_id)
    if claim.state is not ClaimState.WAITING:
        return
    place = await looking.place_in_queue(tell.session, claim)
    post = await looking.post_of(tell.session, task)

    def words() -> Say:
        heading = _("名额满了，您排在第 {place} 位。有人退出就轮到您，马上告诉您。").format(
            place=place
        )
        lines = [heading, "", *task_words.public(task, post, tell.config.zone)]
        return Say("\n".join(lines), buttons.of_mine(claim))

    await tell.person(claim.person_id, words, until=task.starts_at)


@telling.hears(news.Released)
async def released(tell: Tell, told: news.Released) -> None:
    """The group hears of a place that is open again shortly before the start; names nobody."""
    claim, task = await looking.with_task(tell.session, told.claim_id)
    roles = await looking.roles(tell.session, task.id)
    missing = sum(role.places - role.claimed for role in roles if role.id == claim.role_id)
    if not told.late or not missing:
        return

    def words() -> Say:
        text = _("⚠️ 有人临时来不了，“{title}”还差 {count} 位，请帮忙认领。").format(
            title=esc(task.title), count=missing
        )
        return Say(text, under_card=task_card.key(task.id))

    group = await looking.group_of(tell.session, task)
    tell.group(group, words, Urgency.NOTICE, until=task.starts_at)


@telling.hears(news.TaskCancelled)
async def cancelled(tell: Tell, told: news.TaskCancelled) -> None:
    task = await looking.get(tell.session, told.task_id)
    post = await looking.post_of(tell.session, task)

    def words() -> str:
        heading = _("🚫 对不起，这个任务取消了：{reason}").format(reason=esc(task.reason))
        return "\n".join([heading, "", *task_words.public(task, post, tell.config.zone)[:2]])

    for claim_id in told.claim_ids:
        claim = await looking.get_claim(tell.session, claim_id)
        await tell.person(claim.person_id, words, until=task.ends_at)


@telling.hears(news.HandOverOffered)
async def offered(tell: Tell, told: news.HandOverOffered) -> None:
    claim, task = await looking.with_task(tell.session, told.claim_id)
    post = await looking.post_of(tell.session, task)

    def words() -> Say:
        heading = _("{name} 来不了了，想请您接手这个任务。您愿意吗？").format(
            name=esc(claim.person_name)
        )
        lines = [heading, "", *task_words.public(task, post, tell.config.zone)]
        return Say("\n".join(lines), buttons.offered(claim.id))

    await tell.person(claim.handed_to, words, until=task.starts_at)


@telling.hears(news.HandOverDeclined)
async def declined(tell: Tell, told: news.HandOverDeclined) -> None:
    claim, task = await looking.with_task(tell.session, told.claim_id)
    asked = await volunteers.get(tell.session, told.by_id)

    def words() -> Say:
        text = _("{name} 不方便接手“{title}”，名额还是您的。").format(
            name=esc(asked.name if asked else ""), title=esc(task.title)
        )
        return Say(text, Buttons([[buttons.pass_on(task.id), buttons.release(task.id)]]))

    await tell.person(claim.person_id, words, until=task.starts_at)


@telling.hears(news.HandedOver)
async def handed_over(tell: Tell, told: news.HandedOver) -> None:
    await _holder(tell, told.to_claim_id, lambda: _("✅ 您接手了："))
    before, task = await looking.with_task(tell.session, told.from_claim_id)
    taken = await looking.get_claim(tell.session, told.to_claim_id)
    text = mark("{name} 接手了“{title}”，您不用去了。谢谢您。")
    words = filled(text, name=esc(taken.person_name), title=esc(task.title))
    await tell.person(before.person_id, words, until=task.ends_at)


async def _holder(
    tell: Tell, claim_id: int, heading: Callable[[], str], urgency: Urgency = Urgency.NOTICE
) -> None:
    """Everything about the task, the private details too, to the holder of the claim."""
    claim, task = await looking.with_task(tell.session, claim_id)
    if claim.state is not ClaimState.HELD:
        return
    post = await looking.post_of(tell.session, task)

    def words() -> Say:
        lines = [heading(), "", *task_words.private(task, post, tell.config.zone)]
        return Say("\n".join(lines), buttons.of_mine(claim))

    until = max(task.starts_at, task.claim_by)
    await tell.person(claim.person_id, words, urgency, until=until)
