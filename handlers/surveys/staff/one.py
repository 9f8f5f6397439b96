"""One question of a draft, looked at: required or not, whom it is asked, moved, removed."""

from dataclasses import replace

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.surveys.staff import overview
from handlers.surveys.staff.draft import Composing, form, put_question, rewrite
from handlers.surveys.staff.words import SHORT, answer_of, in_short, number_of
from services.surveys import conditions, editing
from services.surveys.questions import Definition, Kind, Question

__all__ = ["overview"]

LABEL, KIND, CHOICES, SCALE, HINT = "label", "kind", "choices", "scale", "hint"
NEEDED, ONLY_IF, EARLIER, LATER, REMOVE, NEXT = "needed", "only_if", "up", "down", "remove", "next"
EVERYBODY = "everybody"
ONE = "one"


@form.aside("questions")
async def one(talk: Talk, draft: Composing) -> Ask | Reply:
    """As it is now, with what can be changed by one tap."""
    definition = draft.definition
    number = number_of(definition, draft.name)
    if not number:
        return await form.ask(talk, draft, "questions", _("这一题已经没有了。"))
    question = definition.named(draft.name)
    text = _("第 {number} 题：{question}").format(
        number=number, question=in_short(question, definition)
    )
    if question.hint:
        text += f"\n<i>{esc(question.hint)}</i>"
    return Ask(text, _options(question, number, definition), columns=2)


def _options(question: Question, number: int, definition: Definition) -> list[Option]:
    options = [
        Option(NEXT, _("➕ 再加一题")),
        Option(LABEL, _("改题目")),
        Option(KIND, _("改题型")),
    ]
    if question.kind in (Kind.ONE, Kind.SEVERAL):
        options.append(Option(CHOICES, _("改选项")))
    if question.kind is Kind.SCALE:
        options.append(Option(SCALE, _("改几分")))
    options.append(Option(HINT, _("改说明")))
    options.append(Option(NEEDED, _("可以不答") if question.required else _("改成必答")))
    if question.relevant or conditions.before(definition, question.name):
        options.append(Option(ONLY_IF, _("只问一部分人")))
    if number > 1:
        options.append(Option(EARLIER, _("⬆️ 往前挪")))
    if number < len(definition.questions):
        options.append(Option(LATER, _("⬇️ 往后挪")))
    return [*options, Option(REMOVE, _("🗑 删掉这题"))]


@one.choice()
async def changes(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await form.ask(talk, draft, choice)


@one.choice(NEXT)
async def another(talk: Talk, draft: Composing, choice: str) -> Reply:
    draft.name, draft.new = "", None
    return await form.ask(talk, draft, LABEL)


@one.choice(NEEDED)
async def needed(talk: Talk, draft: Composing, choice: str) -> Reply:
    question = draft.definition.named(draft.name)
    return await change(talk, draft, ONE, replace(question, required=not question.required))


@one.choice(EARLIER, LATER)
async def moved(talk: Talk, draft: Composing, choice: str) -> Reply:
    by = -1 if choice == EARLIER else 1
    definition = editing.moved(draft.definition, draft.name, by)
    return await _shown(talk, draft, await rewrite(talk, draft, ONE, definition))


@one.choice(REMOVE)
async def removed(talk: Talk, draft: Composing, choice: str) -> Reply:
    """Not while another question is asked only depending on it."""
    definition = draft.definition
    if depending := conditions.depending_on(definition, draft.name):
        number = number_of(definition, depending[0].name)
        text = _("第 {number} 题问谁，要看这一题的答案。请先改那一题的“只问一部分人”。")
        raise Again(text.format(number=number))
    label = cut(definition.named(draft.name).label, SHORT)
    told = await rewrite(talk, draft, "questions", editing.without(definition, draft.name))
    if not isinstance(told, str):
        return told
    gone = _("🗑 删掉了“{label}”。").format(label=esc(label))
    return await form.ask(talk, draft, "questions", "\n".join(filter(None, [told, gone])))


@form.aside("one")
async def only_if(talk: Talk, draft: Composing) -> Ask:
    """The earlier question by whose answer it is decided."""
    definition = draft.definition
    options = [Option(EVERYBODY, _("谁都问"))]
    options += [
        Option(each.name, f"{number_of(definition, each.name)}. {cut(each.label, SHORT)}")
        for each in conditions.before(definition, draft.name)
    ]
    return Ask(_("看前面哪一题的答案，来定问不问这一题？"), options)


@only_if.choice(EVERYBODY)
async def everybody(talk: Talk, draft: Composing, choice: str) -> Reply:
    question = draft.definition.named(draft.name)
    return await change(talk, draft, ONE, replace(question, relevant=""))


@only_if.choice()
async def depends(talk: Talk, draft: Composing, choice: str) -> Reply:
    draft.condition_on = choice
    return await form.ask(talk, draft, "answered")


@form.aside("only_if")
async def answered(talk: Talk, draft: Composing) -> Ask:
    question = draft.definition.named(draft.condition_on)
    options = [
        Option(each.expression, cut(answer_of(each), SHORT))
        for each in conditions.possible(question)
    ]
    text = _("“{question}”答了什么的人，才问这一题？")
    return Ask(text.format(question=esc(question.label)), options, columns=2)


@answered.choice()
async def picked(talk: Talk, draft: Composing, choice: str) -> Reply:
    question = draft.definition.named(draft.name)
    return await change(talk, draft, ONE, replace(question, relevant=choice))


async def change(talk: Talk, draft: Composing, step: str, question: Question) -> Reply:
    """Keep one question, and show it as it is then; `step` is put again where that cannot be."""
    return await _shown(talk, draft, await put_question(talk, draft, step, question))


async def _shown(talk: Talk, draft: Composing, told: str | Reply) -> Reply:
    return await form.ask(talk, draft, ONE, told) if isinstance(told, str) else told
