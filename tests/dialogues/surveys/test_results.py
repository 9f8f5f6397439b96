"""What the office sees of a survey that has ended, and what those who answered hear."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services.surveys.questions import Choice, Definition, Kind, Question
from storage.importing import COMMUNITY_CODE
from storage.tables import Area, Person, Survey, SurveyResponse, SurveyRoll, SurveyState
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.workbooks import workbook_of

DEFINITION = Definition(
    title="食堂满意度",
    questions=(
        Question(
            name="content",
            kind=Kind.ONE,
            label="满意吗？",
            choices=(Choice("yes", "满意"), Choice("no", "不满意")),
        ),
        Question(
            name="wanted",
            kind=Kind.SEVERAL,
            label="要什么？",
            choices=(Choice("fish", "鱼"), Choice("soup", "汤")),
        ),
        Question(name="wish", kind=Kind.WORDS, label="还想说什么？", required=False),
    ),
)
CONTENT = {"content": "yes", "wanted": ["fish", "soup"], "wish": None}
NOT = {"content": "no", "wanted": ["soup"], "wish": "=太咸了"}
ANSWERS = [CONTENT] * 20 + [NOT] * 10


async def ran(
    desk: Desk,
    answers: Sequence[Mapping[str, Any]] = ANSWERS,
    *,
    residents: Sequence[Phone] = (),
    **differently: Any,
) -> int:
    """A survey whose time is over; `residents` are the first of those who answered."""
    ids = [await each.person_id() for each in residents]
    async with desk.app.work.unit() as unit:
        session, now = unit.session, unit.now
        area = (await session.scalars(select(Area).where(Area.code == COMMUNITY_CODE))).one()
        survey = Survey(
            **{
                "area_id": area.id,
                "definition": DEFINITION.dump(),
                "anonymous": True,
                "state": SurveyState.ENDED,
                "audience": {},
                "remind_after": [],
                "starts_at": now - timedelta(days=8),
                "ends_at": now,
                "created_at": now - timedelta(days=9),
            }
            | differently
        )
        session.add(survey)
        await session.flush()
        people = [*ids, *range(10**6, 10**6 + len(answers) - len(ids))]
        for at, (person_id, each) in enumerate(zip(people, answers, strict=True)):
            session.add(
                SurveyRoll(
                    survey_id=survey.id,
                    person_id=person_id,
                    asked_on=now.date(),
                    answered_on=now.date(),
                )
            )
            session.add(
                SurveyResponse(
                    id=survey.id * 1000 + at,
                    survey_id=survey.id,
                    person_id=None if survey.anonymous else person_id,
                    answers=dict(each),
                    version=1,
                    complete=True,
                    late=False,
                )
            )
        for silent in range(10):
            session.add(
                SurveyRoll(survey_id=survey.id, person_id=2 * 10**6 + silent, asked_on=now.date())
            )
        return survey.id


async def opens(staff: Phone, those: str = "结束了的 1 份") -> None:
    """The results of the latest one, by its card."""
    await staff.in_private().says("/start")
    await staff.says("/surveys")
    await staff.in_private().taps(those)
    await staff.taps("📊 结果")


async def test_the_office_sees_results_when_it_has_ended(desk: Desk, staff: Phone) -> None:
    await ran(desk)
    await opens(staff)
    staff.sees("食堂满意度", "不记名", "问了 40 人，30 人答完了，占 75%")
    staff.sees("满意 20 人 · 67%", "不满意 10 人 · 33%", "49%–81%")
    staff.sees("鱼 20 人 · 67%", "汤 26 人以上")
    staff.sees("没答 20 人", "答了 10 人")
    assert staff.pictures() == 1
    assert staff.choices() == ["📄 表格（Excel）", "📣 公开的摘要", "✍️ 写答复", "💬 大家写的话"]


async def test_while_it_runs_only_how_many(desk: Desk, staff: Phone) -> None:
    await ran(desk, ANSWERS[:28], state=SurveyState.RUNNING)
    await opens(staff, "正在进行的 1 份")
    staff.sees("问了 38 人，已经有 25 人以上答了", "结束了再看")
    staff.does_not_see("67%")
    assert staff.choices() == []


async def test_nothing_of_four_answers(desk: Desk, staff: Phone) -> None:
    await ran(desk, ANSWERS[:4])
    await opens(staff)
    staff.sees("答完的不到 5 人")
    staff.does_not_see("满意 4 人")
    assert staff.pictures() == 0


async def test_compared_with_the_last_time(desk: Desk, staff: Phone) -> None:
    first = await ran(desk, [CONTENT] * 20 + [NOT] * 80)
    await opens(staff)
    second = await ran(desk, [CONTENT] * 80 + [NOT] * 20, series_id=first)
    async with desk.app.work.unit() as unit:
        survey = await unit.session.get_one(Survey, second)
        survey.created_at = unit.now
    await opens(staff, "结束了的 2 份")
    staff.sees("“满意”现在 80%，上次 20%：高了")


async def test_the_sheet_of_an_anonymous_survey_says_nothing_of_people(
    desk: Desk, staff: Phone
) -> None:
    """It goes to the private chat; of each answer only the line that is shown; no words."""
    await ran(desk)
    await opens(staff)
    await staff.taps("表格（Excel）")
    book = await workbook_of(staff.in_private())
    assert book.sheetnames == ["结果", "答卷"]
    rows = list(book["答卷"].iter_rows(values_only=True))
    assert rows[0] == ("content", "wanted", "wanted/fish", "wish")
    assert sorted(row[0] for row in rows[1:]) == ["no"] * 10 + ["yes"] * 20
    assert {row[1:] for row in rows[1:]} == {("fish", 1, None), (None, 0, None)}
    results = list(book["结果"].iter_rows(min_row=3, values_only=True))
    assert results[0][:6] == (1, "满意吗？", "满意", 20, 20, 67)


async def test_the_sheet_of_a_survey_with_names(desk: Desk, staff: Phone, resident: Phone) -> None:
    await ran(desk, [NOT] * 6, residents=[resident], anonymous=False)
    async with desk.app.work.unit() as unit:
        person = await unit.session.get_one(Person, await resident.person_id())
        person.name = "林阿姨"
    await opens(staff)
    await staff.taps("表格（Excel）")
    book = await workbook_of(staff.in_private())
    rows = list(book["答卷"].iter_rows(values_only=True))
    assert rows[0][:6] == ("_name", "_group", "_date", "_complete", "_late", "content")
    assert sum(row[0] == "林阿姨" for row in rows) == 1
    assert rows[1][-1] == "=太咸了"
    assert book["答卷"].cell(2, len(rows[0])).data_type == "s"


async def test_words_are_ticked_one_by_one_for_the_summary(desk: Desk, staff: Phone) -> None:
    answers = [*ANSWERS, CONTENT | {"wish": "<b>多点鱼</b>"}]
    await ran(desk, answers)
    await opens(staff)
    await staff.taps("大家写的话")
    staff.sees("还想说什么", "▫️ 1. =太咸了")
    assert "下一页" in staff.choices()
    await staff.taps("下一页")
    staff.sees("<b>多点鱼</b>")
    await staff.taps("▫️ 3")
    staff.is_answered("会写进")
    staff.sees("☑️ 3.")
    await staff.taps("公开的摘要")
    staff.sees("大家怎么说", "满意 21 人 · 68%", "“<b>多点鱼</b>”")
    staff.does_not_see("“=太咸了”")


async def test_those_who_answered_hear_what_was_done(
    desk: Desk, staff: Phone, resident: Phone
) -> None:
    await ran(desk, residents=[resident])
    await opens(staff)
    await staff.taps("写答复")
    await staff.replies("做了什么", "从下周一起少放盐")
    staff.sees("发给答过的人，就是这样", "从下周一起少放盐")
    await staff.taps("写答复")
    await staff.replies("做了什么", "从下周一起<少>放盐")
    resident.does_not_see("放盐")
    await staff.taps("发给他们")
    staff.sees("好的，发给答过的人")
    for _tick in range(3):
        await desk.later(seconds=2)
    resident.sees("您答过的问卷“食堂满意度”有了结果", "从下周一起<少>放盐")
    await staff.taps("发给他们", on="就是这样")
    assert "已经发给答过的人了" in staff.toast()


async def test_a_survey_of_another_office_is_not_on_the_list(desk: Desk, staff: Phone) -> None:
    async with desk.app.work.unit() as unit:
        found = await unit.session.scalars(
            select(Area).where(Area.parent_id.is_not(None), Area.code != COMMUNITY_CODE)
        )
        elsewhere = next(each for each in found if each.level == "community")
    await ran(desk, area_id=elsewhere.id)
    private = staff.in_private()
    await private.says("/start")
    await staff.says("/surveys")
    private.sees("问卷：要做什么")
    assert not any("结束了的" in each for each in private.choices())
