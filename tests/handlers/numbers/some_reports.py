"""Reports of communities that are made up, of any size, without a database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from services.figures import Measure, Value
from services.numbers.books import AREAS, Books, By, views_of
from services.numbers.counting import facts
from services.numbers.naming import Names
from services.numbers.periods import Period
from services.numbers.rates import Asking, Rule
from services.numbers.report import Report, closed
from services.numbers.stories import Line, Story
from storage.tables import Area, EventKind, Level, Satisfaction

KINDS = ("路灯不亮", "停水", "道路坑洼", "电动车堵消防通道", "高空抛物", "环境脏乱", "业主纠纷")
STAFF = {51: "社工甲", 52: "社工乙", 53: "网格员丙"}
HERE, GROUP = 2, 9
OTHERS: dict[Measure, Value] = {
    Measure.CARE_ALERTS: 3,
    Measure.CARE_WAIT: timedelta(minutes=18),
    Measure.CARE_UNHEEDED: 0,
    Measure.MEALS_SERVED: 412,
    Measure.MEALS_MISSED: 7,
    Measure.SERVICES: 31,
    Measure.SERVICE_TIME: timedelta(hours=58, minutes=30),
    Measure.DOORS_LISTED: 120,
    Measure.DOORS_VISITED: 84,
    Measure.PLACES: 62,
    Measure.PLACES_OLD: 4,
}


def made(
    period: Period,
    requests: int,
    places: Sequence[str],
    *,
    name: str = "军门社区",
    level: Level = Level.COMMUNITY,
    below: Level | None = None,
    detailed: bool = False,
    seed: int = 7,
) -> Report:
    """So many requests in the period and a few less in the one before.

    `places` are the grids of a community, or what a level above compares; or of the level `below`.
    """
    area = Area(id=1, level=level, code="1", name=name, path="/1/")
    tree = {1: area} | {
        at: Area(id=at, level=below or _below(level), code=str(at), name=each, path=f"/1/{at}/")
        for at, each in enumerate(places, start=100)
    }
    books = Books(period, period.before, views_of(area), tree, Rule(), detailed)
    random = Random(seed)  # noqa: S311 - a play, the same each time
    for number in range(requests + requests * 4 // 5):
        within = period if number < requests else period.before
        story = _story(random, number + 1, within, sorted(tree.keys() - {1}) or [1])
        books.enter(story, list(facts(story, lambda start, end, _community: end - start)))
    by_id = {at: each.name for at, each in tree.items()}
    names = Names(
        dict.fromkeys(AREAS, by_id)
        | {
            By.CATEGORY: dict(enumerate(KINDS)),
            By.GROUP: {GROUP: "军门社区工作群"},
            By.HANDLER: STAFF,
        }
    )
    return closed(books, area, names, OTHERS, OTHERS)


def _below(level: Level) -> Level:
    return {Level.DISTRICT: Level.STREET, Level.STREET: Level.COMMUNITY}.get(level, Level.GRID)


def _story(random: Random, number: int, period: Period, areas: Sequence[int]) -> Story:
    filed = period.start + (period.end - period.start) * random.random() * 0.95
    place = areas[min(int(random.expovariate(3 / len(areas))), len(areas) - 1)]
    story = Story(
        id=number,
        number=f"261116-{number}",
        category_id=min(int(random.expovariate(0.5)), len(KINDS) - 1),
        community_id=1,
        compound_id=None,
        area_id=place,
        place="军门新村 3号楼 =1+1",
        group_id=GROUP,
        taker_name=None,
        filed_at=filed,
        respond_by=filed + timedelta(hours=8),
    )
    _live(random, story, period.end)
    return story


def _live(random: Random, story: Story, end: datetime) -> None:
    def say(kind: EventKind, at: datetime, actor: int | None = None) -> datetime:
        if at < end:
            story.lines.append(Line(story.id, at, kind, actor, {}))
        return at

    who = random.choice(sorted(STAFF))
    if random.random() < 0.1:
        say(EventKind.OVERDUE, story.filed_at + timedelta(hours=8))
    at = say(EventKind.TAKEN, story.filed_at + timedelta(hours=random.expovariate(0.5)), who)
    if random.random() < 0.05:
        say(EventKind.DECLINED, at + timedelta(hours=1), who)
        return
    if random.random() < 0.15:
        return
    at = say(EventKind.RESOLVED, at + timedelta(hours=random.expovariate(0.1)), who)
    if at < end and random.random() < 0.6:
        solved = random.random() < 0.9
        content = random.choice([*[Satisfaction.SATISFIED] * 4, *Satisfaction])
        said = (None, solved, content if solved else None)
        story.askings.append(Asking(story.id, 0, *said, at + timedelta(minutes=1)))
