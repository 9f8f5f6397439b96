"""Suggesting categories: what was learnt, what is offered, in what order."""

import pytest
from sqlalchemy import select, update

from bench.filing import first_messages
from bench.suggest import demo_examples, held_out
from services.tickets.suggest import CONSIDERED, Suggester
from storage.engine import Database
from storage.importing import import_demo
from storage.tables import Category
from tests.services.factories import NOW, a_ticket, build_neighbourhood

LAMP, WATER, LIFT = 1, 2, 3
EXAMPLES = [
    (LAMP, "路灯"),
    (LAMP, "楼下路灯不亮了"),
    (WATER, "停水"),
    (WATER, "家里没有水了"),
    (LIFT, "电梯"),
    (LIFT, "电梯坏了不动"),
]


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester(EXAMPLES)


def test_the_likeliest_comes_first(suggester: Suggester) -> None:
    assert suggester.best("门口的路灯又不亮了")[0] == LAMP


def test_no_more_than_asked_for(suggester: Suggester) -> None:
    assert len(suggester.best("电梯不亮没有水了", 2)) == 2


@pytest.mark.parametrize("text", ["", "😀😀", "。。。", "\n\t", "xyz"])
def test_nothing_known_suggests_nothing(suggester: Suggester, text: str) -> None:
    assert suggester.best(text) == []


def test_a_keyword_outvotes_the_characters_around_it() -> None:
    suggester = Suggester([(WATER, "水边的梯子，没有电"), (LIFT, "电梯")])
    assert suggester.best("水和电梯")[0] == LIFT


def test_punctuation_and_case_do_not_matter() -> None:
    suggester = Suggester([(LAMP, "Street light"), (WATER, "no water")])
    assert suggester.best("STREET-LIGHT!!")[0] == LAMP


def test_only_the_beginning_of_a_long_text_is_looked_at(suggester: Suggester) -> None:
    assert suggester.best("路灯" + "啊" * CONSIDERED + "电梯" * 1000) == suggester.best("路灯")


def test_without_examples_nothing_is_suggested() -> None:
    assert Suggester([]).best("路灯") == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("楼下路灯不亮了", "streetlight"),
        ("樓下路燈不亮了", "streetlight"),
        ("the street light in our lane is broken", "streetlight"),
        ("今天早上开始家里就没水", "water"),
        ("隔壁那家遛狗从来不牵绳", "pets"),
    ],
)
async def test_the_demo_community_is_understood(database: Database, text: str, key: str) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
    async with database.reading() as session:
        suggester = await Suggester.train(session)
        ids = {category.id: category.key for category in await session.scalars(select(Category))}
    assert key in [ids[category_id] for category_id in suggester.best(text)]


async def test_what_people_filed_is_learnt(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        await a_ticket(session, place, category_id=place.lamp.id, text="门口那个灯箱黑了")
        suggester = await Suggester.train(session)
    assert suggester.best("灯箱又黑了")[0] == place.lamp.id


async def test_categories_out_of_use_are_not_suggested(database: Database) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
        await session.execute(
            update(Category).where(Category.key == "streetlight").values(active=False)
        )
        lamp = await session.scalar(select(Category.id).where(Category.key == "streetlight"))
        suggester = await Suggester.train(session)
    assert lamp not in suggester.best("楼下路灯不亮了", 18)


def test_words_never_seen_before_are_mostly_understood() -> None:
    suggested, right, _ = held_out(*demo_examples())
    among_three = [key in best for best, key in zip(suggested, right, strict=True)]
    assert sum(among_three) / len(among_three) > 0.8


def test_a_keyword_makes_it_clear(suggester: Suggester) -> None:
    assert suggester.clear("门口的路灯又那样了") == LAMP


def test_two_keywords_leave_it_open(suggester: Suggester) -> None:
    assert suggester.clear("电梯停水") is None


@pytest.mark.parametrize("text", ["", "😀", "hello"])
def test_nothing_known_leaves_it_open(suggester: Suggester, text: str) -> None:
    assert suggester.clear(text) is None


async def test_first_messages_are_taken_right_where_it_is_clear(database: Database) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW, chats={})
        suggester = await Suggester.train(session)
        keys = {each.id: each.key for each in await session.scalars(select(Category))}
    clear = [(each, suggester.clear(each.words)) for each in first_messages()]
    right = [keys[guess] == each.category for each, guess in clear if guess is not None]
    assert len(right) >= 54
    assert sum(right) / len(right) >= 0.95
