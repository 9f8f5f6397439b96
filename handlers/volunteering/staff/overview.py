"""/volunteers: what a coordinator asks on a Monday.

In the office's group everything; in the volunteers' own group, where everybody is a volunteer,
what all may see: the places that nobody took, and the roll of honour.
"""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.groups.members import InGroupFor
from handlers.volunteering import task_words
from handlers.volunteering.staff import finding, people_list, sheets
from handlers.volunteering.staff.asked import (
    FREE,
    HONOUR,
    HOURS,
    PEOPLE,
    UNCLAIMED,
    WAITING,
    WALL,
    Overview,
)
from handlers.volunteering.words import hours_in_words
from services.volunteering import overview, totals
from services.volunteering.volunteers import THERE
from storage.tables import Area, Group, Purpose, VolunteerState

router = Router(name="overview of volunteers")

SHOWN = 15
"""Lines of a list in one message; a coordinator asks for more one by one."""


@router.message(Command("volunteers"), InGroupFor(Purpose.STAFF, Purpose.VOLUNTEERS))
async def begin(message: Message, talk: Talk, group: Group) -> Reply:
    area = await talk.session.get_one(Area, group.area_id)
    people = await overview.people_in(talk.session, area)
    missing = await overview.unclaimed(talk.session, area, now=talk.now)
    text = _("{place}的志愿者：{people} 人。七天内 {tasks} 个任务还缺人。").format(
        place=esc(area.name),
        people=sum(volunteer.state in THERE for volunteer in people),
        tasks=len(missing),
    )
    options = [
        Option(UNCLAIMED, _("没人认领的")),
        Option(WALL, _("心愿墙")),
        Option(HONOUR, _("光荣榜")),
    ]
    if group.purpose is Purpose.STAFF:
        waiting = sum(volunteer.state is VolunteerState.APPLIED for volunteer in people)
        options = [
            Option(FREE, _("谁有空")),
            *options,
            Option(HOURS, _("工时表（Excel）")),
            Option(PEOPLE, _("停用、恢复")),
        ]
        if waiting:
            options.append(Option(WAITING, _("等同意：{count}").format(count=waiting)))
    return await talk.ask(Overview.what, text, options, columns=2)


@router.message(Command("volunteers"))
async def not_here(message: Message, talk: Talk) -> Reply:
    return talk.say(_("请在社区的工作群或者志愿者群里发 /volunteers。"))


@router.message(Overview.what, InGroupFor(Purpose.STAFF), Choice(FREE))
@router.callback_query(Overview.what, InGroupFor(Purpose.STAFF), Choice(FREE))
async def free(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await finding.ask_post(talk)


@router.message(Overview.what, InGroupFor(Purpose.STAFF), Choice(HOURS))
@router.callback_query(Overview.what, InGroupFor(Purpose.STAFF), Choice(HOURS))
async def hours(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await sheets.ask_period(talk)


@router.message(Overview.what, InGroupFor(Purpose.STAFF), Choice(PEOPLE))
@router.callback_query(Overview.what, InGroupFor(Purpose.STAFF), Choice(PEOPLE))
async def people(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await people_list.ask_name(talk)


@router.message(Overview.what, InGroupFor(Purpose.STAFF), Choice(WAITING))
@router.callback_query(Overview.what, InGroupFor(Purpose.STAFF), Choice(WAITING))
async def waiting(event: Message | CallbackQuery, talk: Talk, group: Group) -> Reply:
    """Their cards once more, at the end of the chat."""
    return await people_list.show_waiting(talk, group)


@router.message(Overview.what, InGroupFor(Purpose.STAFF, Purpose.VOLUNTEERS), Choice(UNCLAIMED))
@router.callback_query(
    Overview.what, InGroupFor(Purpose.STAFF, Purpose.VOLUNTEERS), Choice(UNCLAIMED)
)
async def unclaimed(event: Message | CallbackQuery, talk: Talk, group: Group) -> Reply:
    await talk.leave()
    area = await talk.session.get_one(Area, group.area_id)
    found = await overview.unclaimed(talk.session, area, now=talk.now)
    if not found:
        return talk.say(_("七天内的任务都有人认领了。"))
    lines = [_("七天内还缺人的任务：")]
    lines += [
        _("• {when} {title}：{places} 人里还差 {missing} 人").format(
            when=task_words.span(one.task.starts_at, one.task.ends_at, talk.config.zone),
            title=esc(one.task.title),
            places=one.places,
            missing=one.missing,
        )
        for one in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        lines.append(_("还有 {count} 个更晚的。").format(count=len(found) - SHOWN))
    return talk.say("\n".join(lines))


@router.message(Overview.what, InGroupFor(Purpose.STAFF, Purpose.VOLUNTEERS), Choice(HONOUR))
@router.callback_query(Overview.what, InGroupFor(Purpose.STAFF, Purpose.VOLUNTEERS), Choice(HONOUR))
async def honour(event: Message | CallbackQuery, talk: Talk, group: Group) -> Reply:
    """Names are of those alone who agreed; the teams' hours are everybody's."""
    await talk.leave()
    area = await talk.session.get_one(Area, group.area_id)
    today = talk.now.astimezone(talk.config.zone).date()
    named = await totals.honour_roll(talk.session, area, today.year, limit=SHOWN)
    year = today.replace(month=1, day=1), today.replace(month=12, day=31)
    teams = totals.by_team(await totals.hours(talk.session, area, *year))
    if not teams:
        return talk.say(_("今年还没有确认过的服务时长。"))
    lines = [_("🏅 {place} {year} 年光荣榜").format(place=esc(area.name), year=today.year)]
    lines += [
        _("{place}. {name} · {hours}").format(
            place=place, name=esc(one.name), hours=hours_in_words(one.minutes)
        )
        for place, one in enumerate(named, start=1)
    ]
    if not named:
        lines.append(_("还没有人选“上光荣榜”：私聊我发 /volunteer 就能选。"))
    lines += ["", _("各队：")]
    lines += [
        _("• {team}：{people} 人，{hours}").format(
            team=esc(team.team or sheets.no_team()),
            people=team.people,
            hours=hours_in_words(team.minutes),
        )
        for team in teams
    ]
    return talk.say("\n".join(lines))


@router.message(Overview.what, Choice(BACK))
@router.callback_query(Overview.what, Choice(BACK))
async def done(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的。"))
