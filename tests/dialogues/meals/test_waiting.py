"""候补 and 停餐: a full meal, a place that becomes free, a meal that is not served after all."""

from sqlalchemy import select, update

from services.meals import capacity, menus
from services.tickets import Member
from storage.tables import Group, Meal, MealSession, Purpose
from tests.dialogues.meals.eating import CHICKEN, HAIRTAIL, books, chooses
from tests.dialogues.phones import Desk, Phone


async def tomorrows_lunch(desk: Desk) -> MealSession:
    async with desk.app.database.reading() as session:
        found = await session.scalars(
            select(MealSession)
            .where(MealSession.meal == Meal.LUNCH, MealSession.day > desk.clock().date())
            .order_by(MealSession.day)
        )
        return found.all()[0]


async def has_room_for(desk: Desk, portions: int) -> None:
    """Tomorrow's lunch."""
    lunch = await tomorrows_lunch(desk)
    async with desk.app.database.transaction() as session:
        await session.execute(
            update(MealSession).where(MealSession.id == lunch.id).values(portions=portions)
        )


async def the_canteens_manager(desk: Desk) -> Member:
    async with desk.app.database.reading() as session:
        group = await session.scalar(select(Group).where(Group.purpose == Purpose.CANTEEN))
        assert group is not None
        return Member(777, "食堂管理员甲", group.id)


async def test_who_comes_too_late_waits_and_is_told_when_a_place_is_free(
    desk: Desk, diner: Phone, other_diner: Phone
) -> None:
    await has_room_for(desk, 1)
    await books(diner)
    await other_diner.says("/meals")
    await other_diner.taps("订一餐")
    assert "明天 11月24日周二 午餐（满了，可以排队）" in other_diner.choices()
    await chooses(other_diner)
    other_diner.sees("已经订满，先给您排队")
    await other_diner.taps("就这样订")
    other_diner.sees("排上了队", "马上告诉您")
    assert "取餐码" not in other_diner.text_of(other_diner.last)
    await diner.taps("看一看、改或取消")
    await diner.taps("取消这一餐")
    await diner.taps("取消这一餐")
    other_diner.sees("排队轮到您了", "老人乙 11月24日周二 午餐", HAIRTAIL, "取餐码")


async def test_who_waits_sees_so_and_can_leave_the_list(
    desk: Desk, diner: Phone, other_diner: Phone
) -> None:
    await has_room_for(desk, 1)
    await books(diner)
    await books(other_diner)
    await other_diner.says("/meals")
    await other_diner.taps("我的订餐")
    other_diner.sees("在排队等位")
    await other_diner.says("1")
    await other_diner.taps("取消这一餐")
    await other_diner.taps("取消这一餐")
    other_diner.sees("取消了")
    await diner.taps("看一看、改或取消")
    await diner.taps("取消这一餐")
    await diner.taps("取消这一餐")
    other_diner.does_not_see("排队轮到您了")


async def test_a_booking_does_not_grow_past_those_who_wait(
    desk: Desk, diner: Phone, other_diner: Phone
) -> None:
    await has_room_for(desk, 1)
    await books(diner)
    await books(other_diner)
    await diner.taps("看一看、改或取消")
    await diner.taps("改份数")
    await diner.says("2")
    text = diner.text_of(diner.last)
    assert "订满" in text or "排队" in text
    assert "1 份" in text


async def test_a_meal_that_is_not_served_after_all_is_told_with_the_reason(
    desk: Desk, diner: Phone
) -> None:
    await books(diner)
    lunch = await tomorrows_lunch(desk)
    member = await the_canteens_manager(desk)
    async with desk.app.work.unit() as unit:
        await capacity.close(unit.session, lunch.id, "停水", member, now=desk.clock())
    await desk.sends_off()
    diner.sees("停餐通知", "居民甲 11月24日周二 午餐", "原因：停水", "不用付钱")
    await diner.says("明天午饭")
    diner.sees("这一餐停了：停水", "订哪一餐")


async def test_leftover_portions_are_offered_after_cut_off(desk: Desk, diner: Phone) -> None:
    desk.clock.move(days=1, minutes=31)
    async with desk.app.database.reading() as session:
        lunch = await session.scalar(
            select(MealSession).where(
                MealSession.meal == Meal.LUNCH, MealSession.day == desk.clock().date()
            )
        )
        assert lunch is not None
    member = await the_canteens_manager(desk)
    async with desk.app.work.unit() as unit:
        await capacity.reopen_left(unit.session, lunch.id, 2, member, now=desk.clock())
    await diner.says("/meals")
    await diner.taps("订一餐")
    await diner.taps("今天 11月24日周二 午餐（余餐）")
    await diner.taps("就这样订")
    diner.sees("订好了", "今天 11月24日周二 午餐", "取餐码")


async def test_who_waits_for_a_set_that_is_withdrawn_reads_what_else_there_is(
    desk: Desk, diner: Phone, other_diner: Phone
) -> None:
    await has_room_for(desk, 1)
    await books(diner, set_name=CHICKEN)
    await books(other_diner)
    member = await the_canteens_manager(desk)
    lunch = await tomorrows_lunch(desk)
    async with desk.app.work.unit() as unit:
        [hairtail, *_others] = await menus.sets_of(unit.session, lunch.id)
        await menus.withdraw(unit.session, hairtail.id, member, now=desk.clock())
    await desk.sends_off()
    diner.does_not_see("下架")
    other_diner.sees(
        f"您排队等的“{HAIRTAIL}”，食堂从菜单上撤下了", "这一餐还有", CHICKEN, "位置不变"
    )
    await other_diner.taps("看一看、改或取消")
    other_diner.sees("在排队等位")
