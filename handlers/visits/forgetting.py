"""A household that does not want to be kept: the office takes every visit to it off the lists."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import ClassVar

from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.in_private import private_form
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.visits.refusals import in_words
from services import areas
from services.errors import Refusal
from services.visits import doors, erasing
from services.visits.rounds import Door
from storage.tables import Purpose, VisitKind

YES = "yes"


@dataclass(slots=True)
class Household(Kept):
    KEY: ClassVar = "household forgotten"

    door: Door | None = None


forgetting = private_form(Household, "ForgettingHousehold", Purpose.STAFF)


async def begin(talk: Talk) -> Reply:
    return await forgetting.go_on(talk, Household())


@forgetting.left
async def left(talk: Talk, draft: Household) -> Reply:
    Household.discard(talk)
    return await menu.home(talk, _("好的，没有动。"))


@forgetting.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    Household.discard(talk)
    return await menu.refused(talk, refusal, in_words)


def a_door(said: str, talk: Talk) -> Awaitable[Door]:
    return _read(said, talk)


async def _read(said: str, talk: Talk) -> Door:
    around = await areas.of_group(talk.session, talk.group)
    found = await doors.read(talk.session, doors.lines_of(said), around, VisitKind.VISIT)
    if len(found.doors) != 1:
        raise Again(_("请写一家，写清楚楼栋和门牌，比如：军门新村3号楼 301"))
    return found.doors[0]


@forgetting.step(a_door)
async def door(talk: Talk, draft: Household) -> Ask:
    return Ask(_("哪一家不愿意留记录？写楼栋和门牌，比如：军门新村3号楼 301"))


@forgetting.step(part="sure")
async def sure(talk: Talk, draft: Household) -> Ask:
    assert draft.door is not None
    title = await areas.title_of(talk.session, draft.door.area_id)
    text = _("把<b>{where}</b>从所有走访名单里删掉，连姓名、说的话和照片？删了找不回来。")
    where = esc(f"{title} {draft.door.door}".strip())
    return Ask(text.format(where=where), [Option(YES, _("删掉"))])


@sure.choice(YES)
async def forgets(talk: Talk, draft: Household, choice: str) -> Reply:
    assert draft.door is not None
    area_id, words = draft.door.area_id, draft.door.door
    count = await erasing.forget_household(talk.session, area_id, words, talk.member)
    Household.discard(talk)
    if not count:
        return await menu.home(talk, _("名单上没有这一家，没有东西要删。"))
    return await menu.home(talk, _("删掉了，一共 {count} 次走访。").format(count=count))
