"""A survey in somebody's own chat: one message that asks, then reminds, then thanks."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.common.button_data import Count, RowId
from handlers.common.i18n import _
from handlers.common.questions import Option, Question
from handlers.common.saying import Button, Buttons, Say
from handlers.common.times import until
from handlers.common.words import esc
from handlers.surveys import asking
from services.surveys.answering import Sheet
from services.surveys.questions import Definition, Kind
from storage.tables import Survey

TAPPED_AT_ONCE = frozenset({Kind.ONE, Kind.YES_NO, Kind.SCALE})
"""Kinds of a first question whose answers stand below the invitation itself."""
BEGIN, NOT_AGAIN = "begin", "not again"


class FirstAnswer(CallbackData, prefix="svfirst"):
    """An option of the first question, by its place."""

    survey: RowId
    option: Count


class GoOn(CallbackData, prefix="svgo"):
    survey: RowId


class NotAgain(CallbackData, prefix="svno"):
    survey: RowId


class Change(CallbackData, prefix="svchange"):
    """An answer under one's name."""

    survey: RowId


class ChangeByKey(CallbackData, prefix="svkey"):
    """An anonymous answer."""

    survey: RowId
    key: str = Field(pattern=r"^[A-Za-z0-9_-]{16}$")


def card_key(survey_id: int) -> str:
    return f"survey:{survey_id}"


def invitation(
    survey: Survey,
    *,
    zone: ZoneInfo,
    big_print: bool,
    before: str = "",
    may_stop: bool = False,
) -> Question:
    """The invitation with its first question, after the words `before` (HTML).

    `may_stop`: 不再问我 stands below it.
    """
    definition = Definition.load(survey.definition)
    first = definition.questions[0]
    lines = [f"📝 <b>{esc(definition.title)}</b>"]
    lines += [esc(definition.intro)] if definition.intro else []
    lines += [before] if before else []
    lines.append(_terms(survey, len(definition.questions), zone))
    at_once = first.kind in TAPPED_AT_ONCE
    lines.append("\n" + asking.words(definition, first, here=at_once))
    options: list[Option] = []
    if at_once:
        options = [
            each._replace(data=FirstAnswer(survey=survey.id, option=at).pack())
            for at, each in enumerate(asking.options(first, big_print=big_print))
        ]
    else:
        options = [Option(BEGIN, _("✍️ 现在答"), data=GoOn(survey=survey.id).pack())]
    if may_stop:
        stop = NotAgain(survey=survey.id).pack()
        options.append(Option(NOT_AGAIN, _("不再问我"), data=stop))
    return Question.new("\n".join(lines), options, asking.in_a_row(first), secret=survey.anonymous)


def _terms(survey: Survey, count: int, zone: ZoneInfo) -> str:
    text = (
        _("最多 {count} 题，不记名，谁也看不出是谁答的。{until}前都可以答。")
        if survey.anonymous
        else _("最多 {count} 题，记名，只有社区看得到。{until}前都可以答。")
    )
    return text.format(count=count, until=_until(survey, zone))


def as_card(question: Question, survey_id: int, *, big_print: bool) -> Say:
    """The invitation as it stands in the chat."""
    keyboard = question.keyboard(big_print)
    return Say(question.text, keyboard, card=card_key(survey_id), to_the_end=True)


def begun(survey: Survey) -> Say:
    """The invitation, once its first question was answered: it leads back."""
    text = _("📝 <b>{title}</b>\n您已经开始答了。中间停下也不要紧，点一下接着答。")
    return _look(survey, text.format(title=_title(survey)), [_go_on(survey, _("接着答"))])


def unfinished(survey: Survey, left: int, zone: ZoneInfo) -> Say:
    """A reminder to somebody who has begun."""
    text = _("📝 <b>{title}</b>\n您上次答了一半，还差 {left} 题，点一下接着答。{until}前都可以。")
    text = text.format(title=_title(survey), left=left, until=_until(survey, zone))
    stop = Button(_("不再问我"), NotAgain(survey=survey.id))
    said = _look(survey, text, [_go_on(survey, _("接着答")), stop])
    return replace(said, to_the_end=True)


def thanks(sheet: Sheet, zone: ZoneInfo, *, keeps_keys: bool) -> Say:
    """The invitation, once all is handed in: until when and how it can be changed.

    keeps_keys: the messenger keeps what stands on a button, so that we need not.
    """
    survey = sheet.survey
    text = _("✅ 收到了，谢谢您！\n<b>{title}</b>\n{until}前想改，点下面的“改答案”。")
    if sheet.key and not keeps_keys:
        text = _("✅ 收到了，谢谢您！\n<b>{title}</b>\n这份问卷不记名，交了就不能再改。")
    text = text.format(title=_title(survey), until=_until(survey, zone))
    if sheet.definition.thanks:
        text = f"{text}\n\n{esc(sheet.definition.thanks)}"
    change: CallbackData = Change(survey=survey.id)
    if sheet.key:
        change = ChangeByKey(survey=survey.id, key=sheet.key)
    said = _look(survey, text, [Button(_("改答案"), change)])
    return replace(said, to_the_end=True, secret=survey.anonymous)


def stopped(survey: Survey) -> Say:
    text = _("📝 <b>{title}</b>\n好的，这份问卷不再提醒您。想答了，点一下就行。")
    return _look(survey, text.format(title=_title(survey)), [_go_on(survey, _("现在答"))])


def _look(survey: Survey, text: str, buttons: Sequence[Button]) -> Say:
    return Say(text, Buttons([[each] for each in buttons]), card=card_key(survey.id))


def _go_on(survey: Survey, label: str) -> Button:
    return Button(label, GoOn(survey=survey.id))


def _title(survey: Survey) -> str:
    return esc(survey.definition["title"])


def _until(survey: Survey, zone: ZoneInfo) -> str:
    assert survey.ends_at is not None
    return until(survey.ends_at, zone)
