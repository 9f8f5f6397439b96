"""A broadcast from its preview to its end, as a day has them."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, audiences, broadcasts
from services.audiences import Audience, Used
from services.broadcasts import NewBroadcast, sending, settling
from services.news import take_cards, take_news
from services.subjects import USERS
from storage.outbox import Outgoing, Urgency, put
from storage.tables import Channel
from tests.dialogues.phones import Desk
from tests.services.broadcasts.broadcast_factories import KIND, SUBJECT, Kind, Noticed, handing_in

HOME = "junmen-xincun-3"
"""Where history's people do not live: an audience grows with those who do."""


async def send_to_many(desk: Desk) -> None:
    with handing_in(Kind()):
        async with desk.app.database.transaction() as session:
            home = await areas.by_code(session, HOME)
            assert home is not None
            await _count(session, desk, home.id)
            for sample in (None, 2):
                audience = Audience(area_ids=(home.id,), sample=sample, rested_days=30)
                new = NewBroadcast(
                    kind=KIND, subject_id=SUBJECT, area_id=home.id, audience=audience
                )
                broadcast = await broadcasts.start(session, new, now=desk.clock())
                await _send(session, desk, broadcast.id)


async def _count(session: AsyncSession, desk: Desk, area_id: int) -> None:
    month = Used("", date(2026, 1, 1), date(2026, 12, 31))
    for service in USERS:
        used = Used(service, month.since, month.until)
        audience = Audience(area_ids=(area_id,), used=used, ages=(60, None))
        await audiences.preview(session, audience, now=desk.clock())


async def _send(session: AsyncSession, desk: Desk, broadcast_id: int) -> None:
    now = desk.clock()
    for _second in range(2):
        await sending.due(session, now)
        await sending.urgent_due(session, now)
        await sending.act(session, broadcast_id, now=now)
        told = [news for news in take_news(session) if isinstance(news, Noticed)]
        chats = [person_id for news in told for person_id in news.person_ids]
        take_cards(session)
        await put(session, [_message(chat_id) for chat_id in chats], now)
        now += sending.EVERY
    await settling.delivered(session, broadcast_id, Channel.TELEGRAM, chats or [1], now=now)
    await settling.failed(session, broadcast_id, Channel.TELEGRAM, chats or [1])
    await settling.settle(session, broadcast_id, now=now + timedelta(hours=1))
    await broadcasts.changed(session, broadcast_id, now=now)
    await broadcasts.pause(session, broadcast_id)
    await broadcasts.go_on(session, broadcast_id, now=now)
    await broadcasts.progress(session, broadcast_id, now=now)
    await broadcasts.stop(session, broadcast_id, now=now)
    await sending.act(session, broadcast_id, now=now + timedelta(minutes=2))
    take_cards(session)


def _message(chat_id: int) -> Outgoing:
    return Outgoing(
        channel=Channel.TELEGRAM,
        chat_id=chat_id,
        method="sendMessage",
        params={"chat_id": chat_id, "text": "notice"},
        urgency=Urgency.BROADCAST,
        card=f"{KIND}:{SUBJECT}",
    )
