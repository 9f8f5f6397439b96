"""One message in place of many: which cards of a group look different now."""

from collections.abc import Sequence

from aiogram.methods import SendMessage

from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.words import cut, esc
from storage.outbox import Outgoing, Urgency
from storage.tables import Chat, OutboxMessage
from storage.written import first_line

CARD = "digest"
SHOWN = 50
LINE = 60
"""Characters of a line: with `SHOWN` of them a message stays below 4096."""


def of(chat: Chat, rows: Sequence[OutboxMessage]) -> list[Outgoing]:
    """`rows` are the looks that wait; a newer digest takes the place of the one before."""
    lines = [line for row in rows if (line := first_line(row.params))]
    with speaking(SOURCE):
        text = [_("📋 变化太多，下面的卡片要过一会儿才跟上。现在是这样："), ""]
        text += [f"• {esc(cut(line, LINE))}" for line in lines[:SHOWN]]
        if len(lines) > SHOWN:
            text.append(_("另外还有 {count} 件。").format(count=len(lines) - SHOWN))
    message = SendMessage(chat_id=chat.id, text="\n".join(text))
    sending = Sending(method=message, card=CARD, to_the_end=True)
    return list(outgoing(sending, chat, Urgency.NOTICE))
