"""The demo community: 军门社区 in Gulou district, Fuzhou.

The district's streets and communities are real; grids, compounds, buildings, nearby services and
telephones are made up, and positions are approximate.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.areas import import_areas
from storage.importing.canned_answers import import_canned_answers
from storage.importing.canteens import import_canteens, import_meal_rules
from storage.importing.categories import import_categories
from storage.importing.files import open_book, refuse_if, rows_of
from storage.importing.hot_spot_rules import import_hot_spot_rules
from storage.importing.meal_terms import import_delivery_terms, import_subsidies
from storage.importing.needs import import_need_categories, import_resources
from storage.importing.phrases import import_phrases
from storage.importing.place_kinds import import_place_kinds, import_place_themes
from storage.importing.places import import_places
from storage.importing.points import import_points_rules, import_rewards
from storage.importing.rate_rules import import_rate_rules
from storage.importing.stewards import import_stewards
from storage.importing.volunteers import (
    import_help_kinds,
    import_volunteer_posts,
    import_volunteer_teams,
)
from storage.importing.working_hours import import_working_hours
from storage.reading import Book
from storage.sheets import PURPOSES
from storage.tables import Area, Channel, Chat, Group, Purpose, Reward, Steward

DEMO = Path(__file__).parents[1] / "demo"
COMMUNITY_CODE = "350102004001"
"""军门社区."""
TITLE, AREA, PURPOSE = "名称", "区域编码", "用途"


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """A group chat that the demo community works with."""

    title: str
    area_code: str
    purpose: Purpose


async def demo_groups() -> list[DemoGroup]:
    rows, problems = rows_of(await demo_book("groups.csv"), (TITLE, AREA, PURPOSE))
    refuse_if(problems)
    return [
        DemoGroup(row.cells[TITLE], row.cells[AREA], row.one_of(PURPOSE, PURPOSES)) for row in rows
    ]


async def import_demo(
    session: AsyncSession, *, now: datetime, chats: Mapping[str, int] | None = None
) -> None:
    """Load the demo community; done again, it changes nothing.

    `chats` gives the chat ids of groups by their titles: those are bound, unless the place is
    taken by another chat already.
    """
    for importer, name in (
        (import_areas, "areas.csv"),
        (import_working_hours, "working-hours.csv"),
        (import_categories, "categories.csv"),
        (import_phrases, "phrases.csv"),
        (import_canned_answers, "canned-answers.csv"),
        (import_hot_spot_rules, "hot-spot-rules.csv"),
        (import_place_themes, "place-themes.csv"),
        (import_place_kinds, "place-kinds.csv"),
        (import_places, "places.csv"),
        (import_canteens, "canteens.csv"),
        (import_meal_rules, "meal-rules.csv"),
        (import_subsidies, "meal-subsidies.csv"),
        (import_delivery_terms, "meal-delivery.csv"),
        (import_volunteer_posts, "volunteer-posts.csv"),
        (import_volunteer_teams, "volunteer-teams.csv"),
        (import_points_rules, "points-rules.csv"),
        (import_help_kinds, "help-kinds.csv"),
        (import_rate_rules, "rate-rules.csv"),
        (import_need_categories, "need-categories.csv"),
        (import_resources, "resources.csv"),
    ):
        await importer(session, await demo_book(name))
    if await session.scalar(select(Steward.id).limit(1)) is None:
        # Brought again, what they said of their telephone meanwhile would be contradicted.
        await import_stewards(session, await demo_book("stewards.csv"))
    if await session.scalar(select(Reward.id).limit(1)) is None:
        # Brought again, rewards would get back the stock that is reserved meanwhile.
        await import_rewards(session, await demo_book("rewards.csv"))
    for group in await demo_groups():
        if chats and group.title in chats:
            await bind_demo_group(session, group, Chat(Channel.TELEGRAM, chats[group.title]), now)


async def demo_book(name: str) -> Book:
    return await asyncio.to_thread(lambda: open_book((DEMO / name).read_bytes()))


async def bind_demo_group(
    session: AsyncSession, group: DemoGroup, chat: Chat, now: datetime
) -> None:
    """Unless the chat works for somebody already, or another works there."""
    area = (await session.scalars(select(Area).where(Area.code == group.area_code))).one()
    serving = and_(
        Group.area_id == area.id, Group.purpose == group.purpose, Group.lost_at.is_(None)
    )
    taken = await session.scalar(select(Group.id).where(or_(Group.is_in(chat), serving)).limit(1))
    if taken is None:
        session.add(
            Group(
                channel=chat.channel,
                chat_id=chat.id,
                title=group.title,
                area_id=area.id,
                purpose=group.purpose,
                bound_at=now,
            )
        )
        await session.flush()
