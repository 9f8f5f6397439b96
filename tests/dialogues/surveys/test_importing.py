"""A survey that staff have already: pasted as text, or sent as a file."""

from io import BytesIO
from zipfile import ZipFile

from openpyxl.worksheet.worksheet import Worksheet

from tests.dialogues.phones import Phone
from tests.dialogues.surveys.composed import begins
from tests.services.surveys.workbooks import workbook

PASTED = """食堂满意度
1. 饭菜好吃吗？[单选题]*
A. 好吃
B. 一般
C. 不好吃
2. 请给菜品排序[排序题]
3. 还想吃什么？（选填）"""

FORM = """
# survey
| type | name | label | required | relevant |
| select_one taste | good | 饭菜好吃吗？ | yes | |
| text | why | 哪里不好？ | no | ${good} = 'bad' |

# choices
| list_name | name | label |
| taste | good | 好吃 |
| taste | bad | 不好吃 |

# settings
| form_title |
| 长者食堂满意度 |
"""


async def sends(phone: Phone, content: bytes, name: str = "问卷.xlsx") -> None:
    await phone.hands_in(content, name)


async def test_text_is_pasted_and_corrected(staff: Phone) -> None:
    private = await begins(staff, "粘贴问卷星、Word 里的文字")
    private.sees("粘贴过来", "一次发完")
    await private.says(PASTED)
    private.sees("读出来 3 题", "第 6 行", "没有这种题型", "食堂满意度", "好吃 / 一般 / 不好吃")
    await private.taps("2. 请给菜品排序")
    await private.taps("改题型")
    await private.taps("多选")
    await private.says("面\n饭")
    private.sees("第 2 题：请给菜品排序〔多选", "面 / 饭")
    await private.says("0")
    await private.says("4. 您几岁？[填空题]")
    private.sees("读出来 1 题", "4. 您几岁？")


async def test_a_form_is_sent_and_read(staff: Phone) -> None:
    private = await begins(staff, "发表格（XLSForm）")
    private.sees("XLSForm")
    await sends(private, workbook(FORM))
    private.sees(
        "收进来了，2 题",
        "长者食堂满意度",
        "1. 饭菜好吃吗？〔单选 · 必答〕",
        "↳ 只问第 1 题答“不好吃”的人",
    )


async def test_what_is_not_understood_is_said_by_its_place(staff: Phone) -> None:
    private = await begins(staff, "发表格（XLSForm）")
    await sends(private, workbook(FORM.replace("| text |", "| begin_repeat |")))
    private.sees("没有收进来", "“survey”表第 3 行 A 列", "begin_repeat")
    await sends(private, workbook(FORM))
    private.sees("收进来了")


async def test_files_that_are_no_form(staff: Phone) -> None:
    private = await begins(staff, "发表格（XLSForm）")
    await sends(private, b"words", "问卷.docx")
    private.sees("没有收进来")
    await sends(private, with_macros(workbook(FORM)), "问卷.xlsm")
    private.sees("没有收进来", ".xlsm")
    await private.says("什么表格")
    private.sees("请把表格")


def with_macros(content: bytes) -> bytes:
    file = BytesIO(content)
    with ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub")
    return file.getvalue()


def merges(sheet: Worksheet) -> None:
    sheet.merge_cells("B2:B3")


async def test_merged_cells_are_told(staff: Phone) -> None:
    private = await begins(staff, "发表格（XLSForm）")
    await sends(private, workbook(FORM, survey=merges))
    private.sees("没有收进来", "“survey”表第 3 行 B 列", "合并")


async def test_ten_thousand_choices_are_too_many(staff: Phone) -> None:
    private = await begins(staff, "发表格（XLSForm）")
    many = "\n".join(f"| taste | c{each} | 第{each}种 |" for each in range(10_000))
    await sends(private, workbook(FORM.replace("| taste | good | 好吃 |", many)))
    private.sees("没有收进来", "最多 20 个")


async def test_a_cyclic_condition_is_told(staff: Phone) -> None:
    cyclic = FORM.replace("| yes | |", "| yes | ${why} = 'x' |")
    private = await begins(staff, "发表格（XLSForm）")
    await sends(private, workbook(cyclic))
    private.sees("没有收进来", "条件互相绕住了")
