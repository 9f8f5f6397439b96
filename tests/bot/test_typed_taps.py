"""What stands below the latest messages of a single chat, kept to be typed."""

from dataclasses import dataclass
from typing import Any, cast

from bot import typed_taps
from storage.engine import Database
from storage.outbox_rows import OutboxRow
from storage.tables import Channel, Chat, NamedChat
from tests.services.factories import NOW

CHAT = Chat(Channel.WECOM, 7)
CARD = 1


@dataclass
class Look:
    params: dict[str, Any]
    secret: bool = False


def reading(*labels: str) -> OutboxRow:
    keys = [[{"text": each, "callback_data": f"does:{each}"} for each in labels]]
    return cast("OutboxRow", Look({"text": "…", "reply_markup": {"inline_keyboard": keys}}))


async def test_of_a_card_that_changed_what_can_be_pressed_now_counts(database: Database) -> None:
    async with database.transaction() as session:
        chat = NamedChat(channel=CHAT.channel, chat_id=CHAT.id, name="w", met_at=NOW, buttons=[])
        session.add(chat)
        typed_taps.remember(chat, reading("认领"), CARD)
        typed_taps.remember(chat, reading("退出"), CARD)
        assert await typed_taps.as_tap(session, CHAT, "1") == (CARD, "does:退出")
        assert await typed_taps.as_tap(session, CHAT, "认领") is None
