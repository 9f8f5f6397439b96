"""What is wrong with a survey, in words: what, where, and what to do."""

from collections.abc import Sequence

from handlers.common.i18n import _
from handlers.common.words import cut, esc
from services.surveys.checking import Field, Problem, What
from services.surveys.syntax import Why

SHOWN = 6
QUOTED = 40
"""Characters of what is quoted."""


def in_words(problems: Sequence[Problem]) -> str:
    """The first of them, a line each (HTML)."""
    lines = [f"⚠️ {in_a_line(each)}" for each in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(_("……还有 {count} 处。").format(count=len(problems) - SHOWN))
    return "\n".join(lines)


def in_a_line(problem: Problem) -> str:
    """HTML."""
    what = _what(problem)
    if problem.number is None:
        return what
    return _("第 {number} 题：{what}").format(number=problem.number, what=what)


def _what(problem: Problem) -> str:  # noqa: C901 - a list, not logic
    text = esc(cut(problem.text, QUOTED))
    match problem.what:
        case What.NO_TITLE:
            return _("还没有名称。")
        case What.NO_QUESTIONS:
            return _("还没有题目，请至少写一题。")
        case What.TOO_MANY_QUESTIONS:
            words = _("有 {count} 题，最多 {limit} 题。题多了没人答完，请留下最要紧的。")
            return words.format(count=problem.count, limit=problem.limit)
        case What.TOO_LONG:
            words = _("{field}太长了：{count} 个字，最多 {limit} 个字。")
            return words.format(
                field=_field(problem.field), count=problem.count, limit=problem.limit
            )
        case What.EMPTY:
            return _("{field}是空的。").format(field=_field(problem.field))
        case What.NAME | What.CHOICE_NAME:
            words = _("代号“{text}”不能用，只能用英文字母、数字和下划线，字母开头。")
            return words.format(text=text)
        case What.NAME_TWICE:
            return _("代号“{text}”用了两次。").format(text=text)
        case What.NO_CHOICES:
            return _("没有选项。")
        case What.TOO_MANY_CHOICES:
            words = _("有 {count} 个选项，最多 {limit} 个。")
            return words.format(count=problem.count, limit=problem.limit)
        case What.CHOICE_TWICE:
            return _("选项“{text}”有两个。").format(text=text)
        case What.SCALE:
            return _("打分要写从几分到几分，最多 {limit} 档。").format(limit=problem.limit)
        case What.UNREADABLE:
            return _unreadable(problem)
        case What.UNKNOWN_NAME:
            return _("条件里的“{text}”不是哪一题的代号。").format(text=text)
        case What.LATER_NAME:
            return _("条件看的是后面的题“{text}”，请把那一题移到前面。").format(text=text)
        case What.CYCLE:
            return _("条件互相绕住了：要看“{text}”，它又要看这一题。").format(text=text)
        case What.OWN_ANSWER:
            return _("条件里不能看这一题自己的答案。")
        case What.UNKNOWN_CHOICE:
            return _("条件里的“{text}”不是那一题的选项。").format(text=text)


def _unreadable(problem: Problem) -> str:
    error = problem.error
    part = esc(cut(error.part, QUOTED)) if error else ""
    match error.why if error else None:
        case Why.FUNCTION:
            return _("条件里的函数“{part}”不能用。").format(part=part)
        case Why.ARGUMENTS:
            return _("条件里的函数“{part}”参数个数不对。").format(part=part)
        case Why.PATTERN:
            return _("条件里的 regex“{part}”不能用。").format(part=part)
        case Why.TOO_LONG:
            return _("条件太长了。")
        case Why.UNFINISHED:
            return _("条件没有写完。")
        case _:
            return _("条件看不懂：“{part}”。").format(part=part)


def _field(field: Field | None) -> str:
    match field:
        case Field.TITLE:
            return _("名称")
        case Field.INTRO:
            return _("开头的话")
        case Field.THANKS:
            return _("结尾的话")
        case Field.PART:
            return _("小标题")
        case Field.CHOICES:
            return _("选项")
        case Field.HINT:
            return _("说明")
        case Field.CONSTRAINT_MESSAGE:
            return _("答错时的提示")
        case _:
            return _("题目")
