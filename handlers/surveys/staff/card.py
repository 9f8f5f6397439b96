"""A survey in its office's group: how far it is, and what its members can do about it."""

import asyncio
from collections.abc import Callable
from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.in_private import first_open_it, in_private
from handlers.common.members import InGroupFor
from handlers.common.saying import Button, Buttons, Document, File
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import until, when
from handlers.common.words import esc
from handlers.surveys.results import text
from handlers.surveys.results.data import Action as Results
from handlers.surveys.results.data import OnResults
from handlers.surveys.staff import beginning, correcting
from handlers.surveys.staff.refusals import in_words
from handlers.surveys.staff.words import state_name
from services.broadcasts import Progress
from services.surveys import office, steering, xlsform
from services.surveys.progress import SurveyProgress
from services.surveys.questions import Definition
from storage.tables import Purpose, Survey, SurveyState


class Action(StrEnum):
    PAUSE = "pause"
    GO_ON = "goon"
    REMIND = "remind"
    EXTEND = "extend"
    END = "end"
    REALLY_END = "ended"
    MORE = "more"
    ONCE = "once"
    CORRECT = "correct"
    VERSION = "version"
    EXPORT = "export"


class OnSurvey(CallbackData, prefix="survey"):
    """Somebody of the office does something about a survey."""

    action: Action
    survey: RowId


async def _called(talk: Talk, survey_id: int) -> str:
    survey = await office.for_staff(talk.session, survey_id, talk.member)
    return f"“{esc(title_of(survey))}”"


card = Card[Survey](OnSurvey, InGroupFor(Purpose.STAFF), called=_called, refusals=in_words)


def title_of(survey: Survey) -> str:
    return str(survey.definition["title"])


def look(survey: Survey, done: SurveyProgress, zone: ZoneInfo) -> str:
    """HTML: figures alone, nobody's name or answer."""
    anonymous = _("🔒 不记名") if survey.anonymous else _("👤 记名")
    lines = [
        _("📋 问卷 · <b>{title}</b> · {state}").format(
            title=esc(title_of(survey)), state=state_name(survey.state)
        ),
        _("{anonymous} · {count} 题").format(
            anonymous=anonymous, count=len(survey.definition["questions"])
        ),
    ]
    lines += _how_far(survey, done, zone)
    if (sending := done.sending) is not None:
        lines += _sending(sending, zone)
    if survey.state in office.UNDER_WAY and survey.ends_at is not None:
        lines.append(_("⏳ {until}截止").format(until=until(survey.ends_at, zone)))
    if survey.repeat_at is not None:
        lines.append(_("🔁 下一次 {when}").format(when=when(survey.repeat_at, zone)))
    return "\n".join(lines)


def _how_far(survey: Survey, done: SurveyProgress, zone: ZoneInfo) -> list[str]:
    """Once there are results, as these say it."""
    if done.results is not None:
        return [text.answered(done.results)]
    match survey.state:
        case SurveyState.SCHEDULED if survey.starts_at is not None:
            return [_("📅 {when}发").format(when=when(survey.starts_at, zone))]
        case SurveyState.RUNNING | SurveyState.PAUSED:
            return [text.so_far(done)]
        case SurveyState.ENDED:
            return [_("正在收答了一半的，过一会儿就有结果。")]
        case _:
            return []


def _sending(sending: Progress, zone: ZoneInfo) -> list[str]:
    lines = []
    if sending.ends_at is not None and (sending.waiting or sending.drawing):
        words = _("📤 还有 {count} 人没发到，预计 {when} 发完")
        lines.append(words.format(count=sending.waiting, when=when(sending.ends_at, zone)))
    elif sending.waiting:
        lines.append(_("📤 还有 {count} 人没发").format(count=sending.waiting))
    if sending.failed:
        lines.append(_("🚫 发不到的 {count} 人").format(count=sending.failed))
    return lines


def _is(*states: SurveyState) -> Callable[[Survey], bool]:
    return lambda survey: survey.state in states


@card.button(Action.PAUSE, label=mark("⏸ 暂停"), when=_is(SurveyState.RUNNING))
async def pause(talk: Talk, survey_id: int) -> Reply:
    await steering.pause(talk.session, survey_id, talk.member)
    return talk.toast(_("暂停了，没发到的先不发。收到的人还可以答。"))


@card.button(Action.GO_ON, label=mark("▶️ 接着发"), when=_is(SurveyState.PAUSED))
async def go_on(talk: Talk, survey_id: int) -> Reply:
    await steering.go_on(talk.session, survey_id, talk.member, now=talk.now)
    return talk.toast(_("接着发了。"))


async def _check(talk: Talk, survey_id: int) -> object:
    return await steering.under_way(talk.session, survey_id, talk.member)


def _until_when() -> str:
    return _("请回复这条消息，写截止到哪天，比如“下周五”“12月10日”。")


@card.words(
    Action.EXTEND,
    label=mark("📅 改截止日"),
    when=_is(*office.UNDER_WAY),
    check=_check,
    ask=_until_when,
    about="survey extend",
)
async def extend(talk: Talk, survey_id: int, said: Said) -> str:
    ends_at = await steering.extend(
        talk.session, survey_id, talk.member, said.text, now=talk.now, zone=talk.config.zone
    )
    return _("好的，{until}截止。").format(until=until(ends_at, talk.config.zone))


@card.button(Action.END, label=mark("⏹ 结束"), when=_is(*office.UNDER_WAY))
async def end(talk: Talk, survey_id: int) -> Reply:
    """Asked once more: nobody can answer afterwards."""
    survey = await steering.under_way(talk.session, survey_id, talk.member)
    words = _("真的结束“{title}”？结束以后不能再答，也不能重新开始。")
    sure = Button(_("真的结束"), OnSurvey(action=Action.REALLY_END, survey=survey_id))
    return talk.say(
        words.format(title=esc(title_of(survey))), Buttons([[sure]]), under_card=card.key(survey_id)
    )


@card.button(Action.REALLY_END, label=mark("真的结束"), when=lambda _survey: False)
async def really_end(talk: Talk, survey_id: int) -> Reply:
    await steering.end(talk.session, survey_id, talk.member, now=talk.now)
    return talk.toast(_("结束了。"))


card.link(
    label=mark("📊 结果"),
    when=_is(SurveyState.RUNNING, SurveyState.PAUSED, SurveyState.ENDED),
    data=lambda survey: OnResults(action=Results.SHOW, survey=survey.id),
)


@card.more(Action.MORE)
async def further(talk: Talk, survey_id: int) -> Survey:
    return await office.for_staff(talk.session, survey_id, talk.member)


@card.button(
    Action.REMIND, label=mark("🔔 提醒没答的人"), when=_is(SurveyState.RUNNING), further=True
)
async def remind(talk: Talk, survey_id: int) -> Reply:
    await steering.remind(talk.session, survey_id, talk.member, now=talk.now, zone=talk.config.zone)
    return talk.toast(_("好的，再问一次还没答的人。点了“不再问我”的不问。"))


@card.button(
    Action.ONCE,
    label=mark("不再重复"),
    when=lambda survey: survey.repeat_at is not None,
    further=True,
)
async def once(talk: Talk, survey_id: int) -> Reply:
    await steering.stop_repeating(talk.session, survey_id, talk.member)
    return talk.toast(_("好的，这一次照常，以后不再自动发。"))


@card.button(Action.CORRECT, label=mark("改错字"), when=_is(*office.UNDER_WAY), further=True)
async def correct(talk: Talk, survey_id: int) -> Reply:
    await steering.under_way(talk.session, survey_id, talk.member)
    begun = await in_private(talk, lambda private: correcting.begin(private, survey_id))
    return begun or first_open_it(talk)


@card.button(Action.VERSION, label=mark("改成新的一版"), when=lambda _survey: True, further=True)
async def version(talk: Talk, survey_id: int) -> Reply:
    """A draft of the next run, with the same questions to begin with."""
    survey = await office.for_staff(talk.session, survey_id, talk.member)
    told = _("照“{title}”抄了一份草稿，改好再发。原来那份要停，请在群里的卡片上点“结束”。")

    async def begin(private: Talk) -> Reply:
        return await beginning.start(
            private,
            Definition.load(survey.definition),
            told=told.format(title=esc(title_of(survey))),
            before=survey,
        )

    return await in_private(talk, begin) or first_open_it(talk)


@card.button(Action.EXPORT, label=mark("导出题目"), when=lambda _survey: True, further=True)
async def export(talk: Talk, survey_id: int) -> Reply:
    """As an XLSForm, which other programs read as well."""
    survey = await office.for_staff(talk.session, survey_id, talk.member)
    content = await asyncio.to_thread(xlsform.write, Definition.load(survey.definition))
    return Document(
        File(f"{title_of(survey)}.xlsx", content),
        _("这份问卷的题目（XLSForm）。改好以后用 /surveys 发回来，就是一份新的。"),
        under_card=card.key(survey_id),
    )
