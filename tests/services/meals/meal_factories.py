"""A canteen to eat at: its rules, its group, a lunch that can be booked, and diners."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.groups import binding as groups
from services.meals import booking, sessions
from services.tickets import Member
from storage.tables import (
    Canteen,
    DeliveryTerms,
    Diner,
    DinerStatus,
    Group,
    Meal,
    MealBooking,
    MealProxy,
    MealRule,
    MealSession,
    MealSet,
    Mode,
    ProxyState,
    Purpose,
    Relation,
    Status,
    Subsidy,
)
from tests.chats import telegram
from tests.services.factories import NOW, Neighbourhood

TODAY = date(2026, 3, 2)
"""Of `factories.NOW`, a Monday."""
TOMORROW = date(2026, 3, 3)
CUT_OFF = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""Of tomorrow's lunch: today at 16:00."""
LUNCH = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
"""Tomorrow at 11:00."""
OVER = LUNCH + timedelta(hours=2)
CANTEEN_CHAT = -1004


@dataclass(frozen=True)
class Kitchen:
    """A canteen with tomorrow's lunch on its menu: two sets, of 10 and 13 yuan."""

    canteen: Canteen
    group: Group
    rule: MealRule
    lunch: MealSession
    usual: MealSet
    better: MealSet
    senior: Subsidy
    """2 yuan from 60 years on."""
    oldest: Subsidy
    """5 yuan from 80 years on, at most 12 a month."""
    carried: DeliveryTerms
    """1 yuan for those of 80 and more, nothing for those who live alone."""

    def member(self, person_id: int = 201) -> Member:
        return Member(person_id=person_id, name=f"厨工{person_id}", group_id=self.group.id)


async def build_kitchen(
    session: AsyncSession, place: Neighbourhood, *, portions: int = 30, deliveries: int = 5
) -> Kitchen:
    canteen = Canteen(
        code="junmen",
        area_id=place.community.id,
        name="军门长者食堂",
        address="军门社区1号",
        phone="0591-0000000",
        no_show_mercy=2,
    )
    session.add(canteen)
    await session.flush()
    rule = a_rule(canteen, portions=portions, deliveries=deliveries)
    senior = a_subsidy(canteen, "60", min_age=60, fen=200)
    oldest = a_subsidy(canteen, "80", min_age=80, fen=500, month_cap_fen=1200)
    carried = some_terms(canteen, "80", min_age=80, fee_fen=100)
    alone = some_terms(canteen, "alone", status=Status.LIVES_ALONE, fee_fen=0)
    session.add_all([rule, senior, oldest, carried, alone])
    group = await groups.bind(
        session,
        chat=telegram(CANTEEN_CHAT),
        title="食堂群",
        area_id=place.community.id,
        purpose=Purpose.CANTEEN,
        by=1,
        now=NOW,
    )
    lunch, [usual, better] = await a_lunch(session, canteen, TOMORROW)
    return Kitchen(canteen, group, rule, lunch, usual, better, senior, oldest, carried)


async def a_lunch(
    session: AsyncSession, canteen: Canteen, day: date
) -> tuple[MealSession, list[MealSet]]:
    """The lunch of `day`, with two sets."""
    await session.flush()
    lunch = await sessions.open_session(session, canteen.id, Meal.LUNCH, day, zone=ZONE)
    sets = [
        MealSet(
            session_id=lunch.id, position=number, name=name, dishes=["米饭"], price_fen=fen, tags=[]
        )
        for number, (name, fen) in enumerate([("家常套餐", 1000), ("加菜套餐", 1300)])
    ]
    session.add_all(sets)
    await session.flush()
    return lunch, sets


def a_rule(canteen: Canteen, **differently: Any) -> MealRule:
    """Lunch on weekdays from 11:00 to 13:00, booked by 16:00 the day before."""
    told: dict[str, Any] = {
        "canteen_id": canteen.id,
        "meal": Meal.LUNCH,
        "from_day": date(2026, 1, 1),
        "weekdays": "12345",
        "on_holidays": False,
        "starts": time(11),
        "ends": time(13),
        "cut_off_days": 1,
        "cut_off": time(16),
        "portions": 30,
        "deliveries": 5,
        "portions_each": 4,
    }
    return MealRule(**(told | differently))


def a_subsidy(canteen: Canteen, key: str, **differently: Any) -> Subsidy:
    told: dict[str, Any] = {
        "canteen_id": canteen.id,
        "key": key,
        "name": f"{key} 周岁以上",
        "source": "区民政局",
        "from_day": date(2026, 1, 1),
    }
    return Subsidy(**(told | differently))


def some_terms(canteen: Canteen, key: str, **differently: Any) -> DeliveryTerms:
    told: dict[str, Any] = {
        "canteen_id": canteen.id,
        "key": key,
        "name": key,
        "from_day": date(2026, 1, 1),
    }
    return DeliveryTerms(**(told | differently))


async def a_diner(
    session: AsyncSession,
    place: Neighbourhood,
    person_id: int | None,
    *statuses: Status,
    **differently: Any,
) -> Diner:
    """Verified, 75 years old, living in the building; with these statuses since January."""
    told: dict[str, Any] = {
        "person_id": person_id,
        "name": f"居民{person_id}",
        "born_on": date(1951, 1, 1),
        "area_id": place.building.id,
        "door": "2单元301",
        "verified_at": NOW,
        "verified_by": 201,
        "created_by": person_id,
        "created_at": NOW,
    }
    diner = Diner(**(told | differently))
    session.add(diner)
    await session.flush()
    session.add_all(
        DinerStatus(
            diner_id=diner.id,
            status=status,
            from_day=date(2026, 1, 1),
            verified_by=201,
            verified_at=NOW,
        )
        for status in statuses
    )
    await session.flush()
    return diner


async def a_proxy(session: AsyncSession, diner: Diner, person_id: int) -> MealProxy:
    """A child who may book for `diner`."""
    proxy = MealProxy(
        diner_id=diner.id,
        person_id=person_id,
        relation=Relation.CHILD,
        state=ProxyState.CONFIRMED,
        asked_at=NOW,
        answered_at=NOW,
    )
    session.add(proxy)
    await session.flush()
    return proxy


async def a_booking(
    session: AsyncSession,
    meal_set: MealSet,
    diner: Diner,
    *,
    portions: int = 1,
    mode: Mode = Mode.FETCH,
    by: int | None = None,
    now: datetime = NOW,
) -> MealBooking:
    """By `diner` themselves unless it is said who books."""
    booker = diner.person_id if by is None else by
    assert booker is not None
    new = booking.NewBooking(set_id=meal_set.id, diner_id=diner.id, portions=portions, mode=mode)
    return await booking.book(session, new, by=booker, now=now)
