"""/hours: when the community works, which decides by when its requests are due; staff change it."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.common.forms import Again, Form
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.members import InGroupFor
from handlers.common.prompts import prompt
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable, esc
from handlers.groups.refusals import in_words
from handlers.groups.words import week_words
from services import areas, working_hours
from services.errors import Refusal
from services.written.errors import TimesUnreadable
from services.written.working_week import working_week
from storage.tables import Purpose
from storage.working_week import Week

CONSIDERED = 1000
"""Characters of what is written: a week is told in a tenth of that."""
OFFICE = InGroupFor(Purpose.STAFF)
router = Router(name="working hours")


@dataclass(slots=True)
class NewHours(Kept):
    """What a member wrote, until they have seen how it was read."""

    KEY: ClassVar = "working hours"

    words: str = ""
    sure: bool | None = None


changing = Form(NewHours, "Working hours", OFFICE)


@router.message(Command("hours"), OFFICE)
async def begin(message: Message, talk: Talk) -> Reply:
    return await ask.put(talk, talk.group.area_id, await _now(talk))


@router.message(Command("hours"))
async def not_here(message: Message, talk: Talk) -> Reply:
    return talk.say(_("上班时间在社区工作群里看和改：在那个群里发 /hours。"))


@prompt(router, "working hours", OFFICE)
async def ask(talk: Talk, area_id: int) -> str:
    return _(
        "要改，请回复这条消息，把一周的上班时间都写上，比如：\n"
        "周一到周五 8:30-12:00 14:30-18:00，周六 9:00-12:00\n"
        "公休日也有人，就再加上：节假日 9:00-12:00\n"
        "不想另外定了，就回复：{inherit}"
    ).format(inherit=inherit())


def inherit() -> str:
    """What is written to have the hours of the areas above again."""
    return _("照上级")


@ask.taken
async def read(talk: Talk, area_id: int) -> Reply:
    _read(talk, talk.text)
    return await changing.go_on(talk, NewHours(words=talk.text[:CONSIDERED]))


@changing.step()
async def sure(talk: Talk, new: NewHours) -> Ask:
    name = esc(await areas.name_of(talk.session, talk.group.area_id))
    week = _read(talk, new.words)
    if week is not None:
        text = _(
            "{name}的上班时间改成这样，对吗？\n\n{week}\n\n已经定下的期限不变，以后的按新的时间算。"
        ).format(name=name, week=week_words(week))
    else:
        above = await working_hours.inherited(talk.session, talk.group.area_id)
        text = _(
            "{name}不再另外定上班时间，以后是这样，对吗？\n\n{week}\n\n"
            "已经定下的期限不变，以后的按新的时间算。"
        ).format(name=name, week=week_words(above.week))
    return Ask(text, [Option("yes", _("对，就这样"))])


@sure.choice("yes")
async def change(talk: Talk, new: NewHours, choice: str) -> Reply:
    week = _read(talk, new.words)
    NewHours.discard(talk)
    await talk.leave()
    try:
        await working_hours.change(talk.session, talk.group.area_id, week, talk.member)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("✅ 改好了。\n{hours}").format(hours=await _now(talk)))


@changing.left
async def stays(talk: Talk, new: NewHours) -> Reply:
    NewHours.discard(talk)
    await talk.leave()
    return talk.say(_("好的，没有改。"))


def _read(talk: Talk, words: str) -> Week | None:
    """None to inherit them. Raises Again with what is wrong."""
    if comparable(words) == comparable(inherit()):
        return None
    try:
        week = working_week(words[:CONSIDERED])
    except TimesUnreadable:
        text = _("这个时间我看不懂。请照这样写：周一到周五 8:30-12:00 14:30-18:00")
        raise Again(text) from None
    try:
        working_hours.check(week)
    except Refusal as refusal:
        raise Again(in_words(refusal, talk.config.zone)) from None
    return week


async def _now(talk: Talk) -> str:
    """HTML: what holds, and whose it is."""
    area_id = talk.group.area_id
    name = esc(await areas.name_of(talk.session, area_id))
    kept = await working_hours.of_area(talk.session, area_id)
    if kept.set_for is None:
        head = _("🕘 {name}的上班时间（没有另外定，按通常的）：").format(name=name)
    elif kept.set_for.id != area_id:
        above = esc(kept.set_for.name)
        head = _("🕘 {name}的上班时间（按{above}的）：").format(name=name, above=above)
    else:
        head = _("🕘 {name}的上班时间：").format(name=name)
    return f"{head}\n{week_words(kept.week)}"
