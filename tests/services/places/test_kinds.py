"""What people mean by what they say, and which place by what they call it."""

import pytest

from services import places
from storage.engine import Database
from storage.importing import import_demo
from tests.services.factories import NOW, build_neighbourhood
from tests.services.places.place_factories import HUT, a_place, a_theme_with_two_kinds, at

SAID = {
    "附近哪里可以量血压": "health-hut",
    "附近哪裡可以量血壓": "health-hut",
    "血压": "health-hut",
    "办社保": "hall-social",
    "辦社保去哪裡": "hall-social",
    "最近的药店在哪": "pharmacy",
    "哪里能吃饭": "canteen",
    "老人洗澡": "bathing",
    "修鞋": "repair",
    "豆浆油条": "breakfast-cart",
    "Where is the nearest pharmacy?": "pharmacy",
}


@pytest.mark.parametrize(("said", "meant"), SAID.items(), ids=SAID)
async def test_what_people_say_leads_to_the_kind(database: Database, said: str, meant: str) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
        [best, *_] = await places.kinds_meant(session, said)
    assert best.key == meant


@pytest.mark.parametrize("said", ["", "我家灯坏了", "哈", "?!", "血", "😀😀"])
async def test_nothing_is_guessed_from_words_about_something_else(
    database: Database, said: str
) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
        assert await places.kinds_meant(session, said) == []


async def test_every_phrase_of_a_kind_leads_to_it(database: Database) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
        for kind in await places.kinds(session):
            for phrase in (*kind.words, *kind.names.values()):
                assert kind in (await places.kinds_meant(session, phrase))[:2], phrase


async def test_kinds_come_theme_by_theme_in_their_order(database: Database) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
        themes = [theme.key for theme in await places.themes(session)]
        every = await places.kinds(session)
        assert [kind.theme for kind in every] == sorted(
            (kind.theme for kind in every), key=themes.index
        )
        assert {kind.theme for kind in await places.kinds(session, "meals")} == {"meals"}


@pytest.mark.parametrize("words", ["军门食堂", "軍門食堂", "军门 长者食堂", "军门"])
async def test_a_place_is_found_by_what_people_call_it(database: Database, words: str) -> None:
    async with database.transaction() as session:
        neighbourhood = await build_neighbourhood(session)
        kinds = await a_theme_with_two_kinds(session)
        await a_place(session, neighbourhood, kinds[HUT], name="乌塔社区长者食堂", code="other")
        meant = await a_place(session, neighbourhood, kinds[HUT], name="军门社区长者食堂")
        [best, *_] = await places.by_name(session, words)
    assert best.id == meant.id


@pytest.mark.parametrize("words", ["", "军", "%%", "三坊七巷", "_" * 500])
async def test_no_place_is_called_that(database: Database, words: str) -> None:
    async with database.transaction() as session:
        neighbourhood = await build_neighbourhood(session)
        kinds = await a_theme_with_two_kinds(session)
        await a_place(session, neighbourhood, kinds[HUT], name="军门社区长者食堂")
        assert await places.by_name(session, words) == []


async def test_of_two_of_one_name_the_nearer_comes_first(database: Database) -> None:
    async with database.transaction() as session:
        neighbourhood = await build_neighbourhood(session)
        kinds = await a_theme_with_two_kinds(session)
        far = await a_place(session, neighbourhood, kinds[HUT], name="便民药店", north_m=900)
        near = await a_place(session, neighbourhood, kinds[HUT], name="便民药店", north_m=100)
        by_name = await places.by_name(session, "便民药店", at(0, 0))
    assert [place.id for place in by_name] == [near.id, far.id]


async def test_a_place_gone_for_good_is_not_found_by_name(database: Database) -> None:
    async with database.transaction() as session:
        neighbourhood = await build_neighbourhood(session)
        kinds = await a_theme_with_two_kinds(session)
        await a_place(session, neighbourhood, kinds[HUT], name="便民药店", closed_at=NOW)
        assert await places.by_name(session, "便民药店") == []
