"""/volunteers: what a coordinator asks on a Monday.

In the office's group everything; in the volunteers' own group, where everybody is a volunteer,
what all may see: the places that nobody took, and the roll of honour.
"""

from datetime import date

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.in_private import to_private
from handlers.common.members import InGroupFor
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.volunteering import task_words
from handlers.volunteering.staff import applications, finding, sheets
from handlers.volunteering.words import hours_in_words, no_team
from services import areas, wishes
from services.volunteering import overview, totals
from services.volunteering.volunteers import THERE
from storage.tables import Area, Purpose, VolunteerState

router = Router(name="overview of volunteers")

STAFF = InGroupFor(Purpose.STAFF)
STAFF_OR_VOLUNTEERS = InGroupFor(Purpose.STAFF, Purpose.VOLUNTEERS)
WAITING, FREE, UNCLAIMED, WALL = "waiting", "free", "unclaimed", "wall"
HOURS, PEOPLE, HONOUR = "hours", "people", "honour"
SHOWN = 15
"""Lines of a list in one message; a coordinator asks for more one by one."""
WISH = 120
"""Characters of a wish in the list."""


class Overview(StatesGroup):
    what = State()


@router.message(Command("volunteers"), STAFF_OR_VOLUNTEERS)
async def begin(message: Message, talk: Talk) -> Reply:
    area = await areas.of_group(talk.session, talk.group)
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
    if talk.group.purpose is Purpose.STAFF:
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


@on_choice(router, Overview.what, FREE, guard=STAFF)
async def free(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await to_private(talk, lambda alone: finding.finding.go_on(alone, finding.Search()))


@on_choice(router, Overview.what, HOURS, guard=STAFF)
async def hours(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await sheets.ask_period(talk)


@on_choice(router, Overview.what, PEOPLE, guard=STAFF)
async def people(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return await applications.ask_name.put(talk, talk.group.id)


@on_choice(router, Overview.what, WAITING, guard=STAFF)
async def waiting(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return await applications.show_waiting(talk)


@on_choice(router, Overview.what, UNCLAIMED, WALL, HONOUR, guard=STAFF_OR_VOLUNTEERS)
async def listed(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    """What everybody in the volunteers' own group may see, too."""
    lines = {UNCLAIMED: unclaimed, WALL: wall, HONOUR: honour}[choice]
    await talk.leave()
    area = await areas.of_group(talk.session, talk.group)
    return talk.say("\n".join(await lines(talk, area)))


async def unclaimed(talk: Talk, area: Area) -> list[str]:
    found = await overview.unclaimed(talk.session, area, now=talk.now)
    if not found:
        return [_("七天内的任务都有人认领了。")]
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
    return lines


async def wall(talk: Talk, area: Area) -> list[str]:
    """The wishes nobody has claimed yet, those that waited longest first."""
    found = await wishes.wall(talk.session, area)
    if not found:
        return [_("心愿墙上现在没有等人认领的心愿。")]
    lines = [_("🌟 <b>心愿墙</b>，等得久的在前。私聊我发 /tasks 就能认领。")]
    lines += [
        _("• “{text}”（{by} 前认领）").format(
            text=esc(cut(wish.text, WISH)), by=when(task.claim_by, talk.config.zone)
        )
        for wish, task in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        lines.append(_("另有 {count} 个没有列出。").format(count=len(found) - SHOWN))
    return lines


async def honour(talk: Talk, area: Area) -> list[str]:
    """Names are of those alone who agreed; the teams' hours are everybody's."""
    year = talk.today.year
    named = await totals.honour_roll(talk.session, area, year, limit=SHOWN)
    hours = await totals.hours(talk.session, area, date(year, 1, 1), date(year, 12, 31))
    teams = totals.by_team(hours)
    if not teams:
        return [_("今年还没有确认过的服务时长。")]
    lines = [_("🏅 {place} {year} 年光荣榜").format(place=esc(area.name), year=year)]
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
            team=esc(team.team or no_team()),
            people=team.people,
            hours=hours_in_words(team.minutes),
        )
        for team in teams
    ]
    return lines


@on_choice(router, Overview.what, BACK)
async def done(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的。"))
