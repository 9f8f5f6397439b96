"""Answering a survey: by tap, number and words, back, away and on, changed, and too late."""

import pytest

from services.surveys.questions import Choice, Definition, Kind, Question
from tests.dialogues.channels import EDITS, KEYBOARDS, SURVEY_KEYS, TAPPED_EDITS, TAPS
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.surveys.asked import (
    EVERYTHING,
    answers,
    answers_elsewhere,
    asks,
    ends,
    reminds,
    responses,
)


@SURVEY_KEYS
async def test_the_first_question_stands_in_the_invitation(desk: Desk, resident: Phone) -> None:
    survey = await asks(desk, resident)
    resident.sees("食堂怎么样", "说说您的看法", "不记名", "11月30日", "饭菜好吃吗")
    assert resident.choices() == ["是", "不是"]
    await resident.taps("是")
    resident.sees("第 2 题，共 3 题", "爱吃什么")
    resident.sees_changed("食堂怎么样", "已经开始答了")
    await resident.taps("鱼")
    assert "✅ 鱼" in resident.choices()
    await resident.taps("汤")
    await resident.taps("👉 选好了")
    resident.sees_changed("爱吃什么", "✔ 鱼和汤")
    resident.sees("第 3 题，共 3 题", "打几分", "1 = 很差，5 = 很好")
    await resident.taps("5 分")
    resident.sees("收到了，谢谢您", "11月30日", "改答案")
    assert await answers(desk, survey) == [{"good": True, "dishes": ["fish", "soup"], "score": 5}]


@pytest.mark.can("Surveys: answered by numbers and words")
async def test_numbers_and_words_do_as_well_as_taps(desk: Desk, resident: Phone) -> None:
    survey = await asks(desk, resident)
    await resident.says("2")
    resident.sees("第 2 题，共 4 题", "哪里不好")
    await resident.says("有点咸")
    await resident.says("1 3")
    resident.sees_changed("爱吃什么", "✔ 鱼、饭")
    resident.sees("打几分")
    await resident.says("跳过")
    resident.sees("收到了")
    assert await answers(desk, survey) == [
        {"good": False, "why": "有点咸", "dishes": ["fish", "rice"], "score": None}
    ]


@KEYBOARDS
async def test_in_big_print_numbers_stand_before_the_choices(desk: Desk, resident: Phone) -> None:
    await resident.says("/settings")
    await resident.taps("打开大字版")
    survey = await asks(desk, resident)
    assert resident.choices() == ["1 是", "2 不是"]
    await resident.says("1")
    resident.sees("比如“2 3”")
    assert resident.choices()[:3] == ["1 👉 选好了", "2 ⬜️ 鱼", "3 ⬜️ 汤"]
    await resident.says("3")
    await resident.taps("选好了")
    assert resident.choices()[:5] == ["1 分", "2 分", "3 分", "4 分", "5 分"]
    await resident.says("4")
    resident.sees("收到了")
    assert await answers(desk, survey) == [{"good": True, "dishes": ["soup"], "score": 4}]


async def test_in_big_print_several_numbers_are_those_on_the_screen(
    desk: Desk, resident: Phone
) -> None:
    await resident.says("/settings")
    await resident.taps("打开大字版")
    survey = await asks(desk, resident)
    for said in ("1", "2 4", "4"):
        await resident.says(said)
    assert await answers(desk, survey) == [{"good": True, "dishes": ["fish", "rice"], "score": 4}]


async def test_one_question_after_another_keeps_what_was_ticked_before(
    desk: Desk, resident: Phone
) -> None:
    choices = (Choice("a1", "早上"), Choice("a2", "晚上"))
    questions = tuple(
        Question(name=name, kind=Kind.SEVERAL, label=label, choices=choices)
        for name, label in (("q1", "什么时候有空？"), ("q2", "什么时候在家？"))
    )
    survey = await asks(desk, resident, of=Definition(title="时间", questions=questions))
    await resident.taps("现在答")
    await resident.taps("早上")
    await resident.taps("选好了")
    resident.sees_changed("什么时候有空", "✔ 早上")
    resident.sees("什么时候在家")
    assert resident.choices()[:2] == ["⬜️ 早上", "⬜️ 晚上"]
    await resident.taps("晚上")
    await resident.taps("选好了")
    assert await answers(desk, survey) == [{"q1": ["a1"], "q2": ["a2"]}]


async def test_zero_goes_back_and_another_word_counts(desk: Desk, resident: Phone) -> None:
    survey = await asks(desk, resident)
    await resident.taps("不是")
    await resident.says("太咸")
    resident.sees("爱吃什么")
    await resident.says("0")
    resident.sees("哪里不好")
    await resident.says("0")
    resident.sees("饭菜好吃吗")
    await resident.says("是")
    resident.sees("第 2 题，共 3 题", "爱吃什么")
    await resident.says("1 2")
    await resident.says("3")
    assert await answers(desk, survey) == [{"good": True, "dishes": ["fish", "soup"], "score": 3}]


async def test_back_from_the_first_question_leads_out_and_it_waits(
    desk: Desk, resident: Phone
) -> None:
    await asks(desk, resident)
    await resident.says("/survey")
    resident.sees("第 1 题", "饭菜好吃吗")
    await resident.says("0")
    resident.sees("先放着", "/survey")


@pytest.mark.parametrize("back", ["/survey", "问卷"])
async def test_who_was_called_away_goes_on_where_they_were(
    desk: Desk, resident: Phone, back: str
) -> None:
    survey = await asks(desk, resident)
    await resident.taps("是")
    await resident.says("/cancel")
    await desk.later(days=1)
    await resident.says(back)
    resident.sees("第 2 题", "爱吃什么")
    await resident.says("1 2")
    await resident.says("跳过")
    assert len(await answers(desk, survey)) == 1


@pytest.mark.can("Surveys: gone on with later")
@TAPPED_EDITS
async def test_the_invitation_leads_back_by_one_tap(desk: Desk, resident: Phone) -> None:
    await asks(desk, resident)
    await resident.taps("是")
    await resident.says("/menu")
    await resident.taps("接着答")
    resident.sees("第 2 题", "爱吃什么")


@TAPS
async def test_an_invitation_does_not_disturb_what_goes_on(desk: Desk, resident: Phone) -> None:
    await resident.says("/board")
    await resident.taps("✍️ 给书记留言")
    survey = await asks(desk, resident)
    await resident.says("小区里种点树吧")
    resident.sees("写上您的称呼吗")
    assert await answers(desk, survey) == []
    await resident.taps("是", on="食堂怎么样")
    resident.sees("爱吃什么")


async def test_words_to_an_invitation_are_something_new(desk: Desk, resident: Phone) -> None:
    await asks(desk, resident)
    await resident.says("楼下路灯不亮了")
    resident.finds("路灯")
    await resident.says("/cancel")
    await resident.says("/survey")
    resident.sees("饭菜好吃吗")


async def test_what_is_no_answer_is_asked_again(desk: Desk, resident: Phone) -> None:
    await asks(desk, resident)
    await resident.taps("是")
    for wrong in ("7 9", "不知道啊", "👉"):
        await resident.says(wrong)
        resident.sees("爱吃什么")
    await resident.photographs()
    resident.sees("不收照片和语音", "爱吃什么")
    await resident.taps("👉 选好了")
    resident.sees("还没有选")
    await resident.says("1 2")
    await resident.says("9")
    resident.sees("打几分")


async def test_every_kind_of_question(desk: Desk, resident: Phone) -> None:
    survey = await asks(desk, resident, of=EVERYTHING, anonymous=False)
    resident.sees("记名", "您多大年纪")
    # It is not answered here: what is written would be something new.
    resident.does_not_see("请写一个数")
    await resident.taps("✍️ 现在答")
    resident.sees("第 1 题，共 6 题", "请写一个数")
    for wrong, why in (("很老", "没看懂是多少"), ("7.5", "整数"), ("7", "18 到 120")):
        await resident.says(wrong)
        resident.sees(why, "您多大年纪")
    await resident.says("七十")
    resident.sees("哪天搬来的")
    await resident.says("很久以前")
    resident.sees("没看懂是哪一天")
    await resident.says("1998年3月5日")
    resident.sees("哪里最不方便")
    await resident.says("东门口")
    resident.sees("拍一张")
    await resident.says("没有手机")
    resident.sees("请发照片")
    await resident.photographs()
    resident.sees("最喜欢哪里")
    await resident.taps("其他，我来写")
    resident.sees("请写是什么")
    await resident.says("0")
    resident.sees("最喜欢哪里")
    await resident.taps("其他，我来写")
    await resident.says("河边")
    resident.sees("还想说什么")
    await resident.says("2")
    resident.sees("收到了")
    [said] = await answers(desk, survey)
    assert (said["age"], said["day"], said["likes"]) == (70, "1998-03-05", "other")
    assert (said["likes_other"], said["words"]) == ("河边", "2")
    assert "东门口" in said["place"]["text"]
    assert len(said["photo"]) == 1


@pytest.mark.parametrize("anonymous", [True, False])
@SURVEY_KEYS
async def test_until_the_end_one_answer_can_be_changed(
    desk: Desk, resident: Phone, anonymous: bool
) -> None:
    survey = await asks(desk, resident, anonymous=anonymous)
    await resident.says("1")
    await resident.says("1 2")
    await resident.says("5")
    await resident.taps("改答案")
    resident.sees("要改哪一题")
    assert resident.choices()[0] == "饭菜好吃吗？：是"
    await resident.taps("饭菜好吃吗？：是")
    await resident.taps("不是")
    resident.sees("哪里不好")
    await resident.says("凉了")
    resident.sees("收到了")
    expected = {"good": False, "why": "凉了", "dishes": ["fish", "soup"], "score": 5}
    assert await answers(desk, survey) == [expected]
    await resident.taps("改答案")
    await resident.taps("不改了")
    resident.sees("收到了")
    assert await answers(desk, survey) == [expected]


async def test_under_ones_name_the_way_back_is_survey(desk: Desk, resident: Phone) -> None:
    await asks(desk, resident, anonymous=False)
    for said in ("1", "1 2", "5", "/survey"):
        await resident.says(said)
    await resident.taps("改：食堂怎么样（11月30日周一 09:00前）")
    resident.sees("要改哪一题")


async def test_who_answered_anonymously_is_told_where_to_change_it(
    desk: Desk, resident: Phone
) -> None:
    await asks(desk, resident)
    for said in ("1", "1 2", "5", "/survey"):
        await resident.says(said)
    resident.sees("现在没有问卷等您答")


async def test_after_the_end_it_is_thanked_for_and_not_counted(desk: Desk, resident: Phone) -> None:
    survey = await asks(desk, resident)
    await ends(desk, survey)
    await resident.taps("是")
    resident.sees("已经结束了", "不算进结果")
    [response] = await responses(desk, survey)
    assert response.late
    await resident.says("/survey")
    resident.sees("现在没有问卷")


async def test_who_is_in_the_middle_when_it_ends_is_told(desk: Desk, resident: Phone) -> None:
    survey = await asks(desk, resident)
    await resident.taps("是")
    await ends(desk, survey)
    await resident.says("1 2")
    resident.sees("已经结束了")


@EDITS
async def test_a_reminder_takes_the_place_of_the_invitation(desk: Desk, resident: Phone) -> None:
    survey = await asks(desk, resident)
    await reminds(desk, survey, resident)
    resident.sees("您还没有答", "饭菜好吃吗")
    assert resident.choices() == ["是", "不是", "不再问我"]
    assert sum("饭菜好吃吗" in resident.text_of(each) for each in resident.screen) == 1
    await resident.taps("不再问我")
    resident.sees("不再提醒您")
    await resident.taps("现在答")
    resident.sees("第 1 题")


async def test_who_has_begun_is_led_back(desk: Desk, resident: Phone) -> None:
    survey = await asks(desk, resident)
    await resident.taps("是")
    await resident.says("/cancel")
    await reminds(desk, survey, resident)
    resident.sees("答了一半", "还差 2 题")
    await resident.taps("接着答")
    resident.sees("爱吃什么")


async def test_of_two_surveys_one_is_chosen_the_begun_one_first(
    desk: Desk, resident: Phone
) -> None:
    await asks(desk, resident)
    await asks(desk, resident, of=EVERYTHING, anonymous=False)
    await resident.taps("是", on="食堂怎么样")
    await resident.says("/survey")
    assert [each.partition("（")[0] for each in resident.choices()] == [
        "接着答：食堂怎么样",
        "样样都问",
        "返回",
    ]
    await resident.says("2")
    resident.sees("您多大年纪")


async def test_whoever_does_not_want_surveys_gets_none(desk: Desk, resident: Phone) -> None:
    await resident.says("/settings")
    await resident.taps("不要发问卷给我")
    resident.sees("以后不发问卷给您")
    await resident.says("/settings")
    resident.sees("问卷：不要")


async def test_a_stranger_has_no_surveys(new_resident: NewPerson) -> None:
    stranger = new_resident("过路人")
    await stranger.says("/survey")
    stranger.sees("现在没有问卷")


@SURVEY_KEYS
async def test_choices_and_questions_may_be_named_like_the_buttons_around_them(
    desk: Desk, resident: Phone
) -> None:
    """As in a form from elsewhere: back pain, more or less, skip, other."""
    names = ("back", "more", "skip", "other", "chosen")
    choices = tuple(Choice(name, f"选{name}") for name in names)
    survey = await asks(
        desk,
        resident,
        of=Definition(
            title="别处来的",
            thanks="多谢您的 <话>！",
            questions=(
                Question(name="more", kind=Kind.ONE, label="哪里疼？", choices=choices),
                Question(name="hand_in", kind=Kind.ONE, label="多少？", choices=choices),
                Question(name="back", kind=Kind.SEVERAL, label="还有呢？", choices=choices),
            ),
        ),
    )
    await resident.taps("选back")
    resident.sees("第 2 题")
    await resident.taps("选other")
    resident.sees("第 3 题")
    for name in names:
        await resident.taps(f"选{name}")
    await resident.taps("👉 选好了")
    resident.sees("收到了", "多谢您的 <话>！")
    assert await answers(desk, survey) == [{"more": "back", "hand_in": "other", "back": [*names]}]
    await resident.taps("改答案")
    await resident.taps("哪里疼？：选back")
    await resident.taps("选more")
    assert await answers(desk, survey) == [{"more": "more", "hand_in": "other", "back": [*names]}]


@SURVEY_KEYS
async def test_words_that_are_a_question_of_their_own_stay_when_the_choice_is_changed(
    desk: Desk, resident: Phone
) -> None:
    """As ODK's forms have them: a choice other, and a question named after it."""
    survey = await asks(
        desk,
        resident,
        of=Definition(
            title="别处来的",
            questions=(
                Question(
                    name="likes",
                    kind=Kind.ONE,
                    label="爱去哪里？",
                    choices=(Choice("park", "公园"), Choice("other", "别处")),
                ),
                Question(name="likes_other", kind=Kind.WORDS, label="为什么？"),
            ),
        ),
    )
    await resident.taps("别处")
    await resident.says("近")
    await resident.taps("改答案")
    await resident.taps("爱去哪里？：别处")
    await resident.taps("公园")
    assert await answers(desk, survey) == [{"likes": "park", "likes_other": "近"}]


async def test_who_starts_over_goes_on_and_two_answers_come_together(
    desk: Desk, resident: Phone
) -> None:
    survey = await asks(desk, resident)
    await resident.taps("是")
    await resident.says("/start")
    await resident.says("/survey")
    resident.sees("第 2 题")
    await resident.says("1 2", "5")
    resident.sees("收到了")
    assert len(await answers(desk, survey)) == 1


async def test_two_chats_of_one_person_fill_in_one_survey(desk: Desk, resident: Phone) -> None:
    """The draft is the person's, not the chat's."""
    survey = await asks(desk, resident)
    await resident.taps("是")
    await answers_elsewhere(desk, survey, await resident.person_id(), "dishes", ["fish"])
    await resident.says("2 3")
    await resident.says("4")
    assert await answers(desk, survey) == [{"good": True, "dishes": ["soup", "rice"], "score": 4}]
