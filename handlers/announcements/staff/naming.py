"""/urgent: who of the office may send what is urgent; an admin names them, everybody sees them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import Message

from handlers.announcements.refusals import in_words
from handlers.common.forms import Form
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.members import InGroupFor
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.ticking import marked, ticking
from handlers.common.words import cut, esc, listed
from services.announcements import urgent
from services.errors import Refusal
from services.groups import rota
from storage.tables import Purpose

DONE = "done"
OFFERED = 40
"""Members of the group, so that the question stays one message."""
NAME = 30
"""Characters of a name."""
OFFICE = InGroupFor(Purpose.STAFF)


@dataclass(slots=True)
class Naming(Kept):
    KEY: ClassVar = "urgent senders"


naming = Form(Naming, "Naming", OFFICE)


@naming.message(Command("urgent"), OFFICE)
async def begin(message: Message, talk: Talk) -> Reply:
    if await talk.config.is_admin(talk.session, talk.address):
        return await naming.ask(talk, Naming(), "who")
    text = _("要改，请管理员在本群发 /urgent。")
    return talk.say(f"{_who_may(*await _known(talk))}\n\n{text}")


@naming.message(Command("urgent"))
async def not_here(message: Message, talk: Talk) -> Reply:
    return talk.say(_("谁能发紧急通知，在社区工作群里看和定：在那个群里发 /urgent。"))


@naming.step(part="chosen")
async def who(talk: Talk, draft: Naming) -> Ask:
    names, named = await _known(talk)
    first = sorted(names, key=lambda each: each not in named)[:OFFERED]
    options = [Option(str(each), marked(cut(names[each], NAME), each in named)) for each in first]
    text = _("点名字，打开或者关掉；没有列出来的，先请他在群里说一句话。")
    done = Option(DONE, _("选好了"))
    asked = f"{_who_may(names, named)}\n\n{text}"
    return await ticking(talk, naming.state("who"), asked, options, done, back=False)


@who.choice()
async def switched(talk: Talk, draft: Naming, choice: str) -> Reply:
    if not await talk.config.is_admin(talk.session, talk.address):
        return await _over(talk)
    area_id, person_id = talk.group.area_id, int(choice)
    may = person_id not in await urgent.named(talk.session, area_id)
    await urgent.name(talk.session, area_id, talk.member.group_id, person_id, may=may)
    return await naming.ask(talk, draft, "who")


@who.choice(DONE)
async def done(talk: Talk, draft: Naming, choice: str) -> Reply:
    return await _over(talk)


@naming.left
async def left(talk: Talk, draft: Naming) -> Reply:
    return await _over(talk)


@naming.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    return await talk.repeat(in_words(refusal, talk.config.zone))


async def _over(talk: Talk) -> Reply:
    Naming.discard(talk)
    await talk.leave()
    return talk.as_one(talk.say(_who_may(*await _known(talk))))


async def _known(talk: Talk) -> tuple[Mapping[int, str], Collection[int]]:
    """Who is in the group, by id, and who is named."""
    names = await rota.called(talk.session, talk.member.group_id)
    return names, await urgent.named(talk.session, talk.group.area_id)


def _who_may(names: Mapping[int, str], named: Collection[int]) -> str:
    """HTML."""
    there = [cut(names[each], NAME) for each in names if each in named]
    if not there:
        return _("‼️ 还没有指定谁能发紧急通知，现在发不了。要指定两位：一位写，另一位同意。")
    text = _("‼️ 能写、能同意紧急通知的：{names}").format(names=esc(listed(there)))
    if len(there) == 1:
        return text + "\n" + _("要两位才发得出：一位写，另一位同意。请再指定一位。")
    return text
