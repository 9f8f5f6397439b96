"""What people are told about hours, points, rewards and thanks."""

from handlers.common.i18n import _, mark
from handlers.common.saying import Buttons, Say
from handlers.common.telling import Tell, Telling, filled
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering import thanking
from handlers.volunteering.buttons import doing
from handlers.volunteering.staff import complaints, roll_call
from services.volunteering import feedback, hours_news, ledger, looking, records, rewards
from storage.tables import Matter

telling = Telling(Matter.TASK)
telling.draws(hours_news.RollCall)(roll_call.show)
telling.draws(hours_news.ComplaintCard)(complaints.show)

KIND = 4
"""From so many stars on a volunteer is told that somebody was glad."""


@telling.hears(hours_news.CheckedIn)
async def checked_in(tell: Tell, told: hours_news.CheckedIn) -> None:
    claim, task = await looking.with_task(tell.session, told.claim_id)

    def words() -> Say:
        text = _("✅ 组织的人帮您签到了：“{title}”。做完要走的时候，点下面的签退。")
        return Say(text.format(title=esc(task.title)), Buttons([doing(claim)]))

    await tell.person(claim.person_id, words)


@telling.hears(hours_news.Recorded)
async def recorded(tell: Tell, told: hours_news.Recorded) -> None:
    record = await records.get(tell.session, told.record_id)
    _claim, task = await looking.with_task(tell.session, record.claim_id)
    if record.review:
        text = mark(
            "“{title}”您没有签退，先按计划记 {minutes} 分钟，等组织的人核实。"
            "下次走的时候记得点“签退”。"
        )
    else:
        text = mark("组织的人给您记了“{title}”{minutes} 分钟，确认以后告诉您。")
    words = filled(text, title=esc(task.title), minutes=record.minutes)
    await tell.person(record.person_id, words)


@telling.hears(hours_news.Confirmed)
async def confirmed(tell: Tell, told: hours_news.Confirmed) -> None:
    record = await records.get(tell.session, told.record_id)
    if record.person_id is None:
        return
    _claim, task = await looking.with_task(tell.session, record.claim_id)
    points = await ledger.spendable(tell.session, record.person_id)
    if told.points:
        text = mark(
            "✅ “{title}”确认了 {minutes} 分钟，得 {earned} 分。谢谢您！\n"
            "现在能用的积分：{points} 分。发 /points 看明细、换东西、开证明。"
        )
    else:
        text = mark("✅ “{title}”确认了 {minutes} 分钟，记进您的时长了。谢谢您！发 /points 查看。")
    facts = {"minutes": record.minutes, "earned": told.points, "points": points}
    await tell.person(record.person_id, filled(text, title=esc(task.title), **facts))


@telling.hears(hours_news.Missed)
async def missed(tell: Tell, told: hours_news.Missed) -> None:
    claim, task = await looking.with_task(tell.session, told.claim_id)
    text = mark("“{title}”记的是您没有来。如果记错了，请联系社区：发 /phone 查看电话。")
    await tell.person(claim.person_id, filled(text, title=esc(task.title)))


@telling.hears(hours_news.AskHelped)
async def ask_helped(tell: Tell, told: hours_news.AskHelped) -> None:
    claim, task = await looking.with_task(tell.session, told.claim_id)

    def words() -> Say:
        text = _("志愿者 {name} 来帮过您：“{title}”（{at}）。您觉得怎么样？点一下就好。").format(
            name=esc(claim.person_name),
            title=esc(task.title),
            at=when(task.starts_at, tell.config.zone),
        )
        return Say(text, thanking.card.keyboard(claim))

    await tell.person(task.helped_id, words)


@telling.hears(hours_news.Thanked)
async def thanked(tell: Tell, told: hours_news.Thanked) -> None:
    said = await feedback.get(tell.session, told.feedback_id)
    claim, task = await looking.with_task(tell.session, said.claim_id)
    if said.complaint or (said.stars or 0) < KIND:
        return
    if said.words:
        text = mark("💬 您帮过的居民说起“{title}”：“{words}”")
    else:
        text = mark("❤️ 您帮过的居民谢谢您：“{title}”，给了 {stars} 颗星。")
    words = filled(text, title=esc(task.title), stars=said.stars, words=esc(said.words))
    await tell.person(claim.person_id, words)


@telling.hears(hours_news.Stopped)
async def stopped(tell: Tell, told: hours_news.Stopped) -> None:
    record = await records.get(tell.session, told.record_id)
    _claim, task = await looking.with_task(tell.session, record.claim_id)
    text = mark("“{title}”这次服务有情况要核实，时长和积分先停一停，社区核实完马上告诉您。")
    await tell.person(record.person_id, filled(text, title=esc(task.title)))


@telling.hears(hours_news.ComplaintSettled)
async def complaint_settled(tell: Tell, told: hours_news.ComplaintSettled) -> None:
    said = await feedback.get(tell.session, told.feedback_id)
    claim, task = await looking.with_task(tell.session, said.claim_id)
    title = esc(task.title)
    if said.upheld:
        to_who_complained = mark(
            "您反映的“{title}”的事核实了，确实有问题，对不起。谢谢您告诉我们。"
        )
        to_the_volunteer = mark(
            "“{title}”核实过了，这次不记时长和积分。有疑问请联系社区：发 /phone。"
        )
    else:
        to_who_complained = mark(
            "您反映的“{title}”的事核实过了，没有发现问题。有疑问请打社区电话：发 /phone。"
        )
        to_the_volunteer = mark("“{title}”核实清楚了，没有问题，时长和积分照常。谢谢您！")
    await tell.person(said.from_id, filled(to_who_complained, title=title))
    await tell.person(claim.person_id, filled(to_the_volunteer, title=title))


@telling.hears(hours_news.HandedOut)
async def handed_out(tell: Tell, told: hours_news.HandedOut) -> None:
    redemption, reward = await rewards.redeemed(tell.session, told.redemption_id)
    text = mark("🎁 {reward}，领到了。谢谢您为邻里做的一切！")
    await tell.person(redemption.person_id, filled(text, reward=esc(reward.name)))


@telling.hears(hours_news.RewardReturned)
async def returned(tell: Tell, told: hours_news.RewardReturned) -> None:
    redemption, reward = await rewards.redeemed(tell.session, told.redemption_id)
    text = mark(
        "“{reward}”两个星期没有来领，退回去了，{points} 分还给您了。还想要，发 /points 再换。"
    )
    words = filled(text, reward=esc(reward.name), points=redemption.points)
    await tell.person(redemption.person_id, words)
