"""A small neighbourhood to act in: one street, two communities, three groups, two categories."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services import tickets
from services.groups import binding as groups
from services.tickets import Member, NewTicket
from storage.media import Attachment
from storage.tables import (
    Area,
    Category,
    Channel,
    Group,
    Level,
    Media,
    MediaCopy,
    Purpose,
    Ticket,
)
from tests.chats import telegram

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""A Monday, 9 o'clock in Fuzhou: half an hour after the offices opened."""
LATITUDE, LONGITUDE = 26.0855, 119.2990
RESIDENT, NEIGHBOUR, STRANGER = 11, 12, 13
STAFF_CHAT, PROPERTY_CHAT, STREET_CHAT = -1001, -1002, -1003


@dataclass(frozen=True)
class Neighbourhood:
    """The chain of areas down to a building, with what stands beside it."""

    district: Area
    street: Area
    community: Area
    grid: Area
    compound: Area
    building: Area
    next_compound: Area
    next_community: Area
    lamp: Category
    """For the property company's group, 8 working hours."""
    leak: Category
    """For the staff, urgent, 2 hours."""


@dataclass(frozen=True)
class Groups:
    staff: Group
    property: Group
    street: Group


async def arrive(session: AsyncSession, *files: Attachment) -> None:
    """Files that somebody sent; Telegram calls each "telegram's " and its id."""
    for file in files:
        session.add(Media(id=file.media_id, kind=file.kind, created_at=NOW))
    await session.flush()
    for file in files:
        called = f"telegram's {file.media_id}"
        session.add(MediaCopy(media_id=file.media_id, channel=Channel.TELEGRAM, external_id=called))
    await session.flush()


async def build_neighbourhood(session: AsyncSession) -> Neighbourhood:
    async def area(level: Level, name: str, parent: Area | None, north: float = 0) -> Area:
        node = Area(
            level=level,
            name=name,
            code=name,
            path="",
            parent_id=parent.id if parent else None,
            latitude=LATITUDE + north,
            longitude=LONGITUDE,
        )
        session.add(node)
        await session.flush()
        node.path = f"{parent.path if parent else '/'}{node.id}/"
        return node

    district = await area(Level.DISTRICT, "鼓楼区", None)
    street = await area(Level.STREET, "东街街道", district)
    community = await area(Level.COMMUNITY, "军门社区", street)
    grid = await area(Level.GRID, "第一网格", community)
    compound = await area(Level.COMPOUND, "军门新村", grid)
    place = Neighbourhood(
        district=district,
        street=street,
        community=community,
        grid=grid,
        compound=compound,
        building=await area(Level.BUILDING, "3号楼", compound),
        next_compound=await area(Level.COMPOUND, "隔壁小区", grid, north=0.01),
        next_community=await area(Level.COMMUNITY, "邻社区", street, north=0.02),
        lamp=_category("lamp", Purpose.PROPERTY, hours=8, urgent=False),
        leak=_category("leak", Purpose.STAFF, hours=2, urgent=True),
    )
    session.add_all([place.lamp, place.leak])
    await session.flush()
    return place


async def bind_groups(
    session: AsyncSession, place: Neighbourhood, *, now: datetime = NOW
) -> Groups:
    async def bound(chat_id: int, area: Area, purpose: Purpose) -> Group:
        return await groups.bind(
            session,
            chat=telegram(chat_id),
            title=f"{area.name}群",
            area_id=area.id,
            purpose=purpose,
            by=1,
            now=now,
        )

    return Groups(
        staff=await bound(STAFF_CHAT, place.community, Purpose.STAFF),
        property=await bound(PROPERTY_CHAT, place.compound, Purpose.PROPERTY),
        street=await bound(STREET_CHAT, place.street, Purpose.STAFF),
    )


def new_ticket(place: Neighbourhood, /, **differently: Any) -> NewTicket:
    told: dict[str, Any] = {
        "category_id": place.leak.id,
        "author_id": RESIDENT,
        "author_name": "林阿姨",
        "private": False,
        "text": "楼下水管漏水",
        "answer": None,
        "area_id": place.building.id,
        "place": "军门新村 3号楼",
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "attachments": (),
    }
    return NewTicket(**(told | differently))


async def a_ticket(
    session: AsyncSession, place: Neighbourhood, /, *, now: datetime = NOW, **differently: Any
) -> Ticket:
    return await tickets.file(session, new_ticket(place, **differently), now=now)


def member(group: Group, person_id: int = 101) -> Member:
    return Member(person_id=person_id, name=f"网格员{person_id}", group_id=group.id)


def _category(key: str, team: Purpose, *, hours: int, urgent: bool) -> Category:
    return Category(
        key=key,
        position=hours,
        names={"zh": key},
        questions={},
        team=team,
        respond_hours=hours,
        urgent=urgent,
    )
