"""A survey that staff have already: text out of 问卷星 or Word, or a file as XLSForm knows them.

What was read is shown for correction, question by question; what was not sure is said.
"""

from dataclasses import replace

from aiogram import F
from aiogram.filters import StateFilter
from aiogram.types import Message

from handlers.common.i18n import _
from handlers.common.in_private import ForGroup
from handlers.common.questions import Ask
from handlers.common.readers import some_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.surveys.staff import misfits, overview, writing
from handlers.surveys.staff.beginning import start
from handlers.surveys.staff.draft import Composing, form, rewrite
from handlers.surveys.staff.overview import MOST_PASTED
from services.surveys import editing, pasted, xlsform
from services.surveys.pasted import Doubt, Pasted, Why
from services.surveys.questions import Definition
from services.surveys.xlsform import NotUnderstood
from storage.tables import Purpose

__all__ = ["writing"]

DOUBTS, QUOTED = 6, 30
BEFORE = 200
"""Doubts that are said, and characters of each, and of what was lost, that are quoted."""
FORM_AT = form.state("sheet")
"""Where a file is read as a survey."""


def read_form(content: bytes, file_name: str) -> object:
    """A Definition, or the NotUnderstood that says why it is none. Off the event loop."""
    try:
        return xlsform.read(content, file_name)
    except NotUnderstood as refused:
        return refused


@form.aside("what", some_words(MOST_PASTED))
async def pasted_(talk: Talk, draft: Composing) -> Ask:
    text = _(
        "请把问卷的文字粘贴过来，一次发完，比如：\n"
        "食堂满意度\n1. 饭菜好吃吗？[单选]\nA. 好吃\nB. 一般\n2. 还想吃什么？（选填）"
    )
    return Ask(text)


@pasted_.taken
async def read(talk: Talk, draft: Composing, said: str) -> Reply:
    found = pasted.read(said)
    definition, told = found.definition, _told(found)
    if not definition.title:
        definition = replace(definition, title=_("问卷"))
        told = _("没有看到名称，先叫“问卷”，请点“改名称”。") + "\n" + told
    return await start(talk, definition, told=told)


@overview.questions.taken
async def read_more(talk: Talk, draft: Composing, said: str) -> Reply:
    """A long text comes in several messages: what follows is put behind."""
    found = pasted.read(said)
    definition = draft.definition
    for each in found.definition.questions:
        definition = editing.put(definition, replace(each, name=editing.free_name(definition)))
    told = await rewrite(talk, draft, "questions", definition)
    if not isinstance(told, str):
        return told
    before = "\n".join(filter(None, [found.definition.title, found.definition.intro]))
    lines = [_told(found), told]
    if before:
        text = _("🔎 开头这些没有放进题里：“{text}”")
        lines.append(text.format(text=esc(cut(before, BEFORE))))
    return await form.ask(talk, draft, "questions", "\n".join(filter(None, lines)))


def _told(found: Pasted) -> str:
    """How many questions were read, and what to look at (HTML)."""
    count = len(found.definition.questions)
    lines = [_("✅ 读出来 {count} 题。请看看对不对，点一题就能改。").format(count=count)]
    lines += [f"🔎 {_doubt(each)}" for each in found.doubts[:DOUBTS]]
    if len(found.doubts) > DOUBTS:
        lines.append(_("……还有 {count} 处。").format(count=len(found.doubts) - DOUBTS))
    return "\n".join(lines)


def _doubt(doubt: Doubt) -> str:
    text = _("第 {line} 行“{text}”：{why}")
    return text.format(line=doubt.line, text=esc(cut(doubt.text, QUOTED)), why=_why(doubt.why))


def _why(why: Why) -> str:
    match why:
        case Why.UNPLACED:
            return _("看不懂，放在上一题的说明里了。")
        case Why.GUESSED:
            return _("没有字母，当成选项了。")
        case Why.TYPE:
            return _("没有这种题型，改成填文字了。")
        case Why.SKIP:
            return _("跳题没有照搬，请用“只问一部分人”。")


@form.aside("what")
async def sheet(talk: Talk, draft: Composing) -> Ask:
    text = _(
        "请把表格（.xlsx）发给我，按 XLSForm 的格式：survey 表一行一题，choices 表写选项。"
        "KoBo、ODK 里导出的可以直接发。"
    )
    return Ask(text)


@form.message(StateFilter(FORM_AT), F.document, ForGroup(Purpose.STAFF))
async def brought(
    message: Message, talk: Talk, fetched: Definition | NotUnderstood | None
) -> Reply:
    """What is not understood is said by sheet, row and column: nothing vanishes."""
    if fetched is None:
        return await talk.repeat(_("文件没有收到，可能太大，也可能网络不好。请再发一次。"))
    if isinstance(fetched, NotUnderstood):
        told = _("这份表格有看不懂的地方，没有收进来。请改好再发：\n{what}")
        return await talk.repeat(told.format(what=misfits.in_words(fetched.misfits)))
    told = _("✅ 收进来了，{count} 题。请一题一题看看对不对，点一下就能改。")
    return await start(talk, fetched, told=told.format(count=len(fetched.questions)))
