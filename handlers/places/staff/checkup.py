"""/checkup in a staff group: which services people reach in 15 minutes, and which not."""

import asyncio
from collections.abc import Mapping
from math import cos, radians

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import SOURCE, _
from handlers.common.members import InBoundGroup
from handlers.common.questions import BACK, Option
from handlers.common.saying import Document, File, Picture
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from services import areas, places
from services.areas import METRES_PER_DEGREE
from services.places import CheckUp
from storage.tables import Area, Group, Level, Purpose

router = Router(name="check-up")

SHOWN_KINDS = 9
"""The least reached; the sheet has them all."""
SHOWN_GAINS = 3
ELDER = True
"""Who depends on what is near walks slowly: planners see the elders' pace."""


class Choosing(StatesGroup):
    community = State()


@router.message(Command("checkup"), InBoundGroup())
async def begin(message: Message, talk: Talk, group: Group) -> Reply:
    if group.purpose is not Purpose.STAFF:
        return talk.say(_("体检在社区或者街道的工作群里做。"))
    area = await areas.one(talk.session, group.area_id)
    if area.level is Level.STREET:
        return await ask_community(talk, area)
    return await of_community(talk, area)


@router.message(Command("checkup"))
async def not_bound(message: Message, talk: Talk) -> Reply:
    return talk.say(_("本群还没有绑定，请管理员发 /bind。"))


async def ask_community(talk: Talk, street: Area) -> Reply:
    below = await areas.choices_below(talk.session, street)
    options = [Option(str(area.id), area.name) for area in below]
    return await talk.ask(Choosing.community, _("给哪个社区做体检？"), options, columns=2)


@on_choice(router, Choosing.community, BACK)
async def not_now(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，不做了。"))


@on_choice(router, Choosing.community, guard=InBoundGroup())
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    await talk.leave()
    return await of_community(talk, await areas.one(talk.session, int(choice)))


async def of_community(talk: Talk, community: Area) -> Reply:
    from handlers.places.staff import checkup_sheet as sheet

    check = await places.reach(talk.session, community, elder=ELDER)
    if not check.buildings:
        return talk.say(
            _("{community}还没有登记楼栋的位置，做不了体检。").format(community=esc(community.name))
        )
    titles = {
        building.id: await areas.title(talk.session, building) for building in check.buildings
    }
    day = talk.now.astimezone(talk.config.zone).date()
    drawn = await asyncio.to_thread(draw, check, titles)
    table = await asyncio.to_thread(sheet.excel, check, titles, day, elder=ELDER)
    name = f"{community.name}-{check.minutes}-{day:%Y%m%d}.xlsx"
    return [
        Picture(
            File("checkup.jpg", drawn),
            _("{community}：{minutes} 分钟走得到什么，按老人的步子算。").format(
                community=esc(community.name), minutes=check.minutes
            ),
        ),
        Document(File(name, table)),
    ]


def draw(check: CheckUp, titles: Mapping[int, str]) -> bytes:
    from handlers.places.staff import checkup_picture as picture

    total = len(check.buildings)
    spread = sorted(check.kinds, key=lambda reached: len(reached.nearest_m))
    latitude, longitude = position(check.buildings[0])
    across = METRES_PER_DEGREE * cos(radians(latitude))

    def metres(building: Area) -> tuple[float, float]:
        north, east = position(building)
        return (east - longitude) * across, (north - latitude) * METRES_PER_DEGREE

    best = sorted(
        ((gain, reached.kind) for reached in check.kinds for gain in reached.gains[:1]),
        key=lambda pair: -pair[0].reached,
    )
    return picture.draw(
        _("{community} {minutes} 分钟近邻圈").format(
            community=check.community.name, minutes=check.minutes
        ),
        _("{count} 栋楼 · 按老人的步子").format(count=total),
        [
            picture.House(*metres(building), len(check.missing(building.id)))
            for building in check.buildings
        ],
        [
            picture.Bar(reached.kind.name(SOURCE), len(reached.nearest_m) / total)
            for reached in spread[:SHOWN_KINDS]
        ],
        [
            picture.Gain(
                kind.name(SOURCE),
                _("{building}：多 {count} 栋楼走得到").format(
                    building=titles[gain.building.id], count=gain.reached
                ),
                *metres(gain.building),
            )
            for gain, kind in best[:SHOWN_GAINS]
        ],
    )


def position(building: Area) -> tuple[float, float]:
    """Latitude and longitude; the check-up holds only buildings that have them."""
    assert building.latitude is not None
    assert building.longitude is not None
    return building.latitude, building.longitude
