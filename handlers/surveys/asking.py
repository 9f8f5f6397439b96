"""How a survey's questions read: one a message, and what can be tapped below each."""

from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.words import esc
from services.surveys.fitting import MOST_PHOTOS
from services.surveys.questions import OTHER, Definition, Kind, Question, Scale

SKIP, YES, NO = "skip", "yes", "no"
_NAMED = "="
"""Before the name of a choice or a question: forms from elsewhere call them back, more or skip."""
IN_A_ROW = 6
"""Steps of a scale; more do not fit a small screen."""
SHORT = 12
"""Characters of a choice of which two fit a row."""


def ask(
    definition: Definition,
    question: Question,
    at: tuple[int, int],
    *,
    big_print: bool = False,
    secret: bool = False,
) -> Ask:
    """A question with its buttons; `at` is its number, and how many there are."""
    shown = options(question, big_print=big_print)
    if not question.required:
        shown.append(Option(SKIP, _("跳过")))
    number = _("第 {number} 题，共 {count} 题").format(number=at[0], count=at[1])
    return Ask(
        f"{number}\n{words(definition, question, big_print=big_print)}",
        shown,
        columns=in_a_row(question),
        counted=question.kind not in IN_WORDS,
        secret=secret,
        name=question.name,
    )


IN_WORDS = frozenset({Kind.NUMBER, Kind.WORDS, Kind.DATE, Kind.PHOTO, Kind.PLACE})
"""Kinds that are answered by words or something sent, not by choosing."""


def words(
    definition: Definition, question: Question, *, big_print: bool = False, here: bool = True
) -> str:
    """HTML: what is asked, its heading above; below how to answer, where that is done `here`."""
    lines = [f"<b>{esc(question.label)}</b>"]
    if heading := definition.parts.get(question.name):
        lines.insert(0, esc(heading))
    if question.hint:
        lines.append(esc(question.hint))
    if here and (how := _how(question, big_print)):
        lines.append(how)
    return "\n".join(lines)


def _how(question: Question, big_print: bool) -> str:
    match question.kind:
        case Kind.SEVERAL:
            text = _("可以选几个：点一个选上，再点一下取消。也可以直接写号码，比如“{numbers}”。")
            # There the way on is the first.
            return text.format(numbers="2 3" if big_print else "1 2")
        case Kind.SCALE if question.scale is not None:
            return _ends(question.scale)
        case Kind.NUMBER:
            return _("请写一个数。")
        case Kind.WORDS:
            return _("写一句话就行。")
        case Kind.DATE:
            return _("请写日期，比如“3月5日”。")
        case Kind.PHOTO:
            return _("发照片就行，最多 {count} 张，一次发。").format(count=MOST_PHOTOS)
    return ""


def _ends(scale: Scale) -> str:
    if not (scale.low_label and scale.high_label):
        return ""
    return _("{low} = {worst}，{high} = {best}").format(
        low=scale.low, worst=esc(scale.low_label), high=scale.high, best=esc(scale.high_label)
    )


def options(question: Question, *, big_print: bool = False) -> list[Option]:
    """What can be chosen; the value is what `chosen` reads."""
    match question.kind:
        case Kind.YES_NO:
            return [Option(YES, _("是")), Option(NO, _("不是"))]
        case Kind.SCALE if question.scale is not None:
            return [_step(each, question.scale, big_print) for each in _steps(question.scale)]
        case Kind.ONE | Kind.SEVERAL:
            found = [Option(named(each.name), each.label) for each in question.choices]
            if question.other:
                found.append(Option(OTHER, _("其他，我来写")))
            return found
    return []


def named(name: str) -> str:
    """The value of the option that means the choice or the question of this name."""
    return _NAMED + name


def name_of(value: str) -> str:
    """What `named` was given; 其他 is OTHER."""
    return value.removeprefix(_NAMED)


def is_choice(value: str) -> bool:
    """Whether an option is one of the question's own, not one of those that stand around them."""
    return value == OTHER or value.startswith(_NAMED)


def _steps(scale: Scale) -> list[int]:
    """From the lowest up. 0 stands last: it is no answer's number, but the way back."""
    steps = list(range(scale.low, scale.high + 1))
    return [*(each for each in steps if each != 0), *(each for each in steps if each == 0)]


def _step(step: int, scale: Scale, big_print: bool) -> Option:
    if scale.stars:
        return Option(str(step), "⭐" * step or "0")
    if big_print and step and scale.low in (0, 1):
        # The number stands before it there.
        return Option(str(step), _("分"))
    return Option(str(step), _("{step} 分").format(step=step))


def in_a_row(question: Question) -> int:
    """How many buttons stand beside one another, where the print is not big."""
    if question.kind is Kind.SCALE and question.scale is not None:
        if question.scale.stars:
            return 1
        return min(question.scale.high - question.scale.low + 1, IN_A_ROW)
    if question.kind is Kind.YES_NO:
        return 2
    return 2 if all(len(each.label) <= SHORT for each in question.choices) else 1


def as_read(question: Question, value: object, other: str = "") -> str:
    """An answer as people read it: plain text."""
    if value is None:
        return _("跳过了")
    names = {each.name: each.label for each in question.choices}
    if question.other:
        names[OTHER] = other or _("其他")
    match question.kind:
        case Kind.YES_NO:
            return _("是") if value else _("不是")
        case Kind.SCALE:
            return _("{step} 分").format(step=value)
        case Kind.ONE:
            return names.get(str(value), str(value))
        case Kind.SEVERAL if isinstance(value, list):
            return "、".join(names.get(str(each)) or str(each) for each in value)
        case Kind.PHOTO if isinstance(value, list):
            return _("照片 {count} 张").format(count=len(value))
        case Kind.PLACE if isinstance(value, dict):
            return str(value.get("text") or _("位置"))
    return str(value)
