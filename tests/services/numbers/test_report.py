"""Reports of a neighbourhood that worked for a week, on both databases."""

from datetime import date, datetime, timedelta

from services import tickets
from services.numbers import report
from services.numbers.books import HEATED, By
from services.numbers.counting import What
from services.numbers.courses import Step
from services.numbers.periods import Period, last_week
from services.numbers.rates import Rule, rule_on
from services.numbers.report import Report
from services.tickets import rating
from storage.importing import Changes, import_rate_rules, open_book
from storage.tables import Area, Satisfaction
from tests.services.conftest import Desk
from tests.services.factories import NOW, RESIDENT, member

WEEK = last_week(date(2026, 3, 9))
"""2 to 8 March; NOW is its Monday, nine o'clock."""


async def of(desk: Desk, area: Area, period: Period = WEEK, *, detailed: bool = True) -> Report:
    async with desk.database.reading() as session:
        here = await session.get_one(Area, area.id)
        return await report.of_period(session, here, period, detailed=detailed)


async def take(desk: Desk, ticket_id: int, now: datetime) -> None:
    staff = member(desk.groups.staff)
    await desk.do(lambda session: tickets.take(session, ticket_id, staff, now=now))


async def resolve(desk: Desk, ticket_id: int, now: datetime) -> None:
    staff = member(desk.groups.staff)
    await desk.do(
        lambda session: tickets.resolve(
            session, ticket_id, staff, "修好了", follow_up_after=timedelta(days=1), now=now
        )
    )


async def rate(desk: Desk, ticket_id: int, said: Satisfaction, now: datetime) -> None:
    asked = await desk.follow_up(ticket_id)
    await desk.do(
        lambda session: rating.answer(
            session, asked.id, RESIDENT, solved=True, satisfaction=said, now=now
        )
    )


async def a_week(desk: Desk) -> None:
    """One is solved after five working hours and rated, one taken, one waits."""
    done, taken, _waits = [(await desk.file()).id for _ in range(3)]
    await take(desk, done, NOW + timedelta(hours=1))
    await resolve(desk, done, NOW + timedelta(hours=7.5))
    await rate(desk, done, Satisfaction.FAIR, NOW + timedelta(days=1))
    # Tuesday, eleven o'clock: a day and two hours of work after it was filed.
    await take(desk, taken, NOW + timedelta(days=1, hours=2))


async def test_a_week_of_a_community(desk: Desk) -> None:
    await a_week(desk)
    found = await of(desk, desk.place.community)
    total = found.total
    assert total.counts == {What.FILED: 3, What.TAKEN: 2, What.RESOLVED: 1, What.ASKED: 1}
    assert total.open == 2
    assert total.to_solve is not None
    assert total.to_solve.median == timedelta(hours=5)
    assert total.to_take is not None
    assert total.to_take.ninetieth == timedelta(hours=9)
    assert (total.rates.valid, total.rates.fair) == (1, 1)
    assert found.before.counts == {}
    assert found.before.open == 0


async def test_the_week_after_compares_with_it(desk: Desk) -> None:
    await a_week(desk)
    found = await of(desk, desk.place.community, Period(date(2026, 3, 9), date(2026, 3, 15)))
    assert found.total.counts == {}
    assert found.total.open == 2
    assert found.before == (await of(desk, desk.place.community)).total


async def test_each_view_adds_up_to_the_whole(desk: Desk) -> None:
    await a_week(desk)
    await desk.file(category_id=desk.place.lamp.id, area_id=desk.place.next_compound.id)
    found = await of(desk, desk.place.community)
    for by in (By.CATEGORY, *HEATED, By.GROUP, By.HANDLER):
        rows = found.views[by]
        assert sum(row.figures[What.FILED] for row in rows) == 4
        assert sum(row.figures.open for row in rows) == 3
    for course in found.courses.values():
        assert sum(stretch.figures[What.FILED] for stretch in course) == 4
        assert course[-1].figures.open == 3
    for by in HEATED:
        assert sum(count for (of, *_spot), count in found.heat.items() if of is by) == 4
    assert [row.name for row in found.views[By.COMPOUND]] == ["军门新村", "隔壁小区"]
    # The last one is of no building.
    assert [row.name for row in found.views[By.BUILDING]] == ["军门新村 3号楼", None]


async def test_who_did_what(desk: Desk) -> None:
    await a_week(desk)
    row, nobody = (await of(desk, desk.place.community)).views[By.HANDLER]
    assert (row.figures[What.FILED], row.figures[What.RESOLVED]) == (2, 1)
    assert not row.figures.rates.may_show
    assert (nobody.key, nobody.figures[What.FILED], nobody.figures.open) == (None, 1, 1)


async def test_a_street_compares_its_communities_and_names_nobody(desk: Desk) -> None:
    await a_week(desk)
    found = await of(desk, desk.place.street)
    named = [(row.name, row.figures[What.FILED]) for row in found.views[By.COMMUNITY]]
    assert named == [("军门社区", 3), ("邻社区", 0)]
    assert By.HANDLER not in found.views
    assert found.details == []


async def test_a_district_compares_its_streets(desk: Desk) -> None:
    await a_week(desk)
    found = await of(desk, desk.place.district)
    assert [(row.name, row.figures.open) for row in found.views[By.STREET]] == [("东街街道", 2)]


async def test_a_grid_has_its_own_alone(desk: Desk) -> None:
    await a_week(desk)
    await desk.file(area_id=desk.place.next_community.id)
    assert (await of(desk, desk.place.grid)).total[What.FILED] == 3
    assert (await of(desk, desk.place.next_community)).total[What.FILED] == 1


async def test_details_tell_of_each_request_without_ratings(desk: Desk) -> None:
    await a_week(desk)
    details = (await of(desk, desk.place.community)).details
    assert [each.is_open for each in details] == [False, True, True]
    done = details[0]
    assert (done.to_take, done.to_solve) == (timedelta(hours=1), timedelta(hours=5))
    assert done.grid == "第一网格"
    assert not any("rat" in name or "satisf" in name for name in type(done).__slots__)


async def test_nothing_happened(desk: Desk) -> None:
    found = await of(desk, desk.place.community)
    assert found.is_empty
    assert len(found.courses[Step.DAY]) == 7
    assert found.total.to_take is None


async def test_the_rule_of_the_periods_last_day_holds(desk: Desk) -> None:
    headings = "开始日期,响应权重,解决权重,满意权重,基本满意折算,没答满意度也算,重办只算最后一次"
    sheet = f"{headings}\n2026-01-01,10,50,40,90,否,否\n2026-03-05,0,60,40,80,是,是\n"
    async with desk.database.transaction() as session:
        book = open_book(sheet.encode())
        assert await import_rate_rules(session, book) == Changes(added=2)
        assert await rule_on(session, date(2026, 3, 4)) == Rule()
        assert await rule_on(session, date(2026, 3, 5)) == Rule(0, 60, 40, 80, True, True)
        assert await rule_on(session, date(2025, 1, 1)) == Rule()
