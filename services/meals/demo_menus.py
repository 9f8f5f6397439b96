"""The demo canteen's menus: the same every week, put in for this week and the next."""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.meals import canteens, menus, sessions
from storage.importing.demo import demo_book
from storage.importing.menus import SetRow, read_week
from storage.tables import Canteen, Meal, MealSet

CANTEEN_CODE = "junmen-canteen"
DAYS = 14


async def load(session: AsyncSession, *, now: datetime, zone: ZoneInfo = ZONE) -> None:
    """Fill the week of `now` and the next; days that have a menu keep theirs.

    Unlike staff, the demo may fill in what is past its cut-off: today's menu is to be seen too.
    """
    week: dict[tuple[int, Meal], list[SetRow]] = defaultdict(list)
    for weekday, each in read_week(await demo_book("menus.csv")):
        week[weekday, each.meal].append(each)
    canteen = (await session.scalars(select(Canteen).where(Canteen.code == CANTEEN_CODE))).one()
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    last = monday + timedelta(days=DAYS - 1)
    there = {
        (each.meal_session.day, each.meal_session.meal)
        for each in await menus.between(session, canteen.id, monday, last)
    }
    for day in (monday + timedelta(days=step) for step in range(DAYS)):
        for meal in canteens.MEALS:
            if (day, meal) in there or not week[day.isoweekday(), meal]:
                continue
            if await canteens.serves(session, canteen.id, meal, day) is None:
                continue
            opened = await sessions.open_session(session, canteen.id, meal, day, zone=zone)
            session.add_all(
                MealSet(
                    session_id=opened.id,
                    position=position,
                    name=each.name,
                    dishes=list(each.dishes),
                    price_fen=each.price_fen,
                    tags=list(each.tags),
                )
                for position, each in enumerate(week[day.isoweekday(), meal], start=1)
            )
    await session.flush()
