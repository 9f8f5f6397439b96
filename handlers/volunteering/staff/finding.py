"""谁有空: which post, where, on which day and when; then who may be asked, the nearest first.

Asked from the office's group, and answered in the private chat of who asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from handlers.common import menu
from handlers.common.i18n import _, current_language
from handlers.common.in_private import private_form
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import day_in
from handlers.common.words import esc, mention
from handlers.volunteering.words import hours_in_words
from services import areas
from services.people import addresses
from services.places.walking import minutes_on_foot
from services.volunteering import overview, volunteers
from services.volunteering.overview import Free
from storage.tables import Purpose

DAYS = 7
SHOWN = 20
"""People in one message: more than anybody rings up."""
MOMENTS = {"m": time(9), "a": time(15), "e": time(19)}
"""A moment in each part of the day, to ask for who is free then."""


@dataclass(slots=True)
class Search(Kept):
    KEY: ClassVar = "who is free"

    post: str | None = None
    area: int | None = None
    day: date | None = None
    part: str | None = None
    """A key of MOMENTS."""


finding = private_form(Search, "Finding", Purpose.STAFF)


@finding.step()
async def post(talk: Talk, search: Search) -> Ask:
    names = await _post_names(talk)
    return Ask(_("找人做什么？"), [Option(*post) for post in names.items()], columns=2)


async def _post_names(talk: Talk) -> dict[str, str]:
    language = current_language()
    return {post.key: post.name(language) for post in await volunteers.posts(talk.session)}


@finding.left
async def left(talk: Talk, search: Search) -> Reply:
    return await menu.home(talk, _("好的，不找了。"))


@finding.step(part="area")
async def where(talk: Talk, search: Search) -> Ask:
    area = await areas.of_group(talk.session, talk.group)
    options = [Option(str(area.id), _("整个{place}").format(place=area.name))]
    options += [
        Option(str(below.id), below.name) for below in await areas.choices_below(talk.session, area)
    ]
    return Ask(_("在哪里做？离得近的排在前面。"), options, columns=2)


@where.choice()
async def there(talk: Talk, search: Search, choice: str) -> Reply:
    search.area = int(choice)
    return None


@finding.step()
async def day(talk: Talk, search: Search) -> Ask:
    days = [talk.today + timedelta(days=ahead) for ahead in range(DAYS)]
    return Ask(_("哪一天？"), [Option(day.isoformat(), _day_name(day)) for day in days], columns=2)


def _day_name(day: date) -> str:
    return day_in("MMMEd", day, current_language())


@day.choice()
async def on_day(talk: Talk, search: Search, choice: str) -> Reply:
    search.day = date.fromisoformat(choice)
    return None


@finding.step()
async def part(talk: Talk, search: Search) -> Ask:
    options = [Option("m", _("上午")), Option("a", _("下午")), Option("e", _("晚上"))]
    return Ask(_("什么时候？"), options, columns=3)


@part.choice()
async def found(talk: Talk, search: Search, choice: str) -> Reply:
    area = await areas.get(talk.session, search.area) if search.area is not None else None
    if area is None or search.post is None or search.day is None:
        return await finding.go_on(talk, Search())
    Search.discard(talk)
    at = datetime.combine(search.day, MOMENTS[choice], talk.config.zone)
    free = await overview.free_for(talk.session, area, search.post, at, zone=talk.config.zone)
    what = _("{place} · {post} · {day}").format(
        place=esc(area.name),
        post=esc((await _post_names(talk)).get(search.post)),
        day=_day_name(search.day),
    )
    if not free:
        nobody = _("{what}：那时候没有合适的人有空。换个时候，或者发任务到群里试试。")
        return await menu.home(talk, nobody.format(what=what))
    lines = [_("{what}：{count} 人有空，点名字可以私聊。").format(what=what, count=len(free))]
    shown = free[:SHOWN]
    ids = [one.volunteer.person_id for one in shown]
    users = await addresses.user_ids(talk.session, ids, talk.channel)
    lines += [_line(place, one, users) for place, one in enumerate(shown, start=1)]
    return await menu.home(talk, "\n".join(lines))


def _line(place: int, one: Free, users: Mapping[int, str]) -> str:
    name = mention(users.get(one.volunteer.person_id), one.volunteer.name)
    away = (
        _("不知道住哪")
        if one.distance_m is None
        else _("走路 {minutes} 分钟").format(minutes=minutes_on_foot(one.distance_m))
    )
    return _("{place}. {name} · {away} · 做过 {hours}").format(
        place=place, name=name, away=away, hours=hours_in_words(one.minutes)
    )
