"""`python -m bot` with a kind of broadcast that is made up: what subjects say is theirs to test."""

from bot.__main__ import main
from handlers import notices
from handlers.common.saying import Say
from handlers.common.telling import Tell
from storage.outbox import Urgency
from storage.tables import Matter
from tests.services.broadcasts.broadcast_factories import (
    KIND,
    SUBJECT,
    Kind,
    NoticeCard,
    Noticed,
    handing_in,
)

WORDS = "周六上午停水"


async def _notice(tell: Tell, news: Noticed) -> None:
    for person_id in news.person_ids:
        await tell.person(person_id, _words, Urgency.BROADCAST)


def _words() -> Say:
    return Say(WORDS, card=f"{KIND}:{SUBJECT}")


async def _card(_tell: Tell, _subject: NoticeCard) -> None:
    """Staff look elsewhere."""


if __name__ == "__main__":
    notices.HEARD[Noticed], notices.MATTERS[Noticed] = _notice, Matter.NOTICE
    notices.DRAWN[NoticeCard] = _card
    with handing_in(Kind()):
        main()
