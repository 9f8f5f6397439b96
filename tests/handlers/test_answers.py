"""What counts as an answer to a question with options: its number or label, however written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.common.questions import BACK, Option, Question, goes_back

BUILDINGS = ("11号楼", "1号楼", "2号楼")
KINDS = ("理发", "洗衣", "买菜", "陪诊", "修水管", "送餐", "代办", "打扫", "搬东西", "聊天", "别的")


def question(*labels: str, in_words: bool = False) -> Question:
    options = [Option(label, label) for label in labels]
    return Question.new("?", [*options, Option(BACK, "返回")], in_words=in_words)


WRITTEN = {
    1: "1|１|1.|1、|１。|①|⑴|1️⃣|(1)|一|壹|一。|1号|一号|1 号|第1|第一|第一个|第1个|第一個|第 1 项"
    "|选1|选一|我选1|选第一个|选1号|1吧|第一个吧|选一呢| 1 |1理发|1 理发|理发|理发吧|“理发”",
    2: "2|２|2。|②|二|贰|2号|二号|第二个|第2项|选2|我选第二个|二吧|2 洗衣|洗衣",
    10: "10|１０|⑩|十|拾|十号|第十个|选10",
    11: "11|⑪|十一|11号|第十一个|选十一|别的",
}
NOT_WRITTEN = (
    "|。|吧|12|十二|98|第几个|1点|1个|一个|一下|第一天|10月|二十分钟|一三五|随便|选|一号楼|十十"
    "|-1|－1|1.5|1.1|1:1|1-1|1/1"
)
BACK_WAYS = "0|０|0。|零|〇|0号|选0|第0个|返回|返回吧|返回。|Back"


@pytest.mark.parametrize(
    ("number", "said"),
    [(number, said) for number, ways in WRITTEN.items() for said in ways.split("|")],
)
def test_a_number_is_chosen_however_it_is_written(number: int, said: str) -> None:
    assert question(*KINDS).said(said) == KINDS[number - 1]


@pytest.mark.parametrize("said", NOT_WRITTEN.split("|"))
def test_what_is_no_number_chooses_nothing(said: str) -> None:
    assert question(*KINDS).said(said) is None


@pytest.mark.parametrize(
    "said",
    ["0", "０", "0。", "零", "〇", "0号", "选0", "第0个", "返回", "返回吧", "返回。", "Back"],
)
def test_the_way_back_is_0(said: str) -> None:
    assert question(*KINDS).said(said) == BACK
    assert goes_back(said)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("1号楼", "1号楼"),
        ("11号楼", "11号楼"),
        ("1号", "1号楼"),
        ("11号", "11号楼"),
        ("2号", "2号楼"),
        ("1", "11号楼"),
        ("第一个", "11号楼"),
        ("2", "1号楼"),
        ("3", "2号楼"),
        ("3号", "2号楼"),
    ],
)
def test_a_label_that_begins_with_a_figure_goes_before_the_number(said: str, value: str) -> None:
    assert question(*BUILDINGS).said(said) == value


def test_a_number_that_may_mean_several_labels_chooses_none() -> None:
    assert question("1号楼", "1号院", "2号楼").said("1号") is None


def test_a_label_that_is_a_figure_goes_before_the_number() -> None:
    assert question("3", "2", "1").said("3") == "3"


def test_a_label_goes_before_the_number_and_label_of_another() -> None:
    assert question("1", "11").said("11") == "11"


@pytest.mark.parametrize("said", ["000000", "00", "01", "100", "123456"])
def test_a_code_chooses_nothing(said: str) -> None:
    assert question(*KINDS).said(said) is None


@pytest.mark.parametrize("said", ["一", "二", "3号", "壹", "零"])
def test_words_that_mean_something_else_are_left_to_where_words_are_answers(said: str) -> None:
    """Tuesday at the question which weekdays, a day at the question when."""
    assert question(*KINDS, in_words=True).said(said) is None


@pytest.mark.parametrize("said", ["2", "2。", "②", "第二个", "选2", "洗衣"])
def test_there_too_it_may_be_said_plainly(said: str) -> None:
    assert question(*KINDS, in_words=True).said(said) == "洗衣"


LABELS = st.text("1234一二三号楼个第选甲乙", min_size=1, max_size=5)


@given(st.lists(LABELS, min_size=1, max_size=20, unique=True), st.data())
def test_a_label_is_always_its_own_answer(labels: list[str], data: st.DataObject) -> None:
    said = data.draw(st.sampled_from(labels))
    assert question(*labels).said(said) == said


@given(
    st.integers(1, 20),
    st.sampled_from(["{}", "{}。", " {} ", "第{}个", "选{}", "{}、", "第{}个吧"]),
)
def test_every_number_in_every_writing(number: int, writing: str) -> None:
    names = [f"选项{letter}" for letter in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"]
    tens, units = ("", "十", "二十")[number // 10], " 一二三四五六七八九"[number % 10].strip()
    for numeral in (str(number), tens + units):
        assert question(*names).said(writing.format(numeral)) == names[number - 1]


@given(st.text())
def test_whatever_is_said_is_one_of_the_options_or_nothing(said: str) -> None:
    assert question(*KINDS).said(said) in (*KINDS, BACK, None)
