"""Writing a question: what it says, of what kind it is, what can be chosen.

A new one is put behind the others once all of that is known; of one that is there, each is changed
by itself.
"""

from dataclasses import replace

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.surveys.staff import one
from handlers.surveys.staff.draft import Composing, form, put_question
from handlers.surveys.staff.one import CHOICES, HINT, KIND, LABEL, SCALE
from handlers.surveys.staff.words import choices_of, kind_name
from services.surveys import as_written, editing
from services.surveys.questions import (
    CHOICE_LIMIT,
    LABEL_LIMIT,
    MOST_CHOICES,
    MOST_QUESTIONS,
    OTHER,
    WIDEST_SCALE,
    Choice,
    Definition,
    Kind,
    Question,
    Scale,
)
from storage.clean_text import one_line

USUAL, NONE = "usual", "none"
SCALES = {
    "stars": Scale(1, 5, stars=True),
    "five": Scale(1, 5),
    "ten": Scale(0, 10),
}


@form.aside("questions", some_words(LABEL_LIMIT))
async def label(talk: Talk, draft: Composing) -> Ask:
    if draft.name:
        text = _("现在是“{label}”。改成什么？")
        return Ask(text.format(label=esc(draft.definition.named(draft.name).label)))
    number = len(draft.definition.questions) + 1
    if number > MOST_QUESTIONS:
        text = _("已经有 {limit} 题了。题多了没人答完，要加就先删一题。")
        raise Again(text.format(limit=MOST_QUESTIONS))
    return Ask(_("第 {number} 题问什么？一题只问一件事。").format(number=number))


@label.taken
async def labelled(talk: Talk, draft: Composing, said: str) -> Reply:
    said = one_line(said)
    if draft.name:
        question = draft.definition.named(draft.name)
        return await one.change(talk, draft, LABEL, replace(question, label=said))
    name = editing.free_name(draft.definition)
    draft.new = Question(name=name, kind=Kind.WORDS, label=said)
    return await form.ask(talk, draft, KIND)


@form.aside("questions")
async def kind(talk: Talk, draft: Composing) -> Ask:
    options = [Option(each.value, kind_name(each)) for each in Kind]
    label = esc(_question(draft).label)
    return Ask(_("“{label}”怎么答？").format(label=label), options, columns=2)


@kind.choice()
async def of_kind(talk: Talk, draft: Composing, choice: str) -> Reply:
    """What belonged to another kind goes; choices stay between 单选 and 多选."""
    of = Kind(choice)
    question = _question(draft)
    keeps_choices = of in (Kind.ONE, Kind.SEVERAL)
    changed = replace(
        question,
        kind=of,
        choices=question.choices if keeps_choices else (),
        other=question.other and keeps_choices,
        scale=question.scale if of is Kind.SCALE else None,
        whole=of is Kind.NUMBER,
        constraint="" if of is not question.kind else question.constraint,
    )
    if keeps_choices and not changed.choices:
        return await _wait_for(talk, draft, changed, CHOICES)
    if of is Kind.SCALE and changed.scale is None:
        return await _wait_for(talk, draft, changed, SCALE)
    return await _put(talk, draft, KIND, changed)


async def _wait_for(talk: Talk, draft: Composing, question: Question, step: str) -> Reply:
    """Nothing is kept of it before it is whole."""
    draft.new = question
    return await form.ask(talk, draft, step)


def some_choices(said: str, talk: Talk) -> list[str]:
    """A line each, without the letters or figures that they are numbered by."""
    found = as_written.choices(said)
    if len(found) < 2:
        raise Again(_("至少要两个选项，一行写一个。"))
    if len(found) > MOST_CHOICES:
        text = _("一共 {count} 个，最多 {limit} 个选项。请留下最要紧的，别的归到其他里。")
        raise Again(text.format(count=len(found), limit=MOST_CHOICES))
    if long := next((each for each in found if len(each) > CHOICE_LIMIT), None):
        text = _("“{choice}”太长了，一个选项最多 {limit} 个字。")
        raise Again(text.format(choice=esc(long[:CHOICE_LIMIT]), limit=CHOICE_LIMIT))
    return found


@form.aside("kind", some_choices)
async def choices(talk: Talk, draft: Composing) -> Ask:
    text = _("有哪些选项？一行一个，比如：\n满意\n一般\n不满意\n最后写一行其他，就可以自己填。")
    question = _question(draft)
    if question.choices:
        now = esc("\n".join(choices_of(question)))
        return Ask(_("现在是：\n{choices}\n\n改成哪些？一行一个。").format(choices=now))
    return Ask(text, [Option(USUAL, _("满意、基本满意、不满意"))])


@choices.choice(USUAL)
async def the_usual(talk: Talk, draft: Composing, choice: str) -> Reply:
    labels = [_("满意"), _("基本满意"), _("不满意")]
    return await listed(talk, draft, labels)


@choices.taken
async def listed(talk: Talk, draft: Composing, said: list[str]) -> Reply:
    question = _question(draft)
    own = [each for each in said if not as_written.is_other(each)]
    changed = replace(question, choices=_named(own, question), other=len(own) < len(said))
    return await _put(talk, draft, CHOICES, changed)


def _named(labels: list[str], question: Question) -> tuple[Choice, ...]:
    """Those that were there keep their names, so that conditions and answers find them."""
    names = {each.label: each.name for each in question.choices}
    taken = {*names.values(), OTHER}
    found = []
    for label in labels:
        name = names.get(label) or next(
            free for at in range(1, 100) if (free := f"a{at}") not in taken
        )
        taken.add(name)
        found.append(Choice(name, label))
    return tuple(found)


def a_scale(said: str, talk: Talk) -> Scale:
    found = as_written.scale(said)
    if found is None or found.high - found.low >= WIDEST_SCALE:
        text = _("请写从几分到几分，比如“1-5”“0-10”，最多 {limit} 档。")
        raise Again(text.format(limit=WIDEST_SCALE))
    return found


@form.aside("kind", a_scale)
async def scale(talk: Talk, draft: Composing) -> Ask:
    options = [
        Option("stars", _("⭐ 一到五颗星")),
        Option("five", _("1 到 5 分")),
        Option("ten", _("0 到 10 分")),
    ]
    return Ask(_("从几分到几分？也可以写，比如“1-7”。"), options)


@scale.choice()
async def usual_scale(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await scaled(talk, draft, SCALES[choice])


@scale.taken
async def scaled(talk: Talk, draft: Composing, found: Scale) -> Reply:
    return await _put(talk, draft, SCALE, replace(_question(draft), scale=found))


@form.aside("one", some_words(LABEL_LIMIT))
async def hint(talk: Talk, draft: Composing) -> Ask:
    return Ask(_("题目下面加一句什么说明？"), [Option(NONE, _("不要说明"))])


@hint.choice(NONE)
async def no_hint(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await hinted(talk, draft, "")


@hint.taken
async def hinted(talk: Talk, draft: Composing, said: str) -> Reply:
    question = draft.definition.named(draft.name)
    return await one.change(talk, draft, HINT, replace(question, hint=one_line(said)))


def _question(draft: Composing) -> Question:
    """The one that is written, or changed and not whole yet; else as it is kept."""
    return draft.new or draft.definition.named(draft.name)


async def _put(talk: Talk, draft: Composing, step: str, question: Question) -> Reply:
    draft.new = question
    told = await put_question(talk, draft, step, question)
    if not isinstance(told, str):
        return told
    draft.name, draft.new = _name_of(question, draft.definition), None
    return await form.ask(talk, draft, one.ONE, told)


def _name_of(question: Question, definition: Definition) -> str:
    """A colleague's new question may have got the name first."""
    return next(
        each.name
        for each in reversed(definition.questions)
        if replace(each, name=question.name) == question
    )
