"""A draft's questions looked over: each can be opened, and what stands around them changed."""

from dataclasses import replace

from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line, some_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.surveys.staff import beginning, problems
from handlers.surveys.staff.draft import Composing, form, left, rewrite
from handlers.surveys.staff.words import SHORT, in_order
from services.surveys import checking, composing
from services.surveys.questions import INTRO_LIMIT, MOST_QUESTIONS, TITLE_LIMIT

__all__ = ["beginning"]

ONE = "one"
ADD, RETITLE, INTRODUCE, ENOUGH, DROP = "label", "retitle", "introduce", "enough", "drop"
NONE = "none"
MOST_PASTED = 10_000
LONGEST = 3200
"""Characters of the questions in the message: the rest of its 4096 is for what stands around."""


@form.step(some_words(MOST_PASTED), part="whole")
async def questions(talk: Talk, draft: Composing) -> Ask:
    """All of them, with what is wrong."""
    definition = draft.definition
    lines = [f"<b>{esc(definition.title)}</b>"]
    if definition.intro:
        lines.append(f"<i>{esc(cut(definition.intro, INTRO_LIMIT))}</i>")
    lines.append(_shortened(in_order(definition)) or _("还没有题目。"))
    wrong = checking.problems(definition) if definition.questions else []
    if wrong:
        lines.append(problems.in_words(wrong))
    options = []
    if definition.questions and not wrong:
        options.append(Option(ENOUGH, _("✅ 题目好了")))
    if len(definition.questions) < MOST_QUESTIONS:
        options.append(Option(ADD, _("➕ 加一题")))
    options += [
        Option(f"{ONE}:{each.name}", f"✏️ {number}. {cut(each.label, SHORT)}")
        for number, each in enumerate(definition.questions, start=1)
    ]
    options += [
        Option(RETITLE, _("🏷 改名称")),
        Option(INTRODUCE, _("💬 开头的话")),
        Option(DROP, _("🗑 不要这份了")),
    ]
    return Ask("\n\n".join(lines), options)


def _shortened(text: str) -> str:
    """Whole lines of it: HTML must not be cut in a tag."""
    if len(text) <= LONGEST:
        return text
    return text[: text.rindex("\n", 0, LONGEST)] + "\n…"


@questions.choice()
async def opens(talk: Talk, draft: Composing, choice: str) -> Reply:
    what, _colon, name = choice.partition(":")
    draft.name, draft.new = name, None
    return await form.ask(talk, draft, what)


@questions.choice(ENOUGH)
async def enough(talk: Talk, draft: Composing, choice: str) -> Reply:
    draft.whole = True
    return None


@form.aside("questions", a_line(TITLE_LIMIT))
async def retitle(talk: Talk, draft: Composing) -> Ask:
    text = _("现在叫“{title}”。新的名称是什么？")
    return Ask(text.format(title=esc(draft.definition.title)))


@retitle.taken
async def retitled(talk: Talk, draft: Composing, title: str) -> Reply:
    return await _back(
        talk, draft, await rewrite(talk, draft, "questions", replace(draft.definition, title=title))
    )


@form.aside("questions", some_words(INTRO_LIMIT))
async def introduce(talk: Talk, draft: Composing) -> Ask:
    text = _("第一题上面先说一句什么？比如“您在食堂吃了一个月了，想听听您的看法”。")
    return Ask(text, [Option(NONE, _("不说"))])


@introduce.choice(NONE)
async def not_introduced(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await introduced(talk, draft, "")


@introduce.taken
async def introduced(talk: Talk, draft: Composing, intro: str) -> Reply:
    return await _back(
        talk, draft, await rewrite(talk, draft, "questions", replace(draft.definition, intro=intro))
    )


async def _back(talk: Talk, draft: Composing, told: str | Reply) -> Reply:
    return await form.ask(talk, draft, "questions", told) if isinstance(told, str) else told


@form.aside("questions")
async def drop(talk: Talk, draft: Composing) -> Ask:
    text = _("“{title}”的草稿删掉？同事也看不到了。")
    return Ask(text.format(title=esc(draft.definition.title)), [Option("yes", _("删掉"))])


@drop.choice("yes")
async def dropped(talk: Talk, draft: Composing, choice: str) -> Reply:
    assert draft.survey_id is not None
    await composing.drop(talk.session, draft.survey_id, talk.member)
    draft.survey_id = None
    return await left(talk, draft)
