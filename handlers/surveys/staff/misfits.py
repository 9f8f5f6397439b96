"""What of a form is not understood, in words: which sheet, row and column, what, and what to do."""

from collections.abc import Sequence
from typing import assert_never

from handlers.common.i18n import _
from handlers.common.words import cut, esc
from handlers.surveys.staff import problems
from services.surveys.xlsform import MOST_ROWS, Misfit, Trouble

SHOWN = 8
QUOTED = 40
"""Characters of what is quoted."""


def in_words(misfits: Sequence[Misfit]) -> str:
    """The first of them, a line each (HTML)."""
    lines = [f"• {_place(each)}{_what(each)}" for each in misfits[:SHOWN]]
    if len(misfits) > SHOWN:
        lines.append(_("……还有 {count} 处。").format(count=len(misfits) - SHOWN))
    return "\n".join(lines)


def _place(misfit: Misfit) -> str:
    """Such as “survey”表第 3 行 B 列："""
    sheet = esc(cut(misfit.sheet, QUOTED))
    if misfit.row and misfit.letters:
        text = _("“{sheet}”表第 {row} 行 {column} 列：")
    elif misfit.row:
        text = _("“{sheet}”表第 {row} 行：")
    elif misfit.sheet:
        text = _("“{sheet}”表：")
    else:
        return ""
    return text.format(sheet=sheet, row=misfit.row, column=misfit.letters)


def _what(misfit: Misfit) -> str:  # noqa: C901 - a list, not logic
    text = esc(cut(misfit.text, QUOTED))
    heading = esc(cut(misfit.heading, QUOTED))
    match misfit.trouble:
        case Trouble.FILE:
            return esc(misfit.text)
        case Trouble.MACROS:
            return _("带宏的文件（.xlsm）不收，请另存为普通的 .xlsx 再发。")
        case Trouble.NO_SURVEY:
            return _("没有叫 survey 的表。请把写题目的那张表改名叫 survey。")
        case Trouble.SHEET:
            return _("这张表用不上，请删掉，或者名称前面加一条下划线。")
        case Trouble.NO_COLUMN:
            return _("缺了“{heading}”这一列，请在第一行加上。").format(heading=heading)
        case Trouble.TWO_COLUMNS:
            return _("“{heading}”这一列有两个，请只留一个。").format(heading=heading)
        case Trouble.CELL:
            return esc(misfit.text)
        case Trouble.MERGED:
            return _("这一格和上面合并了，请取消合并，每格都填上。")
        case Trouble.NO_HEADING:
            return _("“{text}”上面没有列名，请在第一行写上列名，或者把它删掉。").format(text=text)
        case Trouble.COLUMN:
            return _("“{heading}”这一列我们不支持，请删掉。").format(heading=heading)
        case Trouble.NOT_HERE:
            return _("这种行里不能写“{text}”，请删掉。").format(text=text)
        case Trouble.ROW:
            return _("settings 表只能有一行，请把多的删掉。")
        case Trouble.ROWS:
            words = _("题目太多了，最多读 {count} 行。请只留要问的。")
            return words.format(count=MOST_ROWS)
        case Trouble.NO_TYPE:
            return _("这一行没有写题型，请在 type 列写上，比如 text；不要的行请删掉。")
        case Trouble.TYPE:
            return _("题型“{text}”我们不支持，请改成别的，比如 text 或 select_one。").format(
                text=text
            )
        case Trouble.NO_LIST:
            return _("找不到选项表“{text}”，请在 choices 表的 list_name 列写上它。").format(
                text=text
            )
        case Trouble.CHOICE:
            return _("选项少了一格，请把 list_name、name 和 label 都写上。")
        case Trouble.CONDITION:
            return _("说明（note）的条件请改成和下面那一题一样，或者删掉条件。")
        case Trouble.GROUP:
            return _("分组没有配对，请让每个 begin_group 都有一个 end_group，也不要套得太深。")
        case Trouble.REFERENCE:
            return _("文字里不能填别的题的答案，请改写：“{text}”。").format(text=text)
        case Trouble.YES_OR_NO:
            return _("这里请写 yes 或 no，不能写“{text}”。").format(text=text)
        case Trouble.APPEARANCE:
            return _("样式“{text}”我们不支持，请删掉。").format(text=text)
        case Trouble.PARAMETERS:
            return _("打分的题请写成 start=1 end=5 这样，一档一分；别的题请删掉这一格。")
        case Trouble.CALCULATION:
            words = _("这条计算没有哪个条件用得上，或者看不懂，请删掉或者改写：“{text}”。")
            return words.format(text=text)
        case Trouble.PROBLEM:
            assert misfit.problem is not None
            return problems.in_a_line(misfit.problem)
        case _:
            assert_never(misfit.trouble)
