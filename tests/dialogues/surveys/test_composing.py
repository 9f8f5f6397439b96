"""A survey as staff compose it, and the wrong thing at each step."""

import pytest
from sqlalchemy import select

from services.surveys.questions import Definition, Kind, Question
from storage.tables import Group, Survey, SurveyPlan
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.surveys.composed import CHOICES, adds, begins, decides, writes


async def test_staff_write_a_survey_and_send_it_out(staff: Phone, resident: Phone) -> None:
    private = await begins(staff)
    private.sees("叫什么")
    await private.says("食堂满意度")
    private.sees("食堂满意度", "还没有题目")
    assert not any("题目好了" in each for each in private.choices())
    await private.taps("加一题")
    private.sees("第 1 题问什么")
    await private.says("饭菜好吃吗？")
    private.sees("“饭菜好吃吗？”怎么答")
    await private.taps("单选")
    await private.says(CHOICES)
    private.sees("第 1 题：饭菜好吃吗？〔单选 · 必答〕", "好吃 / 一般 / 不好吃")
    await private.says("0")
    await private.taps("题目好了")
    private.sees("记不记名", "社区也查不出来")
    await private.taps("🔒 不记名")
    private.sees("发给谁", "军门社区", "现在是 1 人")
    await private.taps("就发给这 1 人")
    private.sees("什么时候发")
    await private.taps("现在就发")
    private.sees("几天时间")
    await private.says("6天")
    private.sees("什么时候提醒")
    await private.taps("第 2 天和第 5 天")
    private.sees("以后还自动发吗")
    await private.taps("只发这一次")
    private.sees("食堂满意度", "1 题", "不记名", "1 人", "11月29日", "第 2、5 天提醒")
    staff.does_not_see("饭菜好吃吗")
    await private.taps("先在群里看看样子")
    staff.sees("居民会看到", "饭菜好吃吗？", "好吃")
    await private.taps("发出去")
    private.sees("开始发了", "军门社区工作群")
    staff.sees("问卷 · 食堂满意度")


async def test_a_draft_stays_where_it_was_left(staff: Phone) -> None:
    private = await writes(staff)
    await private.says("0")
    await private.says("0")
    private.sees("草稿留着")
    await staff.says("/surveys")
    await private.taps("接着写：食堂满意度")
    private.sees("1. 饭菜好吃吗？")
    await private.taps("不要这份了")
    await private.taps("删掉")
    await staff.says("/surveys")
    assert not any("接着写" in each for each in private.choices())


async def test_questions_are_changed_moved_and_removed(staff: Phone) -> None:
    private = await writes(staff)
    await adds(private, "哪里不好？", "填文字")
    await private.taps("2. 哪里不好？")
    await private.taps("可以不答")
    private.sees("第 2 题：哪里不好？〔填文字 · 可以不答〕")
    await private.taps("只问一部分人")
    await private.taps("1. 饭菜好吃吗？")
    await private.taps("不好吃")
    private.sees("↳ 只问第 1 题答“不好吃”的人")
    await private.taps("往前挪")
    private.sees("第 1 题：哪里不好？")
    await private.says("0")
    private.sees("条件看的是后面的题")
    assert not any("题目好了" in each for each in private.choices())
    await private.taps("1. 哪里不好？")
    await private.taps("往后挪")
    await private.says("0")
    await private.taps("1. 饭菜好吃吗？")
    await private.taps("删掉这题")
    private.sees("第 2 题问谁，要看这一题的答案")
    await private.says("0")
    await private.taps("2. 哪里不好？")
    await private.taps("删掉这题")
    private.sees("删掉了“哪里不好？”", "1. 饭菜好吃吗？")


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ("好吃", "至少要两个选项"),
        ("\n".join(f"第{each}样" for each in range(21)), "最多 20 个选项"),
        (f"好吃\n{'很' * 61}", "最多 60 个字"),
    ],
)
async def test_choices_that_cannot_be(staff: Phone, choices: str, told: str) -> None:
    private = await begins(staff)
    await private.says("食堂")
    await private.taps("加一题")
    await private.says("饭菜好吃吗？")
    await private.taps("单选")
    await private.says(choices)
    private.sees(told)
    await private.says("A. 好吃\nB. 一般\n其他")
    private.sees("好吃 / 一般 / 其他")


async def test_no_more_than_twelve_questions(desk: Desk, staff: Phone) -> None:
    await has_a_draft(desk, staff, 12)
    await staff.says("/surveys")
    private = staff.in_private()
    await private.taps("接着写：十二题")
    assert not any("加一题" in each for each in private.choices())
    await private.taps("12. 第 12 问")
    await private.taps("再加一题")
    private.sees("已经有 12 题了")


async def has_a_draft(desk: Desk, staff: Phone, count: int) -> None:
    """With so many questions, as an earlier version or a file brought them."""
    await staff.in_private().says("/start")
    questions = tuple(
        Question(name=f"q{each}", kind=Kind.YES_NO, label=f"第 {each} 问")
        for each in range(1, count + 1)
    )
    async with desk.app.work.unit() as unit:
        ours = select(Group).where(Group.title == "军门社区工作群")
        group = (await unit.session.scalars(ours)).one()
        survey = Survey(
            area_id=group.area_id,
            definition=Definition(title="十二题", questions=questions).dump(),
            anonymous=True,
            audience={},
            remind_after=[],
            created_at=unit.now,
        )
        unit.session.add(survey)
        await unit.session.flush()
        unit.session.add(SurveyPlan(survey_id=survey.id, plan={}, edited_at=unit.now))


async def test_thirteen_questions_are_not_sent_out(desk: Desk, staff: Phone) -> None:
    await has_a_draft(desk, staff, 13)
    await staff.says("/surveys")
    private = staff.in_private()
    await private.taps("接着写：十二题")
    private.sees("有 13 题，最多 12 题")
    assert not any("题目好了" in each for each in private.choices())


async def test_a_photo_is_never_anonymous(staff: Phone) -> None:
    private = await begins(staff)
    await private.says("楼道")
    await adds(private, "拍一张您家楼道", "发照片")
    await private.taps("题目好了")
    await private.taps("🔒 不记名")
    private.sees("第 1 题要发照片", "记不记名")
    await private.taps("👤 记名")
    private.sees("发给谁")


async def test_an_audience_of_nobody(staff: Phone, resident: Phone) -> None:
    private = await writes(staff)
    await private.taps("题目好了")
    await private.taps("🔒 不记名")
    await private.taps("按年龄")
    await private.says("老人")
    private.sees("请写年龄")
    await private.says("80岁以上")
    private.sees("80 岁以上", "现在一个人也没有")
    assert not any("就发给" in each for each in private.choices())
    await private.taps("按年龄")
    await private.taps("不管年龄")
    await private.taps("换地方")
    await private.says("南后街")
    private.sees("没有找到这个地方")
    await private.says("军门新村3号楼")
    private.sees("📍 3号楼", "现在是 1 人")
    await private.taps("抽一部分人")
    await private.says("很多")
    private.sees("请写抽多少人")
    await private.says("100")
    private.sees("抽 100 人", "现在是 1 人")


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("昨天", "已经过了"),
        ("过几天", "看不懂"),
        ("2027年1月1日 22:00", "放假"),
        ("明天 22:30", "早上 08:00 以后再发到"),
    ],
)
async def test_when_it_cannot_or_should_not_be(
    staff: Phone, resident: Phone, when: str, told: str
) -> None:
    private = await writes(staff)
    await private.taps("题目好了")
    await private.taps("🔒 不记名")
    await private.taps("就发给这 1 人")
    await private.says(when)
    private.sees(told)


async def test_it_is_not_sent_again_before_it_has_ended(staff: Phone, resident: Phone) -> None:
    private = await writes(staff)
    await decides(private, rhythm="每周一")
    private.sees("每周一")
    await private.taps("改答几天")
    await private.says("7天")
    private.sees("下一次又该发了")
    await private.taps("发出去")
    private.sees("请少答几天")


async def test_two_of_the_office_write_at_one_survey(staff: Phone, colleague: Phone) -> None:
    private = await writes(staff)
    other = colleague.in_private()
    await other.says("/start")
    await colleague.says("/surveys")
    await other.taps("接着写：食堂满意度")
    await private.taps("1. 饭菜好吃吗？")
    await private.taps("改题目")
    await other.taps("1. 饭菜好吃吗？")
    await other.taps("改题目")
    await other.says("这个月的饭菜好吃吗？")
    await private.says("食堂的饭菜好吃吗？")
    private.sees("社工乙刚刚改了第 1 题", "您写的是：“食堂的饭菜好吃吗？”", "这个月的饭菜好吃吗？")
    await private.says("食堂这个月的饭菜好吃吗？")
    private.sees("第 1 题：食堂这个月的饭菜好吃吗？")
    await adds_another(other)
    other.sees("社工甲也在改这份问卷：改了第 1 题", "第 2 题：还想吃什么？")


async def adds_another(private: Phone) -> None:
    await private.taps("再加一题")
    await private.says("还想吃什么？")
    await private.taps("填文字")


async def test_who_was_slower_sees_it_before_it_goes_out(
    staff: Phone, colleague: Phone, resident: Phone
) -> None:
    private = await writes(staff)
    await decides(private)
    other = colleague.in_private()
    await other.says("/start")
    await colleague.says("/surveys")
    await other.taps("接着写：食堂满意度")
    await other.taps("改名称")
    await other.says("长者食堂满意度")
    await private.taps("发出去")
    private.sees("社工乙刚刚改了名称", "长者食堂满意度")
    await private.taps("发出去")
    private.sees("开始发了")
    await other.taps("加一题")
    await other.says("还想吃什么？")
    await other.taps("填文字")
    other.sees("这一步做不了")


async def test_the_whole_can_be_changed_at_the_review(staff: Phone, resident: Phone) -> None:
    private = await writes(staff)
    await decides(private, when="明天上午9点")
    private.sees("11月24日 09:00发")
    await private.taps("改什么时候发")
    await private.says("12月1日 15:00")
    private.sees("12月1日 15:00发")
    await private.taps("改记不记名")
    await private.taps("👤 记名")
    private.sees("👤 记名")
    await private.taps("改题目")
    await private.taps("题目好了")
    await private.taps("改提醒")
    await private.says("第2天，第4天，第6天")
    private.sees("最多提醒 2 次")
    await private.taps("不提醒")
    private.sees("🔔 不提醒")
    await private.taps("发出去")
    private.sees("定好了，12月1日 15:00自己发出去")
    staff.sees("定了时间", "12月1日 15:00发")


async def test_staff_choose_by_which_groups_results_are_told(staff: Phone, resident: Phone) -> None:
    private = await writes(staff)
    await decides(private)
    private.sees("结果按网格分开看")
    await private.taps("改结果怎么分")
    private.sees("只能选一样", "不到 20 人")
    await private.taps("年龄段")
    private.sees("请看一下对不对", "结果按年龄段分开看")
    await private.taps("发出去")
    private.sees("开始发了")


async def test_a_template_is_taken_and_changed(staff: Phone, resident: Phone) -> None:
    private = await begins(staff, "用现成的模板")
    await private.taps("食堂的饭菜怎么样")
    private.sees("这个月的饭菜，您打几颗星？")
    await decides(private)
    await private.taps("发出去")
    private.sees("开始发了")
    await staff.says("/surveys")
    await private.taps("照以前发过的再发一次")
    await private.taps("食堂的饭菜怎么样（定了时间）")
    private.sees("这个月的饭菜，您打几颗星？")
    await private.taps("题目好了")
    private.sees("发给谁")
