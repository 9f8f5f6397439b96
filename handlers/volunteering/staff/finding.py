"""谁有空: which post, where, on which day and when; then who may be asked, the nearest first."""

from datetime import datetime, time, timedelta

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from babel.dates import format_skeleton

from handlers.common.filters import Choice
from handlers.common.i18n import _, current_language
from handlers.common.places import HERE
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.groups.members import InGroupFor
from handlers.volunteering.words import hours_in_words
from services import areas
from services.places.walking import minutes_on_foot
from services.volunteering import overview, volunteers
from services.volunteering.overview import Free
from storage.tables import Area, Group, Purpose, VolunteerPost

router = Router(name="who is free")

DAYS = 7
SHOWN = 20
"""People in one message: more than anybody rings up."""
MOMENTS = {"m": time(9), "a": time(15), "e": time(19)}
"""A moment in each part of the day, to ask for who is free then."""
_KEY = "who is free"


class Finding(StatesGroup):
    post = State()
    where = State()
    day = State()
    part = State()


async def ask_post(talk: Talk) -> Reply:
    options = [
        Option(post.key, post.name(current_language()))
        for post in await volunteers.posts(talk.session)
    ]
    return await talk.ask(Finding.post, _("找人做什么？"), options, columns=2)


@router.message(Finding.post, InGroupFor(Purpose.STAFF), Choice())
@router.callback_query(Finding.post, InGroupFor(Purpose.STAFF), Choice())
async def post_chosen(
    event: Message | CallbackQuery, talk: Talk, choice: str, group: Group
) -> Reply:
    talk.data[_KEY] = {"post": choice}
    return await ask_where(talk, group)


async def ask_where(talk: Talk, group: Group) -> Reply:
    area = await talk.session.get_one(Area, group.area_id)
    options = [Option(f"{HERE}{area.id}", _("整个{place}").format(place=area.name))]
    options += [
        Option(str(below.id), below.name) for below in await areas.choices_below(talk.session, area)
    ]
    return await talk.ask(Finding.where, _("在哪里做？离得近的排在前面。"), options, columns=2)


@router.message(Finding.where, InGroupFor(Purpose.STAFF), Choice())
@router.callback_query(Finding.where, InGroupFor(Purpose.STAFF), Choice())
async def where_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    talk.data[_KEY] |= {"area": int(choice.removeprefix(HERE))}
    return await ask_day(talk)


async def ask_day(talk: Talk) -> Reply:
    today = talk.now.astimezone(talk.config.zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(DAYS)]
    options = [
        Option(day.isoformat(), format_skeleton("MMMEd", day, locale=current_language()))
        for day in days
    ]
    return await talk.ask(Finding.day, _("哪一天？"), options, columns=2)


@router.message(Finding.day, InGroupFor(Purpose.STAFF), Choice())
@router.callback_query(Finding.day, InGroupFor(Purpose.STAFF), Choice())
async def day_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    talk.data[_KEY] |= {"day": choice}
    options = [Option("m", _("上午")), Option("a", _("下午")), Option("e", _("晚上"))]
    return await talk.ask(Finding.part, _("什么时候？"), options, columns=3)


@router.message(Finding.part, InGroupFor(Purpose.STAFF), Choice())
@router.callback_query(Finding.part, InGroupFor(Purpose.STAFF), Choice())
async def part_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    asked = talk.data.pop(_KEY)
    await talk.leave()
    area = await talk.session.get_one(Area, asked["area"])
    post = await talk.session.get_one(VolunteerPost, asked["post"])
    day = datetime.fromisoformat(asked["day"]).date()
    at = datetime.combine(day, MOMENTS[choice], talk.config.zone)
    found = await overview.free_for(talk.session, area, post.key, at, zone=talk.config.zone)
    what = _("{place} · {post} · {day}").format(
        place=esc(area.name),
        post=esc(post.name(current_language())),
        day=format_skeleton("MMMEd", day, locale=current_language()),
    )
    if not found:
        return talk.say(
            _("{what}：那时候没有合适的人有空。换个时候，或者发任务到群里试试。").format(what=what)
        )
    lines = [_("{what}：{count} 人有空，点名字可以私聊。").format(what=what, count=len(found))]
    lines += [_line(place, one) for place, one in enumerate(found[:SHOWN], start=1)]
    return talk.say("\n".join(lines))


def _line(place: int, one: Free) -> str:
    name = f'<a href="tg://user?id={one.volunteer.person_id}">{esc(one.volunteer.name)}</a>'
    away = (
        _("不知道住哪")
        if one.distance_m is None
        else _("走路 {minutes} 分钟").format(minutes=minutes_on_foot(one.distance_m))
    )
    return _("{place}. {name} · {away} · 做过 {hours}").format(
        place=place, name=name, away=away, hours=hours_in_words(one.minutes)
    )


@router.message(Finding.where, InGroupFor(Purpose.STAFF), Choice(BACK))
@router.callback_query(Finding.where, InGroupFor(Purpose.STAFF), Choice(BACK))
async def another_post(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_post(talk)


@router.message(Finding.day, InGroupFor(Purpose.STAFF), Choice(BACK))
@router.callback_query(Finding.day, InGroupFor(Purpose.STAFF), Choice(BACK))
async def another_place(event: Message | CallbackQuery, talk: Talk, group: Group) -> Reply:
    return await ask_where(talk, group)


@router.message(Finding.part, InGroupFor(Purpose.STAFF), Choice(BACK))
@router.callback_query(Finding.part, InGroupFor(Purpose.STAFF), Choice(BACK))
async def another_day(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_day(talk)


@router.message(Finding.post, Choice(BACK))
@router.callback_query(Finding.post, Choice(BACK))
async def not_now(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的。"))
