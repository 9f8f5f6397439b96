"""What people wrote, nameless: read in the office's group, published where somebody ticks it."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import Message

from handlers.common.choices import on_press
from handlers.common.i18n import _, mark
from handlers.common.members import InGroupFor
from handlers.common.saying import Button, Buttons, Edit, Say, columns
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.surveys.results.card import card, has_words
from handlers.surveys.results.data import Action, OnWord, OnWords
from handlers.surveys.results.refusals import in_words
from services.errors import NotFound
from services.surveys import office, words
from services.surveys.questions import Definition
from services.surveys.words import Words
from storage.tables import Purpose

router = Router(name="surveys' words")

STAFF = InGroupFor(Purpose.STAFF)
A_PAGE = 8
SHOWN = 300
"""Characters of each: a page stays below 4096."""


@card.button(Action.WORDS, label=mark("💬 大家写的话"), when=has_words)
async def open_words(talk: Talk, survey_id: int) -> Reply:
    return await _list(talk, survey_id, 0, 0)


async def _list(talk: Talk, survey_id: int, asked: int, page: int) -> Say:
    survey = await office.for_staff(talk.session, survey_id, talk.member)
    questions = words.asking(Definition.load(survey.definition))
    if asked >= len(questions):
        raise NotFound
    name, question = questions[asked]
    found = await words.written(talk.session, survey_id, name, talk.member)
    last = max(len(found) - 1, 0) // A_PAGE
    page = min(page, last)
    some = found[page * A_PAGE : (page + 1) * A_PAGE]
    head = _("💬 {question}").format(question=f"<b>{esc(cut(question.label, SHOWN))}</b>")
    if not found:
        told = [_("没有人写，或者答的人太少。")]
    else:
        told = [
            f"{_sign(each)} {at}. {esc(cut(each.text, SHOWN))}" for at, each in enumerate(some, 1)
        ]
        told.append(_("点号码打勾：打了勾的才写进公开的摘要。"))
    keyboard = _keyboard(survey_id, some, asked, page, last, len(questions))
    return talk.say("\n\n".join([head, *told]), keyboard)


def _sign(each: Words) -> str:
    return "☑️" if each.is_chosen else "▫️"


def _keyboard(
    survey_id: int, some: Sequence[Words], asked: int, page: int, last: int, questions: int
) -> Buttons:
    ticks = [
        Button(
            f"{_sign(each)} {at}",
            OnWord(asked=asked, page=page, response=each.response_id, survey=survey_id),
        )
        for at, each in enumerate(some, start=1)
    ]

    def turn(label: str, to_asked: int, to_page: int) -> Button:
        return Button(label, OnWords(asked=to_asked, page=to_page, survey=survey_id))

    turns = []
    if page:
        turns.append(turn(_("上一页"), asked, page - 1))
    if page < last:
        turns.append(turn(_("下一页"), asked, page + 1))
    if questions > 1:
        turns.append(turn(_("下一题"), (asked + 1) % questions, 0))
    return Buttons([*columns(ticks, 4), turns])


@on_press(router, OnWords, STAFF, refusals=in_words)
async def turned(talk: Talk, data: OnWords) -> Reply:
    told = _("第 {page} 页").format(page=data.page + 1)
    return _in_place(talk, await _list(talk, data.survey, data.asked, data.page), told)


@on_press(router, OnWord, STAFF, refusals=in_words)
async def ticked(talk: Talk, data: OnWord) -> Reply:
    survey = await office.for_staff(talk.session, data.survey, talk.member)
    questions = words.asking(Definition.load(survey.definition))
    if data.asked >= len(questions):
        raise NotFound
    name = questions[data.asked][0]
    chosen = await words.turn(talk.session, data.survey, data.response, name, talk.member)
    told = _("会写进公开的摘要。") if chosen else _("不写进公开的摘要了。")
    return _in_place(talk, await _list(talk, data.survey, data.asked, data.page), told)


def _in_place(talk: Talk, said: Say, told: str) -> Reply:
    tapped = talk.tap.message
    if not isinstance(tapped, Message) or not isinstance(said.keyboard, Buttons):
        return said
    return [talk.toast(told), Edit(tapped.message_id, said.text, said.keyboard)]
