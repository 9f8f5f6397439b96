"""A message to the secretary in the office's group: its card, the answer, who may read it."""

from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.board.refusals import in_words
from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.members import InGroupFor
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from services.board import messages
from storage.tables import BoardMessage, Purpose


class Action(StrEnum):
    ANSWER = "answer"
    HIDE = "hide"
    SHOW = "show"


class OnMessage(CallbackData, prefix="board"):
    """Somebody pressed a button of a message's card."""

    action: Action
    message: RowId


card = Card[BoardMessage](OnMessage, InGroupFor(Purpose.STAFF), refusals=in_words)


def look(message: BoardMessage, place: str, zone: ZoneInfo) -> str:
    """HTML, with the name if they signed."""
    if not message.text:
        return _("📮 书记直通车\n居民删除了自己的资料，这条留言没有了。")
    state = _("已回复") if message.answered_at else _("待回复")
    lines = [
        _("📮 书记直通车 · {state}").format(state=state),
        f"“{esc(message.text)}”",
        _("{name} · {place} · {when}").format(
            name=esc(message.signed_as) or _("一位居民"),
            place=esc(place),
            when=when(message.written_at, zone),
        ),
        _who_may_read(message),
    ]
    if message.answer:
        name = esc(message.answered_by_name) or _("社区")
        text = _("{name}：“{answer}”")
        lines.append(text.format(name=name, answer=esc(message.answer)))
    return "\n".join(lines)


def _who_may_read(message: BoardMessage) -> str:
    if not message.may_show:
        return _("只有社区看得到。")
    if message.hidden_at is not None:
        return _("社区决定不公开。")
    return _("回复以后给大家看，不写名字。")


def what_to_answer() -> str:
    return _("请回复这条消息，写下答复。居民会原样收到。")


async def _check(talk: Talk, message_id: int) -> object:
    return await messages.to_answer(talk.session, message_id, talk.member)


@card.words(
    Action.ANSWER,
    label=mark("回复居民"),
    when=lambda message: bool(message.text) and message.answered_at is None,
    check=_check,
    ask=what_to_answer,
    about="board answer",
)
async def answer(talk: Talk, message_id: int, said: Said) -> str:
    await messages.answer(talk.session, message_id, talk.member, said.text, now=talk.now)
    return _("答复转给居民了。")


@card.button(
    Action.HIDE,
    label=mark("不公开"),
    when=lambda message: message.may_show and message.hidden_at is None,
)
async def hide(talk: Talk, message_id: int) -> Reply:
    member = talk.member
    await messages.keep_from_all(talk.session, message_id, member, hidden=True, now=talk.now)
    return talk.toast(_("好的，这条不给大家看。"))


@card.button(
    Action.SHOW,
    label=mark("还是公开"),
    when=lambda message: message.may_show and message.hidden_at is not None,
)
async def show(talk: Talk, message_id: int) -> Reply:
    member = talk.member
    await messages.keep_from_all(talk.session, message_id, member, hidden=False, now=talk.now)
    return talk.toast(_("好的，回复以后给大家看，不写名字。"))
