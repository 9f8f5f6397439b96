"""Picture, text and Excel say the same of a survey, and nothing that the results do not."""

from datetime import UTC, datetime
from io import BytesIO
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from PIL import Image
from PIL.ImageDraw import ImageDraw as Pen

from handlers.common.i18n import speaking
from handlers.common.pictures.fonts import Letters
from handlers.surveys.results import picture, sheet, shown, text
from services.surveys.groups import GroupedBy
from services.surveys.publishing import Published
from services.surveys.questions import Answers, Choice, Definition, Kind, Question, Scale
from services.surveys.results import Response
from services.surveys.tabulating import tabulate
from storage.tables import Area, Level, Survey, SurveyState
from tests.services.surveys.attack import lot

ZONE = ZoneInfo("Asia/Shanghai")
WANTED = [Choice(f"c{at}", f"第{at}样想要的东西") for at in range(20)]
DEFINITION = Definition(
    title="今年社区的工作您满意吗？请您说说看，也请您提提意见",
    questions=(
        Question(
            name="content",
            kind=Kind.ONE,
            label="总的来说，您对社区今年为大家办的事情满意不满意？" * 3,
            choices=(
                Choice("very", "很满意"),
                Choice("fair", "基本满意"),
                Choice("no", "不满意，问题一直没有解决，打了好几次电话也没有人来"),
            ),
            other=True,
        ),
        Question(name="stars", kind=Kind.SCALE, label="打几颗星？", scale=Scale(1, 5, stars=True)),
        Question(
            name="friends",
            kind=Kind.SCALE,
            label="会推荐给<b>邻居</b>吗？",
            scale=Scale(0, 10),
            required=False,
        ),
        Question(
            name="wanted",
            kind=Kind.SEVERAL,
            label="要什么？",
            choices=tuple(WANTED),
            required=False,
        ),
        Question(name="elders", kind=Kind.YES_NO, label="家里有老人吗？"),
        Question(name="people", kind=Kind.NUMBER, label="家里几口人？", whole=True),
        Question(name="words", kind=Kind.WORDS, label="还想说什么？", required=False),
    ),
)


def answered(by: Random) -> Answers:
    return {
        "content": by.choices(["very", "fair", "no", "other"], [60, 30, 1, 9])[0],
        "stars": by.choices(range(1, 6), [1, 1, 8, 30, 60])[0],
        "friends": by.choice([None, 10, 9, 8, 10, 7, 3]),
        "wanted": [each.name for each in by.sample(WANTED, 3)] if by.random() < 0.8 else None,
        "elders": by.random() < 0.7,
        "people": by.choice([1, 2, 2, 3, 3, 3, 4, 5]),
        "words": "好" if by.random() < 0.3 else None,
    }


def published(people: int, seed: int = 1) -> Published:
    by = lot(seed)
    responses = [Response(answered(by), group=by.choice([1, 2])) for _each in range(people)]
    asked: dict[int | None, int] = dict.fromkeys((1, 2), 3 * people // 2)
    found = tabulate(DEFINITION, responses, asked=asked, groups=[1, 2], lot=lot(seed))
    survey = Survey(
        grouped_by=GroupedBy.GRID,
        anonymous=True,
        state=SurveyState.ENDED,
        ended_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    grids = {at: Area(id=at, name=f"第{at}网格", level=Level.GRID) for at in (1, 2)}
    return Published(survey, DEFINITION, found, grids)


@pytest.fixture(params=[4, 6, 30, 200, 3000])
def found(request: pytest.FixtureRequest) -> Published:
    return published(request.param)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is written into pictures from now on, in order."""
    words: list[str] = []
    write = Letters.write

    def noted(
        letters: Letters, pen: Pen, place: object, said: str, *rest: object, **how: object
    ) -> None:
        words.append(said)
        write(letters, pen, place, said, *rest, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Letters, "write", noted)
    return words


def in_excel(found: Published) -> list[tuple[Any, ...]]:
    book = load_workbook(BytesIO(sheet.excel(found.definition, found, [], named=False)))
    return list(book["结果"].iter_rows(min_row=3, values_only=True))


def test_each_line_in_text_picture_and_excel(found: Published, drawn: list[str]) -> None:
    told = "\n".join(text.results(found, None, ZONE))
    pictures = picture.draw(found)
    cells = in_excel(found)
    for number, table in enumerate(found.results.tables, start=1):
        question = found.definition.named(table.question)
        lines = shown.lines(question, table)
        percents = [each.percent for each in lines if each.percent is not None]
        if question.kind is not Kind.SEVERAL:
            assert sum(percents) in (0, 100)
        for at, line in enumerate(lines):
            percent = "" if line.percent is None else f" · <b>{line.percent}%</b>"
            if at < text.LINES:
                assert f"{shown.people(line.people)}{percent}" in told
            row = next(each for each in cells if each[0] == number and each[2] == line.name)
            assert row[3:6] == (line.people.low, line.people.high, line.percent)
            if at < picture.LINES and len(pictures) < picture.PICTURES:
                figures = f"{line.percent}%  " if line.percent is not None else ""
                assert f"{figures}{shown.people(line.people)}" in drawn


def test_messages_and_pictures_fit(found: Published) -> None:
    for each in text.results(found, found, ZONE) + text.summary(
        found, {"words": ["好"] * 20}, "好" * 1000
    ):
        assert len(each) < 4096
    for drawn_ in picture.draw(found):
        image = Image.open(BytesIO(drawn_))
        assert image.width == 1080
        assert image.height <= picture.HIGHEST


def test_nothing_is_drawn_of_four_people(drawn: list[str]) -> None:
    assert picture.draw(published(4)) == []
    assert "不到 5 人" in text.answered(published(4).results)


def test_what_people_called_things_is_escaped() -> None:
    told = "\n".join(text.results(published(30), None, ZONE))
    assert "会推荐给&lt;b&gt;邻居&lt;/b&gt;吗？" in told


def test_in_english() -> None:
    with speaking("en"):
        told = "\n".join(text.results(published(200), published(200, 2), ZONE))
    assert "people were asked" in told
    assert "Compared with last time (2026-11-20)" in told


def test_a_summary_names_no_group() -> None:
    found = published(200)
    assert "第1网格" in "\n".join(text.results(found, None, ZONE))
    assert "网格" not in "\n".join(text.summary(found, {}, ""))
