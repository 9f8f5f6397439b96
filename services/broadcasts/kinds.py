"""What is sent to many, as its subjects hand it in."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.keeps import BroadcastKind
from services.news import draw
from storage.tables import Broadcast


def kind_named(name: str) -> BroadcastKind:
    from services.subjects import BROADCASTS  # noqa: PLC0415 - they build on broadcasts

    return BROADCASTS[name]


def draw_card(session: AsyncSession, broadcast: Broadcast) -> None:
    """What shows staff how far it is."""
    card = kind_named(broadcast.kind).card
    if card is not None:
        draw(session, card(broadcast.subject_id))
