"""Today's lunch in the demo canteen, booked without a conversation.

It is nine in the morning; the lunch is cut off at 9:30 and served from 11:00 to 12:30.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from services import areas
from services.calendar import ZONE
from services.meals import booking, menus
from services.meals.booking import NewBooking
from services.tickets import Member
from storage.tables import (
    BookingState,
    Canteen,
    Diner,
    DinerStatus,
    Group,
    Meal,
    MealBooking,
    MealProxy,
    MealSession,
    Mode,
    ProxyState,
    Purpose,
    Relation,
    Status,
)
from tests.dialogues.phones import Desk, Phone

UNTIL_CUT_OFF = {"minutes": 31}
UNTIL_LUNCH = {"minutes": 120}
UNTIL_COUNTED = {"hours": 3, "minutes": 35}
"""From the cut-off on."""
STAFF_ID = 900


async def eats(
    desk: Desk,
    name: str,
    mode: Mode = Mode.DINE_IN,
    *,
    portions: int = 1,
    person: Phone | None = None,
    booked_by: Phone | None = None,
    **differently: Any,
) -> str:
    """Has today's lunch booked, by staff unless it is said who; the pick-up code."""
    async with desk.app.work.unit() as unit:
        session = unit.session
        diner = await lives_here(session, unit.now, name, person, **differently)
        if booked_by is not None:
            session.add(await a_child(diner, booked_by, unit.now))
            await session.flush()
        meal_set = await lunch_set(session, unit.now)
        new = NewBooking(set_id=meal_set.id, diner_id=diner.id, portions=portions, mode=mode)
        if booked_by is not None:
            made = await booking.book(session, new, by=await booked_by.person_id(), now=unit.now)
        else:
            member = await a_member(session)
            made = await booking.book_for(session, new, member, None, now=unit.now)
        code = made.code
    await desk.sends_off()
    return code


async def lives_here(
    session: Any, now: datetime, name: str, person: Phone | None = None, **differently: Any
) -> Diner:
    """Alone, in building 3, verified."""
    home = await areas.by_code(session, "junmen-xincun-3")
    assert home is not None
    told: dict[str, Any] = {
        "person_id": await person.person_id() if person else None,
        "name": name,
        "born_on": date(1940, 5, 1),
        "area_id": home.id,
        "door": "2单元301",
        "phone": "059100000000",
        "verified_at": now,
        "verified_by": STAFF_ID,
        "created_by": STAFF_ID,
        "created_at": now,
    }
    diner = Diner(**(told | differently))
    session.add(diner)
    await session.flush()
    session.add(
        DinerStatus(
            diner_id=diner.id,
            status=Status.LIVES_ALONE,
            from_day=date(2026, 1, 1),
            verified_by=STAFF_ID,
            verified_at=now,
        )
    )
    await session.flush()
    return diner


async def a_child(diner: Diner, person: Phone, now: datetime) -> MealProxy:
    return MealProxy(
        diner_id=diner.id,
        person_id=await person.person_id(),
        relation=Relation.CHILD,
        state=ProxyState.CONFIRMED,
        asked_at=now,
        answered_at=now,
    )


async def lunch_set(session: Any, now: datetime) -> Any:
    """The first set of today's lunch."""
    canteen = (await session.scalars(select(Canteen).order_by(Canteen.id).limit(1))).one()
    for on_menu in await menus.menu_of(session, canteen.id, now.astimezone(ZONE).date()):
        if on_menu.meal_session.meal is Meal.LUNCH:
            return on_menu.sets[0]
    raise AssertionError("there is no lunch today")


async def a_member(session: Any) -> Member:
    group = await session.scalar(select(Group).where(Group.purpose == Purpose.CANTEEN))
    return Member(STAFF_ID, "食堂管理员", group.id)


async def ate_for_days(
    desk: Desk, name: str, days: int, state: BookingState = BookingState.SERVED
) -> None:
    """Somebody's lunches of earlier days this month, all fetched unless it is said otherwise."""
    async with desk.app.database.transaction() as session:
        diner = (await session.scalars(select(Diner).where(Diner.name == name))).one()
        sold = await lunch_set(session, desk.clock())
        today = await session.get_one(MealSession, sold.session_id)
        for back in range(1, days + 1):
            past = MealSession(
                canteen_id=today.canteen_id,
                day=today.day - timedelta(days=7 + back),
                meal=Meal.LUNCH,
                starts_at=today.starts_at - timedelta(days=7 + back),
                ends_at=today.ends_at - timedelta(days=7 + back),
                cut_off_at=today.cut_off_at - timedelta(days=7 + back),
                portions=10,
                deliveries=0,
                portions_each=3,
                sheet_sent_at=today.cut_off_at - timedelta(days=7 + back),
                settled_at=today.ends_at - timedelta(days=7 + back),
                taken=1,
            )
            session.add(past)
            await session.flush()
            session.add(
                MealBooking(
                    session_id=past.id,
                    diner_id=diner.id,
                    set_id=sold.id,
                    portions=1,
                    mode=Mode.DINE_IN,
                    state=state,
                    code="0001",
                    booked_at=past.cut_off_at,
                    price_fen=sold.price_fen,
                    subsidy_fen=0,
                    delivery_fen=0,
                    paid_fen=sold.price_fen,
                    ended_at=past.ends_at,
                )
            )


async def private(phone: Phone) -> Phone:
    """The same person's private chat with the bot, begun."""
    own = phone.in_private()
    await own.starts()
    return own


async def state_of(desk: Desk, code: str) -> BookingState:
    async with desk.app.database.reading() as session:
        found = await session.scalars(
            select(MealBooking)
            .where(MealBooking.code == code)
            .order_by(MealBooking.id.desc())
            .limit(1)
        )
        return found.one().state
