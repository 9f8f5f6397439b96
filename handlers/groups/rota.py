"""/duty: to whom of this group new requests are given, by the rota, in turn, or to nobody."""

from collections.abc import Awaitable, Mapping, Sequence

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from babel.dates import get_day_names

from handlers.common.choices import on_choice
from handlers.common.forms import Again
from handlers.common.i18n import SOURCE, _, mark
from handlers.common.members import InGroupFor
from handlers.common.prompts import prompt
from handlers.common.questions import BACK, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import day_in
from handlers.common.words import cut, esc, listed
from services.errors import Refusal
from services.groups import rota, routing
from services.groups.rota import OnRota
from services.written.errors import TimesPast, TimesUnreadable
from services.written.shifts import shift
from storage.tables import Assigning, Duty

router = Router(name="rota")
IN_DESK = InGroupFor(*routing.DESKS)

OFF, ADD, REMOVE, JOIN, LEAVE = "off", "add", "remove", "join", "leave"
SHOWN = 40
"""Rows of the rota in one message: with names cut to NAME it stays below 4096 characters."""
NAME = 30

in_words.say({rota.TooManyDuties: mark("值班表已经写满了，先删掉几班再加。")})


class Rota(StatesGroup):
    menu = State()
    removing = State()


@router.message(Command("duty"), IN_DESK)
async def begin(message: Message, talk: Talk) -> Reply:
    return await show(talk)


@router.message(Command("duty"))
async def not_bound(message: Message, talk: Talk) -> Reply:
    return talk.say(_("本群不接诉求，不用排班。要接诉求，请管理员发 /bind。"))


async def show(talk: Talk, before: str = "") -> Reply:
    """How it is, and what can be changed, after the words `before` (HTML)."""
    group_id = talk.member.group_id
    mode = (await rota.wanted(talk.session)).get(group_id)
    names = await rota.called(talk.session, group_id)
    stated = await rota.duties(talk.session, group_id, today=talk.today)
    turns = await rota.taking_turns(talk.session, group_id)
    lines = [before, _how(mode), *_table(stated), *_turns(turns, names)]
    takes_turns = talk.user_id in turns
    options = [
        *([Option(OFF, _("先点先得"))] if mode is not None else []),
        *([Option(Assigning.DUTY, _("按值班表"))] if mode is not Assigning.DUTY else []),
        *([Option(Assigning.TURN, _("轮流"))] if mode is not Assigning.TURN else []),
        Option(ADD, _("加一班")),
        *([Option(REMOVE, _("删一班"))] if stated else []),
        Option(LEAVE, _("我不轮流")) if takes_turns else Option(JOIN, _("我参加轮流")),
    ]
    text = "\n".join(filter(None, lines))
    return talk.as_one(await talk.ask(Rota.menu, text, options, columns=2))


@on_choice(router, Rota.menu, OFF, Assigning.DUTY, Assigning.TURN, guard=IN_DESK)
async def choose(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    assigning = None if choice == OFF else Assigning(choice)
    return await _do(talk, rota.choose(talk.session, talk.member, assigning), _("改好了。"))


@on_choice(router, Rota.menu, JOIN, LEAVE, guard=IN_DESK)
async def agree(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    joins = rota.agree(talk.session, talk.member, takes_turns=choice == JOIN)
    return await _do(talk, joins, _("记下了。"))


@prompt(router, "duty", IN_DESK)
async def who_and_when(talk: Talk, group_id: int) -> str:
    return _(
        "请回复这条消息，写下谁什么时候值班，比如：周一至周五 8:30-18:00 {name}，"
        "或者：11月30日 9:00-12:00 {name}。"
    ).format(name=esc(cut(talk.name, NAME)))


@on_choice(router, Rota.menu, ADD, guard=IN_DESK)
async def ask_who_and_when(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return await who_and_when.put(talk, talk.member.group_id)


@who_and_when.taken
async def put_on(talk: Talk, group_id: int) -> Reply:
    person_id, rest = _who(talk.line, await rota.called(talk.session, talk.member.group_id))
    try:
        when = shift(rest, talk.today)
    except TimesUnreadable:
        raise Again(_("什么时候值班，我没有看懂。")) from None
    except TimesPast:
        raise Again(_("这一天已经过了。")) from None
    await rota.put_on(talk.session, talk.member, person_id, when, today=talk.today)
    return await show(talk, _("加上了。"))


@on_choice(router, Rota.menu, REMOVE, guard=IN_DESK)
async def ask_which(event: Message | CallbackQuery, talk: Talk) -> Reply:
    stated = await rota.duties(talk.session, talk.member.group_id, today=talk.today)
    options = [Option(str(each.duty.id), _row(each)) for each in stated]
    return talk.as_one(await talk.ask(Rota.removing, _("删哪一班？"), options))


@on_choice(router, Rota.removing, guard=IN_DESK)
async def take_off(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await _do(talk, rota.take_off(talk.session, talk.member, int(choice)), _("删掉了。"))


@on_choice(router, Rota.removing, BACK, guard=IN_DESK)
async def back(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await show(talk)


@on_choice(router, Rota.menu, BACK)
async def leave(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.as_one(talk.say(_("好的。")))


async def _do(talk: Talk, change: Awaitable[None], done: str) -> Reply:
    try:
        await change
    except Refusal as refusal:
        return await show(talk, in_words(refusal, talk.config.zone))
    return await show(talk, done)


def _who(words: str, names: Mapping[int, str]) -> tuple[int, str]:
    """Whose name stands in `words`, and what else does. Raises Again."""
    found = [person_id for person_id, name in names.items() if name in words]
    if not found:
        raise Again(_("我没有认出是谁。请写他在群里的名字；没有在群里说过话的，先请他说一句。"))
    name = names[found[0]]
    if sum(each == name for each in names.values()) > 1:
        raise Again(_("群里有两个人叫“{name}”，请先改一个名字。").format(name=esc(name)))
    return found[0], words.replace(name, " ")


def _how(mode: Assigning | None) -> str:
    match mode:
        case None:
            return _("👥 新的诉求：谁先点“接单”就是谁的。")
        case Assigning.DUTY:
            return _("👥 新的诉求：派给当时值班的人，没有人值班就谁先点是谁的。")
        case Assigning.TURN:
            return _("👥 新的诉求：轮流派给参加的人。")


def _table(stated: list[OnRota]) -> list[str]:
    if not stated:
        return [_("值班表：还没有。")]
    rows = [f"• {esc(_row(each))}" for each in stated[:SHOWN]]
    if len(stated) > SHOWN:
        rows.append(_("另外还有 {count} 班。").format(count=len(stated) - SHOWN))
    return [_("值班表："), *rows]


def _turns(turns: Sequence[int], names: Mapping[int, str]) -> list[str]:
    if not turns:
        return [_("轮流：还没有人参加。")]
    who = listed([cut(names[each], NAME) for each in turns if each in names])
    return [_("轮流，下一个在前：{names}").format(names=esc(who))]


def _row(each: OnRota) -> str:
    """Such as 周一 08:30–18:00 王芳; groups are spoken to in Chinese."""
    duty = each.duty
    times = _("全天") if duty.begins == duty.ends else f"{duty.begins:%H:%M}–{duty.ends:%H:%M}"
    return f"{_day(duty)} {times} {cut(each.name, NAME)}"


def _day(duty: Duty) -> str:
    if duty.day is not None:
        return day_in("MMMEd", duty.day, SOURCE)
    assert duty.weekday is not None
    return str(get_day_names("abbreviated", locale=SOURCE)[duty.weekday - 1])
