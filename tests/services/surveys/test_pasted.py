"""Text that staff copy out of 问卷星 or Word becomes a survey."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.surveys.checking import problems
from services.surveys.pasted import Doubt, Why, read
from services.surveys.questions import Choice, Definition, Kind, Question, Scale

WENJUANXING = """
长者食堂满意度调查
您好！为了让您吃得更好，请您花一分钟填写。
本问卷不记名。

1. 您多久来一次食堂？*[单选题]
每天来
每周几次
很少来

2. 您喜欢哪些菜？（最多选2项）*[多选题]
□ 荔枝肉
□ 佛跳墙
□ 其他（请注明）____

3. 您对饭菜满意吗？*[量表题]
很不满意 1 2 3 4 5 很满意

4. 您愿意推荐给朋友吗？[NPS量表]
5. 您哪年出生？[数字题]
________
6. 您还想说什么？[填空题]
感谢您的参与！
"""


def test_text_out_of_wenjuanxing() -> None:
    found = read(WENJUANXING)
    assert found.doubts == ()
    assert problems(found.definition) == []
    assert found.definition == Definition(
        title="长者食堂满意度调查",
        intro="您好！为了让您吃得更好，请您花一分钟填写。\n本问卷不记名。",
        thanks="感谢您的参与！",
        questions=(
            Question(
                name="q1",
                kind=Kind.ONE,
                label="您多久来一次食堂？",
                choices=(Choice("a", "每天来"), Choice("b", "每周几次"), Choice("c", "很少来")),
            ),
            Question(
                name="q2",
                kind=Kind.SEVERAL,
                label="您喜欢哪些菜？",
                choices=(Choice("a", "荔枝肉"), Choice("b", "佛跳墙")),
                other=True,
                constraint="count-selected(.) <= 2",
                constraint_message="最多选 2 个",
            ),
            Question(
                name="q3",
                kind=Kind.SCALE,
                label="您对饭菜满意吗？",
                scale=Scale(1, 5, low_label="很不满意", high_label="很满意"),
            ),
            Question(
                name="q4",
                kind=Kind.SCALE,
                label="您愿意推荐给朋友吗？",
                required=False,
                scale=Scale(0, 10),
            ),
            Question(name="q5", kind=Kind.NUMBER, label="您哪年出生？", required=False),
            Question(name="q6", kind=Kind.WORDS, label="您还想说什么？", required=False),
        ),
    )


WORD = """
征求意见表

一、基本情况
１、您的年龄段：（单选，必填）
A．60岁以下　B．60～70岁　C．70岁以上
2、您是否独居？
①是 ②否
二、意见建议
3、您需要哪些服务？（可多选）
（1）理发
（2）修家电
（3）其它：______
4、您对社区的工作打几分？（1-10分）
5、您对社区还有什么意见和建议？（选填）
"""


def test_text_out_of_word() -> None:
    found = read(WORD)
    assert found.doubts == ()
    one, two, three, four, five = found.definition.questions
    assert found.definition.title == "征求意见表"
    assert found.definition.parts == {"q1": "基本情况", "q3": "意见建议"}
    assert (one.kind, one.label, one.required) == (Kind.ONE, "您的年龄段：", True)
    assert [each.label for each in one.choices] == ["60岁以下", "60～70岁", "70岁以上"]
    assert (two.kind, two.label) == (Kind.YES_NO, "您是否独居？")
    assert (three.kind, three.other) == (Kind.SEVERAL, True)
    assert [each.label for each in three.choices] == ["理发", "修家电"]
    assert (four.kind, four.scale) == (Kind.SCALE, Scale(1, 10))
    assert (five.kind, five.required) == (Kind.WORDS, False)
    assert problems(found.definition) == []


def _kinds(text: str) -> list[tuple[Kind, str]]:
    return [(each.kind, each.label) for each in read(text).definition.questions]


def test_ways_to_number_questions() -> None:
    asked = [(Kind.WORDS, "为什么？"), (Kind.WORDS, "怎么办？")]
    assert _kinds("1. 为什么？\n2. 怎么办？") == asked
    assert _kinds("1、为什么？\n2、怎么办？") == asked
    assert _kinds("１．为什么？\n２．怎么办？") == asked
    assert _kinds("一、为什么？\n二、怎么办？") == asked
    assert _kinds("第1题 为什么？\n第2题：怎么办？") == asked
    assert _kinds("第一题 为什么？\n第二题 怎么办？") == asked
    assert _kinds("Q1：为什么？\nQ2 怎么办？") == asked
    assert _kinds("（1）为什么？\n（2）怎么办？") == asked
    assert _kinds("1) 为什么？\n2) 怎么办？") == asked


def test_headings_above_numbers_in_brackets() -> None:
    found = read("一、基本情况\n（1）您的性别\nA.男 B.女\n二、意见\n（2）您想说什么？").definition
    assert [each.label for each in found.questions] == ["您的性别", "您想说什么？"]
    assert found.parts == {"q1": "基本情况", "q2": "意见"}


def test_a_figure_at_the_beginning_numbers_nothing() -> None:
    found = read("调查\n2026年的工作\n1. 您满意吗？\n2.5 公里内有食堂吗？")
    assert len(found.definition.questions) == 1


def test_ways_to_write_options() -> None:
    for text in (
        "A. 好\nB. 不好",
        "A、好\nB、不好",
        "Ａ．好　Ｂ．不好",
        "a) 好 b) 不好",
        "(A) 好 (B) 不好",
        "①好②不好",
        "□好 □不好",
        "○ 好\n○ 不好",
        "- 好\n- 不好",
        "（1）好\n（2）不好",
        "（1）好 （2）不好",
    ):
        (found,) = read(f"1. 怎么样？\n{text}").definition.questions
        assert [each.label for each in found.choices] == ["好", "不好"], text


def test_options_on_the_line_of_the_question() -> None:
    for text in (
        "1、您的性别： □男 □女",
        "1、您的性别：○男○女",
        "1、您的性别：（ ） A.男 B.女",
        "1、您的性别：A、男 B、女",
        "1、您的性别：*（单选）①男 ②女",
    ):
        (found,) = read(text).definition.questions
        assert (found.kind, found.label) == (Kind.ONE, "您的性别："), text
        assert [each.label for each in found.choices] == ["男", "女"], text


def test_a_letter_in_a_question_is_no_option() -> None:
    assert _kinds("1. 您住 A、B 栋吗？\n2. 维生素 A. 够吗？") == [
        (Kind.WORDS, "您住 A、B 栋吗？"),
        (Kind.WORDS, "维生素 A. 够吗？"),
    ]


def test_ways_to_write_that_there_are_others() -> None:
    for text in ("其他", "其它____", "其他（请注明）____", "其他，请注明：____", "其他情况："):
        (found,) = read(f"1. 哪里不好？\nA. 太咸\nB. {text}").definition.questions
        assert found.other, text
        assert [each.label for each in found.choices] == ["太咸"]


def test_no_option_is_lost() -> None:
    options = "\n".join(f"□ 选项{number}" for number in range(60))
    (found,) = read(f"1. 选哪些？[多选题]\n{options}").definition.questions
    assert len(found.choices) == len({each.name for each in found.choices}) == 60


@pytest.mark.parametrize(
    "line",
    ["_" * 4000 + "x", "1 " * 2000 + "x", "（" * 4000, "其他（" * 2000, "[题" * 2000, "①" * 4000],
)
def test_no_line_takes_long(line: str) -> None:
    start = time.process_time()
    read(f"1. 甲\n{line}\n2. 乙{line}")
    assert time.process_time() - start < 2


def test_marks_for_what_has_to_be_answered() -> None:
    starred = read("1. 甲？*\n2. 乙？\n3. 丙？（必填）\n4. 丁？（选填）").definition.questions
    assert [each.required for each in starred] == [True, False, True, False]
    assert [each.label for each in starred] == ["甲？", "乙？", "丙？", "丁？"]


def test_without_marks_only_words_may_be_passed_over() -> None:
    found = read("1. 怎么样？\nA. 好\nB. 不好\n2. 为什么？").definition.questions
    assert [each.required for each in found] == [True, False]


def test_types_by_their_marks() -> None:
    text = """1. 甲【判断题】
2. 乙（请上传照片）
3. 丙[定位]
4. 丁（日期）
5. 戊（1～5星）
6. 己[整数]"""
    found = read(text).definition.questions
    assert [each.kind for each in found] == [
        Kind.YES_NO,
        Kind.PHOTO,
        Kind.PLACE,
        Kind.DATE,
        Kind.SCALE,
        Kind.NUMBER,
    ]
    assert found[4].scale == Scale(1, 5, stars=True)
    assert found[5].whole


def test_how_many_are_chosen() -> None:
    (found,) = read("1. 哪些？（至少选2项，最多选三项）\nA. 甲\nB. 乙\nC. 丙").definition.questions
    assert found.kind is Kind.SEVERAL
    assert found.constraint == "count-selected(.) >= 2 and count-selected(.) <= 3"
    assert found.constraint_message == "最少选 2 个，最多选 3 个"


def test_a_scale_that_is_said_and_drawn() -> None:
    (found,) = read("1. 几分？（0-5分）\n不好 0 1 2 3 4 5 好").definition.questions
    assert found.scale == Scale(0, 5, low_label="不好", high_label="好")


def test_a_choice_with_blanks_below_is_written() -> None:
    assert _kinds("1. 哪里？[单选题]\n________") == [(Kind.WORDS, "哪里？")]


def test_brackets_that_are_no_marks_stay() -> None:
    assert _kinds("1. 您家（含租户）有几口人？[整数]") == [
        (Kind.NUMBER, "您家（含租户）有几口人？")
    ]


def test_what_is_not_sure_is_kept_and_told() -> None:
    found = read("""1. 您对各项满意吗？[矩阵量表题][情景随机题]
2. 您吃过吗？
A. 吃过
B. 没吃过（请跳到第4题）
3. 味道呢？
好
一般
4. 还有呢？
这是一段没有编号的话，它太长了，不像是一个选项，所以写在提示里。""")
    assert found.doubts == (
        Doubt(1, Why.TYPE, "矩阵量表题"),
        Doubt(1, Why.TYPE, "情景随机题"),
        Doubt(4, Why.SKIP, "请跳到第4题"),
        Doubt(6, Why.GUESSED, "好"),
        Doubt(9, Why.UNPLACED, "这是一段没有编号的话，它太长了，不像是一个选项，所以写在提示里。"),
    )
    asked = found.definition.questions
    assert [each.kind for each in asked] == [Kind.WORDS, Kind.ONE, Kind.ONE, Kind.WORDS]
    assert [each.label for each in asked[1].choices] == ["吃过", "没吃过"]
    assert asked[3].hint == "这是一段没有编号的话，它太长了，不像是一个选项，所以写在提示里。"


def test_a_verdict_with_words_of_its_own_is_a_choice() -> None:
    (found,) = read("1. 食堂好吗？[判断题]\nA. 对\nB. 错").definition.questions
    assert (found.kind, [each.label for each in found.choices]) == (Kind.ONE, ["对", "错"])


def test_marks_below_the_question() -> None:
    (found,) = read("1. 哪里不好？\n（多选，最多选两项）\nA. 咸\nB. 淡\nC. 硬").definition.questions
    assert (found.kind, found.constraint) == (Kind.SEVERAL, "count-selected(.) <= 2")


def test_hints() -> None:
    (found,) = read("1. 哪里不好？\n（可以写几句）\n提示：写具体的地方").definition.questions
    assert (found.kind, found.hint) == (Kind.WORDS, "可以写几句\n写具体的地方")


def test_text_without_questions() -> None:
    found = read("大家好\n今天停水")
    assert found.definition.questions == ()
    assert (found.definition.title, found.definition.intro) == ("大家好", "今天停水")


_WORDS = st.text("饭菜怎么样好吃吗满意食堂社区服务", min_size=2, max_size=8)


@st.composite
def _asked(draw: st.DrawFn, number: int) -> Question:
    kind = draw(st.sampled_from(Kind))
    chosen = kind in (Kind.ONE, Kind.SEVERAL)
    labels = draw(st.lists(_WORDS, min_size=2, max_size=6, unique=True)) if chosen else []
    low = draw(st.integers(0, 1))
    ends = st.one_of(st.just(""), _WORDS)
    scale = Scale(low, low + draw(st.integers(1, 9)), low_label=draw(ends), high_label=draw(ends))
    return Question(
        name=f"q{number}",
        kind=kind,
        label=draw(_WORDS) + draw(st.sampled_from(["", "？", "（含租户）"])),
        hint=draw(st.one_of(st.just(""), _WORDS)),
        required=draw(st.booleans()),
        choices=tuple(map(Choice, "abcdef", labels)),
        other=chosen and draw(st.booleans()),
        scale=scale if kind is Kind.SCALE else None,
        whole=kind is Kind.NUMBER and draw(st.booleans()),
    )


@st.composite
def _surveys(draw: st.DrawFn) -> Definition:
    count = draw(st.integers(1, 12))
    questions = tuple(draw(_asked(number)) for number in range(1, count + 1))
    intro = draw(st.lists(_WORDS, max_size=2))
    parts: dict[str, str] = draw(
        st.dictionaries(st.sampled_from([each.name for each in questions]), _WORDS, max_size=2)
    )
    return Definition(
        title=draw(_WORDS),
        intro="\n".join(intro),
        thanks=draw(st.sampled_from(["", "谢谢您！", "感谢您的参与"])),
        questions=questions,
        parts=parts,
    )


MARKS = {
    Kind.ONE: "单选题",
    Kind.SEVERAL: "多选题",
    Kind.SCALE: "量表题",
    Kind.YES_NO: "判断题",
    Kind.NUMBER: "数字题",
    Kind.WORDS: "填空题",
    Kind.PHOTO: "图片题",
    Kind.PLACE: "定位",
    Kind.DATE: "日期",
}
BRACKETED = "（{}）"
NUMBERS = ("{}. ", "{}、", "第{}题 ", "Q{}：", BRACKETED)
OPTIONS = ("{}. ", "{}、", "({}) ")


def _rendered(
    survey: Definition, numbered: str, lettered: str, brackets: str, *, in_one_line: bool
) -> str:
    rows = [survey.title, *survey.intro.splitlines(), ""]
    for number, each in enumerate(survey.questions, start=1):
        if each.name in survey.parts:
            rows.append(f"一、{survey.parts[each.name]}")
        kind = "整数" if each.whole else MARKS[each.kind]
        optional = "*" if each.required else f"{brackets[0]}选填{brackets[1]}"
        rows.append(
            f"{numbered.format(number)}{each.label}{optional}{brackets[0]}{kind}{brackets[1]}"
        )
        labels = [choice.label for choice in each.choices] + ["其他____"] * each.other
        options = [
            f"{lettered.format(letter)}{label}"
            for letter, label in zip("ABCDEFG", labels, strict=False)
        ]
        rows += [" ".join(options)] if in_one_line else options
        if scale := each.scale:
            steps = " ".join(map(str, range(scale.low, scale.high + 1)))
            rows.append(f"{scale.low_label} {steps} {scale.high_label}")
        if each.kind is Kind.WORDS:
            rows.append("________")
        rows += [f"提示：{each.hint}"] if each.hint else []
        rows.append("")
    return "\n".join([*rows, survey.thanks])


@given(
    survey=_surveys(),
    numbered=st.sampled_from(NUMBERS),
    lettered=st.sampled_from(OPTIONS),
    brackets=st.sampled_from(["[]", "【】", "（）", "()"]),
    in_one_line=st.booleans(),
)
def test_what_is_written_so_reads_back(
    survey: Definition, numbered: str, lettered: str, brackets: str, in_one_line: bool
) -> None:
    assume(not (survey.parts and numbered == BRACKETED))
    found = read(_rendered(survey, numbered, lettered, brackets, in_one_line=in_one_line))
    assert found.definition == survey
    assert found.doubts == ()


@given(st.text(st.sampled_from("1.、（一）A①□*[]题单选跳到第 \n_分5谢:"), max_size=80))
def test_whatever_is_pasted_becomes_something(text: str) -> None:
    read(text)
