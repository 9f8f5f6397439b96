"""A task in one sentence: what is read, what is guessed, what has to be asked."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.calendar import ZONE
from services.rhythms import Rhythm
from services.volunteering import written_tasks
from services.volunteering.written_tasks import Written
from services.written.errors import NoSuchDay, SeveralDays, TimesPast
from storage.engine import Database
from storage.importing import COMMUNITY_CODE, import_areas, open_book
from storage.importing.demo import DEMO
from storage.tables import HelpKind, PlaceTheme, VolunteerPost

AREAS = (DEMO / "areas.csv").read_bytes()
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, nine in the morning in Fuzhou."""


@pytest.fixture
async def demo(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        await import_areas(session, open_book(AREAS))
        names = {"elders": "助老守望", "environment": "环境美化"}
        session.add_all(
            VolunteerPost(key=key, position=at, names=dict.fromkeys(("zh", "en"), name))
            for at, (key, name) in enumerate(names.items())
        )
        session.add(PlaceTheme(key="medical", position=1, names={"zh": "助医"}))
        await session.flush()
        kind = {"theme": "medical", "position": 1, "post": "elders"}
        session.add(HelpKind(key="see-doctor", names={"zh": "陪诊"}, **kind))
    async with database.reading() as session:
        yield session


async def read(session: AsyncSession, words: str) -> Written:
    home = await areas.by_code(session, COMMUNITY_CODE)
    return await written_tasks.read(session, words, home, now=NOW, zone=ZONE)


def hours(written: Written) -> str:
    if written.span is None:
        return ""
    starts, ends = (at.astimezone(ZONE) for at in (written.span.starts_at, written.span.ends_at))
    return f"{starts:%m-%d %H:%M}-{ends:%H:%M}"


async def test_time_place_and_number_are_read_and_the_rest_is_the_title(
    demo: AsyncSession,
) -> None:
    said = {
        "明天9点到11点 军门社区 陪诊 2人": ("陪诊", "军门社区", "11-24 09:00-11:00", 2),
        "军门社区陪诊两个人，周六下午2点到4点": ("陪诊", "军门社区", "11-28 14:00-16:00", 2),
        "在军门新村凉亭扫地，需要10名志愿者，28号8:00-9:00": (
            "扫地",
            "军门社区 · 军门新村 凉亭",
            "11-28 08:00-09:00",
            10,
        ),
        "后天下午2点 2小时 省立医院 陪诊 1人": ("陪诊", "省立医院", "11-25 14:00-16:00", 1),
        "明天9点到11点，3号楼扫楼道，5人": ("3号楼扫楼道", "军门社区", "11-24 09:00-11:00", 5),
        "陪诊": ("陪诊", "军门社区", "", None),
    }
    read_ = {words: await read(demo, words) for words in said}
    assert said == {
        words: (each.title, each.place, hours(each), each.places) for words, each in read_.items()
    }


async def test_what_the_words_left_open_is_said_to_be_a_guess(demo: AsyncSession) -> None:
    guessed: dict[str, set[str]] = {
        "明天9点到11点 军门社区 助老守望 2人": set(),
        "明天9点到11点 军门社区 陪诊 2人": {"post"},
        "明天9点 陪诊 2人": {"post", "place", "times"},
        "明天9点到11点 军门社区 林奶奶 13800000000 陪诊": {"post"},
        "明天9点到11点 军门社区 陪林奶奶看病 2人": {"post", "title"},
    }
    assert guessed == {words: (await read(demo, words)).guessed for words in guessed}


async def test_each_part_stands_where_it_belongs(demo: AsyncSession) -> None:
    parts: dict[str, dict[str, Any]] = {
        "明天上午 陪诊": {"day": date(2026, 11, 24), "title": "陪诊"},
        "每周三 15:00-16:00 巡楼": {"rhythm": Rhythm.WEEKLY, "title": "巡楼"},
        "看望一个人住的老人，3位老人，2人": {"places": 2},
        "2人或者3人": {"places": None},
        "包饺子，一起和面，自带围裙": {"details": "一起和面，自带围裙"},
        "陪诊 3号楼 502 电话13800000000": {"private": "502，电话13800000000"},
        "军门新村3号楼502 陪诊": {"place": "军门社区 · 军门新村", "private": "3号楼，502"},
        "挖地": {"post": None},
    }
    for words, differently in parts.items():
        written = await read(demo, words)
        assert differently == {part: getattr(written, part) for part in differently}, words


async def test_a_time_that_cannot_be_is_told_and_the_rest_is_read(demo: AsyncSession) -> None:
    refused = {
        "今天8点到9点 捡垃圾": TimesPast,
        "2月30日9点到10点 捡垃圾": NoSuchDay,
        "周一到周五9点到10点 捡垃圾": SeveralDays,
    }
    for words, refusal in refused.items():
        written = await read(demo, words)
        assert (type(written.refusal), written.title) == (refusal, "捡垃圾")


@given(
    st.text("明后天周三九9点到:-1一2个人位在去军门社区新村号楼室，。 \n陪诊每个月日", max_size=60)
)
def test_times_and_numbers_of_whatever_is_written_are_read_or_left(words: str) -> None:
    written, rest = written_tasks._times(words, NOW, ZONE)
    written_tasks._what(written_tasks._count(written, rest)[0], rest)
