"""How the parts of a survey are called, as staff read them."""

from collections.abc import Sequence

from handlers.common.i18n import _
from handlers.common.words import cut, esc
from services.surveys import conditions
from services.surveys.conditions import Condition
from services.surveys.editing import Change, Part, Plan
from services.surveys.functions import YES
from services.surveys.questions import Definition, Kind, Question
from storage.tables import SurveyState

SHORT = 24
"""Characters of a question or an answer on a button, and where it is only named."""


def kind_name(kind: Kind) -> str:
    match kind:
        case Kind.ONE:
            return _("单选")
        case Kind.SEVERAL:
            return _("多选")
        case Kind.SCALE:
            return _("打分")
        case Kind.YES_NO:
            return _("是或不是")
        case Kind.NUMBER:
            return _("填数字")
        case Kind.WORDS:
            return _("填文字")
        case Kind.PHOTO:
            return _("发照片")
        case Kind.PLACE:
            return _("发地点")
        case Kind.DATE:
            return _("填日期")


def state_name(state: SurveyState) -> str:
    match state:
        case SurveyState.DRAFT:
            return _("草稿")
        case SurveyState.SCHEDULED:
            return _("定了时间")
        case SurveyState.RUNNING:
            return _("进行中")
        case SurveyState.PAUSED:
            return _("暂停了")
        case SurveyState.ENDED:
            return _("结束了")
        case SurveyState.DROPPED:
            return _("作废了")


def in_order(definition: Definition) -> str:
    """All questions with what they are (HTML), a few lines each."""
    return "\n".join(
        f"{number}. {in_short(each, definition)}"
        for number, each in enumerate(definition.questions, start=1)
    )


def in_short(question: Question, definition: Definition) -> str:
    """A question as staff look over it (HTML)."""
    needed = _("必答") if question.required else _("可以不答")
    lines = [f"{esc(question.label)}〔{kind_name(question.kind)} · {needed}〕"]
    if choices := choices_of(question):
        lines.append("   " + esc(" / ".join(choices)))
    if question.relevant:
        lines.append("   " + only_if(question, definition))
    return "\n".join(lines)


def choices_of(question: Question) -> list[str]:
    """What can be chosen, as people read it."""
    labels = [each.label for each in question.choices]
    if question.other:
        labels.append(_("其他"))
    if (scale := question.scale) is not None:
        low = " ".join(filter(None, [str(scale.low), scale.low_label]))
        high = " ".join(filter(None, [str(scale.high), scale.high_label]))
        labels.append(_("{low} 到 {high}").format(low=low, high=high))
    return labels


def only_if(question: Question, definition: Definition) -> str:
    """Whom it is asked, where not everybody (HTML)."""
    picked = conditions.read(question.relevant, definition)
    if picked is None:
        return _("↳ 只问满足条件的人：{expression}").format(expression=esc(question.relevant))
    number = 1 + [each.name for each in definition.questions].index(picked.question.name)
    return _("↳ 只问第 {number} 题答“{answer}”的人").format(
        number=number, answer=esc(answer_of(picked))
    )


def answer_of(condition: Condition) -> str:
    """The answer that a condition is about."""
    question, value = condition.question, condition.value
    match question.kind:
        case Kind.YES_NO:
            return _("是") if value == YES else _("不是")
        case Kind.SCALE if condition.sign == "<=":
            return _("{value} 分以下（含）").format(value=value)
        case Kind.SCALE:
            return _("{value} 分以上（含）").format(value=value)
    labels = {each.name: each.label for each in question.choices}
    return labels.get(value, value)


def number_of(definition: Definition, name: str) -> int:
    """The question's, from 1; 0 where it is gone."""
    names = [each.name for each in definition.questions]
    return names.index(name) + 1 if name in names else 0


def changes_in_words(changes: Sequence[Change], now: Plan, before: Plan) -> str:
    """What somebody else did to the draft, such as 改了第 2 题、删了“您几岁？”."""
    return "、".join(_change(each, now.definition, before.definition) for each in changes)


def _change(change: Change, now: Definition, before: Definition) -> str:  # noqa: C901
    number = number_of(now, change.name)
    match change.part:
        case Part.TITLE:
            return _("改了名称")
        case Part.INTRO | Part.THANKS | Part.PARTS:
            return _("改了开头或结尾的话")
        case Part.ADDED:
            return _("加了第 {number} 题").format(number=number)
        case Part.REMOVED:
            label = esc(cut(before.named(change.name).label, SHORT))
            return _("删了“{label}”").format(label=label)
        case Part.QUESTION:
            return _("改了第 {number} 题").format(number=number)
        case Part.ORDER:
            return _("换了先后")
        case Part.ANONYMOUS:
            return _("改了记不记名")
        case Part.AUDIENCE:
            return _("改了发给谁")
        case Part.START:
            return _("改了什么时候发")
        case Part.LENGTH:
            return _("改了答几天")
        case Part.REMINDERS:
            return _("改了提醒")
        case Part.RHYTHM:
            return _("改了重复")
        case Part.GROUPS:
            return _("改了结果怎么分")
