"""What people are told about hours, points, rewards and thanks."""

from handlers.common.i18n import _
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering import thanking
from handlers.volunteering.doing_buttons import doing
from handlers.volunteering.staff import complaints, roll_call
from services.volunteering import feedback, hours_news, ledger, looking, records, rewards

telling = Telling()
telling.draws(hours_news.RollCall)(roll_call.draw)
telling.draws(hours_news.ComplaintCard)(complaints.draw)

KIND = 4
"""From so many stars on a volunteer is told that somebody was glad."""


@telling.hears(hours_news.CheckedIn)
async def checked_in(tell: Tell, told: hours_news.CheckedIn) -> None:
    claim, task = await looking.with_task(tell.session, told.claim_id)

    def words() -> Say:
        text = _("✅ 组织的人帮您签到了：“{title}”。做完要走的时候，点下面的签退。").format(
            title=esc(task.title)
        )
        return Say(text, doing(claim))

    await tell.person(claim.person_id, words)


@telling.hears(hours_news.Recorded)
async def recorded(tell: Tell, told: hours_news.Recorded) -> None:
    record = await records.get(tell.session, told.record_id)
    task = (await looking.with_task(tell.session, record.claim_id))[1]

    def words() -> str:
        if record.review:
            text = _(
                "“{title}”您没有签退，先按计划记 {minutes} 分钟，等组织的人核实。"
                "下次走的时候记得点“签退”。"
            )
        else:
            text = _("组织的人给您记了“{title}”{minutes} 分钟，确认以后告诉您。")
        return text.format(title=esc(task.title), minutes=record.minutes)

    await tell.person(record.person_id, words)


@telling.hears(hours_news.Confirmed)
async def confirmed(tell: Tell, told: hours_news.Confirmed) -> None:
    record = await records.get(tell.session, told.record_id)
    if record.person_id is None:
        return
    task = (await looking.with_task(tell.session, record.claim_id))[1]
    points = await ledger.spendable(tell.session, record.person_id)

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

    await tell.person(record.person_id, words)


@telling.hears(hours_news.Missed)
async def missed(tell: Tell, told: hours_news.Missed) -> None:
    claim, task = await looking.with_task(tell.session, told.claim_id)

    def words() -> str:
        return _("“{title}”记的是您没有来。如果记错了，请联系社区：发 /phone 查看电话。").format(
            title=esc(task.title)
        )

    await tell.person(claim.person_id, words)


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

    def words() -> str:
        if said.words:
            text = _("💬 您帮过的居民说起“{title}”：“{words}”")
        else:
            text = _("❤️ 您帮过的居民谢谢您：“{title}”，给了 {stars} 颗星。")
        return text.format(title=esc(task.title), stars=said.stars, words=esc(said.words))

    await tell.person(claim.person_id, words)


@telling.hears(hours_news.Stopped)
async def stopped(tell: Tell, told: hours_news.Stopped) -> None:
    record = await records.get(tell.session, told.record_id)
    task = (await looking.with_task(tell.session, record.claim_id))[1]

    def words() -> str:
        return _(
            "“{title}”这次服务有情况要核实，时长和积分先停一停，社区核实完马上告诉您。"
        ).format(title=esc(task.title))

    await tell.person(record.person_id, words)


@telling.hears(hours_news.ComplaintSettled)
async def complaint_settled(tell: Tell, told: hours_news.ComplaintSettled) -> None:
    said = await feedback.get(tell.session, told.feedback_id)
    claim, task = await looking.with_task(tell.session, said.claim_id)

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

    await tell.person(said.from_id, to_who_complained)
    await tell.person(claim.person_id, to_the_volunteer)


@telling.hears(hours_news.HandedOut)
async def handed_out(tell: Tell, told: hours_news.HandedOut) -> None:
    redemption = await rewards.get_redemption(tell.session, told.redemption_id)
    reward = await rewards.get(tell.session, redemption.reward_id)

    def words() -> str:
        return _("🎁 {reward}，领到了。谢谢您为邻里做的一切！").format(reward=esc(reward.name))

    await tell.person(redemption.person_id, words)


@telling.hears(hours_news.RewardReturned)
async def returned(tell: Tell, told: hours_news.RewardReturned) -> None:
    redemption = await rewards.get_redemption(tell.session, told.redemption_id)
    reward = await rewards.get(tell.session, redemption.reward_id)

    def words() -> str:
        return _(
            "“{reward}”两个星期没有来领，退回去了，{points} 分还给您了。还想要，发 /points 再换。"
        ).format(reward=esc(reward.name), points=redemption.points)

    await tell.person(redemption.person_id, words)
