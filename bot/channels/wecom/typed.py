"""What is typed in a group for a button: its number or its label, by a mention of the robot.

Which message is meant: docs/decisions/0033-numbers-typed-in-groups.md.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import replies
from bot.channels.wecom.cards import numbered
from bot.typed_taps import is_question
from handlers.common.i18n import _
from handlers.common.numbering import Numbered, buttons_of
from handlers.common.questions import question_in
from handlers.common.saying import Button, Buttons, Say
from handlers.common.sending import outgoing
from handlers.common.words import comparable, cut, esc
from services.people import addresses
from services.written import choices
from storage.conversations import Conversations
from storage.outbox import Outgoing, Urgency
from storage.outbox_rows import OutboxRow
from storage.tables import Card, Chat, Handle, NamedChat, OutboxMessage
from storage.written import first_line

KEPT = 20
"""Messages of a group whose buttons can be meant without a quote."""
IN_MIND_FOR = timedelta(minutes=10)
"""How long that is the message which somebody pressed or was answered with last."""
OFFERED = 6
_TITLE = 24


class Pressed(NamedTuple):
    """A button, and the message of ours that it counts on."""

    message_id: int
    data: str


class Unclear(NamedTuple):
    """Several can be meant: the first line of each message, and the button below it."""

    found: Sequence[tuple[str, Button]]


class _Shown(NamedTuple):
    message_id: int
    title: str
    buttons: Numbered
    is_own: bool
    """Who writes pressed it, or was answered with it."""


def note(chat: NamedChat, message_id: int, row: OutboxRow, reader: int) -> None:
    """A message of ours reads so by now. reader: the number of who waited for it, or 0."""
    others = [each for each in chat.buttons if each[0] != message_id]
    buttons = buttons_of(row.params)
    has_buttons = not row.secret and any(buttons.rows) and not is_question(buttons)
    chat.buttons = [*others, *([[message_id, row.id, reader]] if has_buttons else [])][-KEPT:]


async def on_quoted(session: AsyncSession, chat: Chat, quoted: int, text: str) -> Pressed | None:
    """The button that `text` means below the message of ours that was quoted."""
    row = await session.get(OutboxMessage, quoted)
    button = _numbered(row.params).pressed(text) if row else None
    if row is None or button is None or question_in(button.data) is not None:
        return None  # A question takes its answers as words.
    card = await session.get(Card, (*chat, row.card)) if row.card else None
    return Pressed(card.message_id if card else row.id, button.data)


async def meant(
    session: AsyncSession, chat: Chat, sender: Chat, text: str, now: datetime
) -> Pressed | Unclear | None:
    """The same where nothing was quoted. sender: the single chat of who writes."""
    if await _is_awaited(session, chat, sender, now):
        return None
    shown = await _shown(session, chat, sender, now)
    own = [each for each in shown if each.is_own]
    if choices.chosen(comparable(text)) is not None:
        own = own[:1]
        shown = own or shown
    if found := _fitting(own, text):
        return found[0][0]
    found = _fitting(shown, text)
    if len({pressed.data for pressed, _title, _button in found}) == 1:
        return found[0][0]
    return Unclear([(title, button) for _pressed, title, button in found]) if found else None


def which(unclear: Unclear, text: str, chat: Chat) -> list[Outgoing]:
    """Asks for it by buttons that do what those did."""
    rows = [
        [Button(f"{cut(title, _TITLE)}：{button.label}", button.data)]
        for title, button in unclear.found[:OFFERED]
    ]
    words = _("“{said}”说的是哪一张卡片上的？请选一个；也可以引用那张卡片，再写一次。")
    return [*outgoing(Say(words.format(said=esc(text)), Buttons(rows)), chat, Urgency.ANSWER)]


def _numbered(params: dict[str, Any]) -> Numbered:
    return numbered([each for row in buttons_of(params).rows for each in row])


async def _is_awaited(session: AsyncSession, chat: Chat, sender: Chat, now: datetime) -> bool:
    """Whether words of theirs are: for a prompt, or for a question of a conversation."""
    person = await addresses.behind(session, Handle(chat.channel, str(sender.id)))
    if person is None:
        return False
    state, data = await Conversations.of(session).get((chat.channel, chat.id, person.id))
    return state is not None or replies.is_expected(data, now)


async def _shown(session: AsyncSession, chat: Chat, sender: Chat, now: datetime) -> list[_Shown]:
    """Latest first; of a card what it was posted as last."""
    noted = await session.get(NamedChat, chat)
    kept = list(reversed(noted.buttons)) if noted else []
    found = await session.scalars(
        select(OutboxMessage).where(OutboxMessage.id.in_([row_id for _id, row_id, _by in kept]))
    )
    rows = {each.id: each for each in found}
    shown: dict[object, _Shown] = {}
    for message_id, row_id, reader in kept:
        if (row := rows.get(row_id)) is not None:
            is_own = reader == sender.id and row.created_at > now - IN_MIND_FOR
            one = _Shown(message_id, first_line(row.params), _numbered(row.params), is_own)
            shown.setdefault(row.card or message_id, one)
    return list(shown.values())


def _fitting(shown: Sequence[_Shown], text: str) -> list[tuple[Pressed, str, Button]]:
    pressed = ((each, each.buttons.pressed(text)) for each in shown)
    return [
        (Pressed(each.message_id, button.data), each.title, button)
        for each, button in pressed
        if button is not None
    ]
