"""承诺时间: the button that asks by when staff promise it to the resident."""

from functools import partial

from handlers.common.cards import Said
from handlers.common.i18n import _, mark
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.tickets.staff.card import Action, card, is_taken, may
from handlers.tickets.staff.promised import sure
from services.tickets import promises

CARD = card
"""With this button."""
PROMISE = "promise"
"""What the prompt is about, before the ticket's id."""


@card.words(
    Action.PROMISE,
    label=mark("承诺时间"),
    when=is_taken,
    check=partial(may, taker_only=True),
    ask=lambda: _(
        "请回复这条消息，写下答应居民什么时候前办好，比如：周五前、11月30日、三天内、明天下午。"
    ),
    about=PROMISE,
    further=True,
)
async def promise(talk: Talk, ticket_id: int, said: Said) -> Reply:
    by = await promises.read(talk.session, said.text, now=talk.now, zone=talk.config.zone)
    return await sure(talk, ticket_id, by)
