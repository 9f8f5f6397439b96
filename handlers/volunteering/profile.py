"""Who somebody is as a volunteer, and everything about it that they can change."""

from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.forms import Form
from handlers.common.i18n import _
from handlers.common.questions import BACK, Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering.steps import NO_TEAM, Answers, Draft, add_steps, team_options
from handlers.volunteering.words import described, hours_in_words, standing_in_words
from services import areas
from services.volunteering import preferences, totals, volunteers
from services.volunteering.errors import NotAVolunteer
from services.volunteering.volunteers import THERE
from storage.tables import Volunteer, VolunteerState

profile = Form(Draft, "Profile")
profile.refused(menu.refused)
"""They are no volunteer any more: it is said, and the menu is there."""


async def show(talk: Talk, before: str = "") -> Reply:
    """Nothing for those who are none; they may apply."""
    volunteer = await volunteers.get(talk.session, talk.user_id)
    if volunteer is None:
        return None
    if volunteer.state is VolunteerState.BLOCKED:
        return await menu.home(talk, await blocked(talk, volunteer))
    if volunteer.state is VolunteerState.APPLIED:
        return await profile.go_on(talk, Draft.of(talk))
    if volunteer.state in THERE:
        return await profile.go_on(talk, Draft.of(talk), before)
    return None


async def blocked(talk: Talk, volunteer: Volunteer) -> str:
    text = _("社区停用了您的志愿者身份，原因：{reason}。时长和积分都还在。").format(
        reason=esc(volunteer.reason)
    )
    area = await areas.get(talk.session, volunteer.area_id)
    phone = await areas.community_phone(talk.session, area) if area else None
    if phone:
        text += "\n" + _("有疑问请打社区电话：{phone}").format(phone=esc(phone))
    return text


@profile.left
async def done(talk: Talk, draft: Draft) -> Reply:
    return await menu.home(talk, _("好的。"))


@on_choice(profile, StateFilter(*map(profile.state, ("change", "until", "leaving"))), BACK)
async def back_to_profile(event: Message | CallbackQuery, talk: Talk) -> Reply:
    """What has become of them meanwhile is said instead."""
    return await show(talk) or await menu.refused(talk, NotAVolunteer())


@profile.step()
async def applied(talk: Talk, draft: Draft) -> Ask | None:
    """Asked while the community is still to say yes; filling it in again is `joining`'s."""
    volunteer = await volunteers.get(talk.session, talk.user_id)
    if volunteer is None or volunteer.state is not VolunteerState.APPLIED:
        return None
    text = _("您报的名社区还在看，同意了马上告诉您。\n\n{who}").format(
        who=await described(talk.session, volunteer)
    )
    return Ask(text, [Option("again", _("重新填")), Option("leave", _("不报了"))])


@profile.step()
async def what(talk: Talk, draft: Draft) -> Ask | None:
    """Who they are, whether they take tasks now, their hours, and what they said of themselves."""
    volunteer = await volunteers.get(talk.session, talk.user_id)
    if volunteer is None or volunteer.state not in THERE:
        return None
    state = volunteers.standing(volunteer, now=talk.now)
    minutes = await totals.minutes_of(talk.session, [volunteer.person_id])
    lines = [
        _("🤝 {name}，谢谢您做志愿者！").format(name=esc(volunteer.name)),
        _("现在：{standing} · 累计 {hours}").format(
            standing=standing_in_words(volunteer, state),
            hours=hours_in_words(minutes.get(volunteer.person_id, 0)),
        ),
        await described(talk.session, volunteer),
        _("看任务发 /tasks，看积分发 /points。要改什么吗？"),
    ]
    paused = state is VolunteerState.PAUSED
    options = [
        Option("change", _("改我的资料")),
        Option("resume", _("恢复接任务")) if paused else Option("pause", _("休息一阵")),
        Option("honour", _("从光荣榜下来") if volunteer.honour else _("上光荣榜")),
        *_hearing(talk, volunteer),
        Option("leave", _("退出志愿者")),
    ]
    return Ask("\n".join(lines), options)


def _hearing(talk: Talk, volunteer: Volunteer) -> list[Option]:
    """Where there is a volunteers' group, new tasks stand there; who asked for them can stop it."""
    if volunteer.offers_from is not None:
        return [Option("silent", _("新任务不用告诉我"))]
    return [] if talk.volunteers_meet else [Option("told", _("附近有新任务就告诉我"))]


@what.choice("told", "silent")
async def hear_of_tasks(talk: Talk, draft: Draft, choice: str) -> Reply:
    if choice == "silent":
        await preferences.hear_of_tasks(talk.session, talk.user_id, None)
        return await show(talk, _("好的，新任务不再发给您。想看的时候发 /tasks。"))
    await preferences.hear_of_tasks(talk.session, talk.user_id, talk.now)
    text = _(
        "好的。合您意的新任务，白天发给您，一天最多四条。\n"
        "微信有规定：您说过话以后两天里，我们最多能发五条。久了没说话，就可能发不到，"
        "请自己点菜单“志愿任务”看看。"
    )
    return await show(talk, text)


@what.choice("change")
async def ask_what(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await profile.ask(talk, draft, "change")


@what.choice("honour")
async def honour(talk: Talk, draft: Draft, choice: str) -> Reply:
    volunteer = await volunteers.get(talk.session, talk.user_id)
    on = volunteer is not None and not volunteer.honour
    await preferences.stand_on_honour_roll(talk.session, talk.user_id, on)
    if on:
        return await show(talk, _("好的，社区发光荣榜的时候会写上您的称呼和时长。"))
    return await show(talk, _("好的，光荣榜上不再写您的称呼，时长照样算。"))


@profile.aside("what")
async def change(talk: Talk, draft: Draft) -> Ask:
    options = [
        Option("posts", _("愿意做的事")),
        Option("times", _("有空的时候")),
        Option("reach", _("愿意走多远")),
        Option("name", _("称呼")),
        Option("team", _("队伍")),
    ]
    return Ask(_("改哪一样？"), options, columns=2)


@change.choice()
async def which(talk: Talk, draft: Draft, choice: str) -> Reply:
    if await volunteers.get(talk.session, talk.user_id) is None:
        raise NotAVolunteer
    return await profile.ask(talk, draft, choice)


async def said(talk: Talk, draft: Draft) -> Draft:
    volunteer = await volunteers.get(talk.session, talk.user_id)
    return Draft.of_volunteer(volunteer) if volunteer else Draft()


async def keep(talk: Talk, draft: Draft, step: str) -> Reply:
    """At once: what was turned on or off counts even if they never say that they are done."""
    match step:
        case "posts" if draft.posts:
            await preferences.choose_posts(talk.session, talk.user_id, draft.posts)
        case "times" if draft.groups:
            times = preferences.times_of(draft.groups)
            await preferences.choose_times(talk.session, talk.user_id, times)
        case "reach" if draft.reach is not None:
            metres = preferences.REACHES[draft.reach]
            await preferences.choose_reach(talk.session, talk.user_id, metres)
        case _:
            least = _("请至少留一样；不想接任务可以休息一阵。")
            return await profile.ask(talk, draft, step, least)
    return None


async def saved(talk: Talk, draft: Draft, step: str = "") -> Reply:
    return await show(talk, _("改好了。"))


add_steps(profile, Answers(said, keep, saved), back_to="change")


def as_written(said: str, talk: Talk) -> str:
    return talk.line


@profile.aside("change", as_written)
async def name(talk: Talk, draft: Draft) -> Ask:
    return Ask(_("以后怎么称呼您？请打字写下来。"))


@name.taken
async def named(talk: Talk, draft: Draft, said: str) -> Reply:
    await preferences.rename(talk.session, talk.user_id, said)
    return await saved(talk, draft)


@profile.aside("change")
async def team(talk: Talk, draft: Draft) -> Ask | None:
    volunteer = await volunteers.get(talk.session, talk.user_id)
    if volunteer is None:
        return None
    return Ask(_("您是哪支志愿队的？"), await team_options(talk, volunteer.area_id))


@team.choice()
async def team_chosen(talk: Talk, draft: Draft, choice: str) -> Reply:
    team_id = None if choice == NO_TEAM else int(choice)
    await preferences.join_team(talk.session, talk.user_id, team_id)
    return await saved(talk, draft)
