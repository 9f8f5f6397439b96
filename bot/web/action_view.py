"""What a page for acting shows: what was just answered, the card as it is, what can be pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.group_webhook.notices import WORDS, words_of
from bot.channels.wecom.keys import says
from bot.sender.limits import CALLBACK_ANSWER
from handlers.common.i18n import _
from handlers.common.numbering import buttons_of
from storage.cards import latest_row
from storage.outbox import Urgency
from storage.outbox_rows import OutboxRow, rows_where
from storage.tables import ActionLink, Card, OutboxMessage


class Offered(NamedTuple):
    """A button. data: callback data, or `keys.says`; message_id: below which message it stands."""

    label: str
    data: str
    message_id: int


@dataclass(frozen=True, slots=True)
class View:
    toast: str
    """Plain text."""
    is_alert: bool
    said: Sequence[str]
    """HTML of the Bot API, and so is `card`."""
    card: str
    asks_for_words: bool
    takes_photo: bool
    """Whether a photo may come with them."""
    answers: Sequence[Offered]
    """Below what was said."""
    actions: Sequence[Offered]
    """Below the card."""
    was_taken_in: bool
    """Whether anything came of what was sent last."""

    def pressed(self, data: str) -> Offered | None:
        """The button, if it can be pressed now."""
        return next((each for each in (*self.answers, *self.actions) if each.data == data), None)


async def view_of(session: AsyncSession, link: ActionLink) -> View:
    answered = await _answered(session, link)
    toasts = [row.params for row in answered if row.method == CALLBACK_ANSWER]
    said = [
        row for row in answered if row.method in WORDS and (not row.card or row.card != link.card)
    ]
    asks_for_words = bool(said) and "force_reply" in (said[-1].params.get("reply_markup") or {})
    look = await _look(session, link)
    actions: list[Offered] = []
    if look is not None and not asks_for_words:
        actions = _offered(look, await _standing(session, link) or look.id)
    return View(
        toast=" ".join(each["text"] for each in toasts if each.get("text")),
        is_alert=any(each.get("show_alert") for each in toasts),
        said=[words_of(row) for row in said],
        card=words_of(look) if look is not None else "",
        asks_for_words=asks_for_words,
        # What is asked says so: nothing else would tell those who answer elsewhere either.
        takes_photo=asks_for_words and _("可以带照片") in words_of(said[-1]),
        answers=[each for row in said for each in _offered(row, row.id)],
        actions=actions,
        was_taken_in=link.cause is None or bool(answered),
    )


async def latest_look(session: AsyncSession, link: ActionLink) -> OutboxMessage | None:
    """What the card shows now, or the message that is none; None once it was forgotten."""
    if link.card is None:
        return await session.get(OutboxMessage, link.message_id)
    return await latest_row(session, link.chat, link.card)


async def _look(session: AsyncSession, link: ActionLink) -> OutboxRow | None:
    latest = await latest_look(session, link)
    if latest is None or latest.secret or latest.chat != link.chat:
        return None
    (row,) = await rows_where(session, OutboxMessage.id == latest.id)
    return row


async def _answered(session: AsyncSession, link: ActionLink) -> list[OutboxRow]:
    if link.cause is None:
        return []
    return await rows_where(
        session,
        OutboxMessage.is_in(link.chat),
        # Answers have later numbers than the message, and the index knows these.
        OutboxMessage.id > link.message_id,
        OutboxMessage.cause == link.cause,
        OutboxMessage.urgency == int(Urgency.ANSWER),
    )


async def _standing(session: AsyncSession, link: ActionLink) -> int | None:
    card = await session.get(Card, (*link.chat, link.card)) if link.card else None
    return card.message_id if card else None


def _offered(row: OutboxRow, message_id: int) -> list[Offered]:
    """A key under the input field stands for writing its label."""
    every = [each for line in buttons_of(row.params).rows for each in line if not each.url]
    return [Offered(each.label, each.data or says(each.label), message_id) for each in every]
