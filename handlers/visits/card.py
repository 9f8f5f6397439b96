"""A list in the office's group: how far it is, by whom, until when; never who lives where."""

from collections.abc import Sequence
from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.in_private import first_open_it, in_private
from handlers.common.labels import rhythm_name
from handlers.common.members import InGroupFor
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc, listed
from handlers.visits import results, walking
from handlers.visits.refusals import in_words
from handlers.visits.words import kind_name, sign, until
from services.rhythms import Rhythm
from services.visits import rounds
from services.visits.lists import Progress
from storage.tables import Purpose, VisitRound


class Action(StrEnum):
    GO = "go"
    RESULTS = "results"
    EXTEND = "extend"
    END = "end"
    ONCE = "once"


class OnRound(CallbackData, prefix="visits"):
    """Somebody of the office does something about a list."""

    action: Action
    visits: RowId


card = Card[VisitRound](OnRound, InGroupFor(Purpose.STAFF), refusals=in_words)


def look(
    drawn: VisitRound, done: Progress, goers: Sequence[tuple[str, int]], zone: ZoneInfo
) -> str:
    """HTML, without doors and names of residents; `goers` are names and doors of each."""
    head = _("{sign} {kind} · <b>{title}</b>").format(
        sign=sign(drawn.kind), kind=kind_name(drawn.kind), title=esc(drawn.title)
    )
    if over := _over(drawn, done):
        head = f"{head} · {over}"
    went = [
        _("{name} {count} 处").format(name=esc(name), count=count) if count else esc(name)
        for name, count in goers
    ]
    lines = [head, _how_far(done)]
    if not over:
        lines.append(_("📅 {day}以前走完").format(day=until(drawn.due_at, zone)))
    if went:
        lines.append(_("🙋 {names}").format(names=listed(went)))
    if drawn.questions:
        lines.append(_("❓ {questions}").format(questions=esc("；".join(drawn.questions))))
    if drawn.rhythm and drawn.repeat_on:
        rhythm = rhythm_name(Rhythm(drawn.rhythm), drawn.repeat_on)
        lines.append(_("🔁 {rhythm}").format(rhythm=rhythm))
    return "\n".join(lines)


def _how_far(done: Progress) -> str:
    told = [_("{done}/{doors} 走过").format(done=done.seen, doors=done.doors)]
    if done.nobody:
        told.append(_("没人 {count}").format(count=done.nobody))
    if done.found:
        told.append(_("发现问题 {count}").format(count=done.found))
    return " · ".join(told)


def _over(drawn: VisitRound, done: Progress) -> str:
    """Empty while there are doors to go to."""
    if not done.left and not done.nobody:
        return _("✅ 都走完了")
    return _("🏁 结束了") if drawn.ended_at is not None else ""


def _goes_on(drawn: VisitRound) -> bool:
    return drawn.ended_at is None


@card.button(Action.GO, label=mark("我去走"), when=_goes_on)
async def go(talk: Talk, round_id: int) -> Reply:
    """Also for members whom the list does not name: they are added to those who go."""
    await rounds.join(talk.session, round_id, talk.member)
    begun = await in_private(talk, lambda private: walking.begin_with(private, round_id))
    return begun or first_open_it(talk)


@card.button(Action.RESULTS, label=mark("看结果"), when=lambda _drawn: True)
async def see(talk: Talk, round_id: int) -> Reply:
    """In private: residents are named there."""
    await rounds.for_staff(talk.session, round_id, talk.member)
    told = await in_private(talk, lambda private: results.tell(private, round_id))
    return told or first_open_it(talk)


async def _check(talk: Talk, round_id: int) -> object:
    return await rounds.still_open(talk.session, round_id, talk.member)


def _until_when() -> str:
    return _("请回复这条消息，写新的日子，比如“下周五”“12月10日”。")


@card.words(
    Action.EXTEND,
    label=mark("延期"),
    when=_goes_on,
    check=_check,
    ask=_until_when,
    about="visits extend",
)
async def extend(talk: Talk, round_id: int, said: Said) -> str:
    extended = await rounds.extend(talk.session, round_id, talk.member, said.text, now=talk.now)
    return _("好的，{day}以前走完。").format(day=until(extended.due_at, talk.config.zone))


@card.button(Action.END, label=mark("结束"), when=_goes_on)
async def end(talk: Talk, round_id: int) -> Reply:
    await rounds.end(talk.session, round_id, talk.member, now=talk.now)
    return talk.toast(_("结束了，没走的不用再去。"))


@card.button(Action.ONCE, label=mark("不再重复"), when=lambda drawn: drawn.rhythm is not None)
async def once(talk: Talk, round_id: int) -> Reply:
    await rounds.stop_repeating(talk.session, round_id, talk.member)
    return talk.toast(_("好的，这一份照常，以后不再有。"))
