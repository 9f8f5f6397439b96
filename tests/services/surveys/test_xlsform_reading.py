# ruff: noqa: E501 - tables are read across
"""XLSForms as other programs and people write them."""

import pytest

from services.surveys import xlsform
from services.surveys.questions import Choice, Definition, Kind, Question, Scale
from tests.services.surveys.workbooks import workbook

SATISFACTION = """
# survey
| type                          | name   | label::中文 (zh)     | label::English | hint::中文 (zh) | required | relevant         | constraint | constraint_message::中文 (zh) | appearance | parameters |
| start                         | start  |                      |                |                 |          |                  |            |                               |            |            |
| note                          | hello  | 您好！请您说说食堂。 | Hello!         |                 |          |                  |            |                               |            |            |
| begin group                   | food   | 饭菜                 | Food           |                 |          |                  |            |                               | field-list |            |
| range                         | stars  | 您打几颗星？         | Stars?         |                 | yes      |                  |            |                               | rating     | start=1 end=5 step=1 |
| select_multiple faults or_other | faults | 哪里不好？         | What is wrong? | 可以选几个      |          | ${stars} < 4     | count-selected(.) < 3 | 最多选两个       |            |            |
| end group                     |        |                      |                |                 |          |                  |            |                               |            |            |
| begin group                   | self   |                      |                |                 |          | ${stars} > 0     |            |                               |            |            |
| note                          | about  | 关于您自己           | About you      |                 |          |                  |            |                               |            |            |
| integer                       | born   | 您哪年生的？         | Born?          |                 | TRUE     |                  | . > 1900   | 写四位数的年份                |            |            |
| select_one yes_no             | alone  | 您一个人住吗？       | Alone?         |                 | no       | 2026 - ${born} >= 60 |        |                               | horizontal |            |
| end group                     |        |                      |                |                 |          |                  |            |                               |            |            |
| note                          | bye    | 谢谢您！             | Thanks!        |                 |          |                  |            |                               |            |            |
# choices
| list_name | name  | label::中文 (zh) | label::English |
| faults    | salty | 太咸             | Salty          |
| faults    | cold  | 太凉             | Cold           |
|           |       |                  |                |
| yes_no    | yes   | 是               | Yes            |
| yes_no    | no    | 否               | No             |
# settings
| form_title | form_id | version    | default_language |
| 食堂满意度 | canteen | 2026112601 | English (en)     |
"""


def test_a_form_in_two_languages() -> None:
    assert xlsform.read(workbook(SATISFACTION), "form.xlsx") == Definition(
        title="食堂满意度",
        form_id="canteen",
        intro="您好！请您说说食堂。",
        thanks="谢谢您！",
        parts={"stars": "饭菜", "born": "关于您自己"},
        questions=(
            Question(
                name="stars", kind=Kind.SCALE, label="您打几颗星？", scale=Scale(1, 5, stars=True)
            ),
            Question(
                name="faults",
                kind=Kind.SEVERAL,
                label="哪里不好？",
                hint="可以选几个",
                required=False,
                choices=(Choice("salty", "太咸"), Choice("cold", "太凉")),
                other=True,
                relevant="${stars} < 4",
                constraint="count-selected(.) < 3",
                constraint_message="最多选两个",
            ),
            Question(
                name="born",
                kind=Kind.NUMBER,
                whole=True,
                label="您哪年生的？",
                relevant="${stars} > 0",
                constraint=". > 1900",
                constraint_message="写四位数的年份",
            ),
            Question(
                name="alone",
                kind=Kind.YES_NO,
                label="您一个人住吗？",
                required=False,
                relevant="(${stars} > 0) and (2026 - ${born} >= 60)",
            ),
        ),
    )


def _read(written: str, file_name: str = "form.xlsx") -> Definition:
    return xlsform.read(workbook(written), file_name)


def test_opinions_with_notes_between_and_lines_within() -> None:
    found = xlsform.read(
        workbook(
            {
                "survey": [
                    ["type", "name", "label"],
                    ["note", "n1", "征求意见\n三个问题"],
                    ["text", "needs", "您缺什么？"],
                    ["note", "n2", "下面说说您能帮什么"],
                    ["text", "offers", "您能帮什么？"],
                ]
            }
        ),
        "/tmp/征求意见表.xlsx",
    )
    assert found.title == "征求意见表"
    assert found.intro == "征求意见\n三个问题"
    assert found.parts == {"offers": "下面说说您能帮什么"}
    assert xlsform.read(xlsform.write(found), "other.xlsx") == found


def test_what_is_calculated_stands_in_the_conditions() -> None:
    found = _read("""
# survey
| type | name | label | calculation | relevant |
| integer | born | Born? | | |
| calculate | age | | 2026 - ${born} | |
| calculate | old | | ${age} >= 60 | |
| text | wish | Wish? | | ${old} and ${age} < 100 |
""")
    assert found.questions[1].relevant == "((2026 - ${born}) >= 60) and (2026 - ${born}) < 100"


def test_older_words_of_the_convention() -> None:
    found = _read("""
# Survey
| Command | tag | caption:English | bind:relevant | bind:constraint | bind:jr:constraintMsg | control:appearance |
| select one from sexes or specify other | sex | Sex? | | | | minimal |
| select all that apply from sexes | likes | Likes? | ${sex} = 'm' | | | |
| trigger | seen | Seen? | | | | |
| int | age | Age? | | . > 0 | More | |
# Choices
| list name | value | caption:English |
| sexes | m | Male |
| sexes | f | Female |
""")
    sexes = (Choice("m", "Male"), Choice("f", "Female"))
    assert [(each.kind, each.choices, each.other) for each in found.questions] == [
        (Kind.ONE, sexes, True),
        (Kind.SEVERAL, sexes, False),
        (Kind.ONE, (Choice("OK", "知道了"),), False),
        (Kind.NUMBER, (), False),
    ]
    assert found.questions[1].relevant == "${sex} = 'm'"
    assert found.questions[3].constraint_message == "More"


def test_a_csv_file_holds_all_sheets() -> None:
    written = (
        '"survey",,,\n,"type","name","label"\n,"select_one likes","q","要吗？"\n'
        ',,,\n"choices",,,\n,"list_name","name","label"\n,"likes","a","要"\n'
    )
    found = xlsform.read(written.encode(), "买菜.csv")
    assert found == Definition(
        title="买菜",
        questions=(
            Question(
                name="q",
                kind=Kind.ONE,
                label="要吗？",
                required=False,
                choices=(Choice("a", "要"),),
            ),
        ),
    )


def test_the_only_sheet_may_have_any_name() -> None:
    assert _read("# Sheet1\n| type | name | label |\n| text | q | Why? |").questions[0].name == "q"


def test_sheets_for_oneself_begin_with_an_underscore() -> None:
    written = "# survey\n| type | name | label |\n| text | q | Why? |\n# _todo\n| ask Li |"
    assert _read(written).questions[0].label == "Why?"


@pytest.mark.parametrize(
    ("labels", "kind"),
    [(("是", "否"), Kind.YES_NO), (("Yes", "No"), Kind.YES_NO), (("有", "没有"), Kind.ONE)],
)
def test_yes_and_no_with_words_of_its_own_is_a_choice(labels: tuple[str, str], kind: Kind) -> None:
    found = _read(f"""
# survey
| type | name | label |
| select_one yes_no | q | Lift? |
# choices
| list_name | name | label |
| yes_no | yes | {labels[0]} |
| yes_no | no | {labels[1]} |
""")
    assert found.questions[0].kind is kind


def test_labels_at_the_ends_of_a_scale() -> None:
    found = _read("""
# survey
| type | name | label | parameters |
| range | q | How? | start=0;end=10, step = 1 tick_labelset=ends |
# choices
| list_name | name | label |
| ends | 0 | bad |
| ends | 10 | good |
""")
    assert found.questions[0].scale == Scale(0, 10, low_label="bad", high_label="good")


def test_what_a_language_lacks_comes_from_the_next() -> None:
    found = _read("""
# survey
| type | name | label::English | label::中文 (zh) | hint::English |
| text | q | Why? | 为什么？ | |
| text | p | How? | | In short |
""")
    assert [(each.label, each.hint) for each in found.questions] == [
        ("为什么？", ""),
        ("How?", "In short"),
    ]


def test_columns_for_oneself_begin_with_an_underscore() -> None:
    found = _read("# survey\n| _who | type | name | label |\n| Li | text | q | Why? |")
    assert found.questions[0].label == "Why?"
