"""What people are sent of announcements, and what the office hears of them."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from handlers.announcements.staff.card import Shown, card, look_for_staff
from handlers.announcements.words import buttons, look
from handlers.common.i18n import _
from handlers.common.saying import Delete, Files, Post, Say
from handlers.common.telling import Tell, Telling
from handlers.common.words import cut, esc
from services import areas, rows
from services.announcements import outcomes, reach
from services.announcements.news import (
    Announced,
    AnnouncedNow,
    AnnouncementCard,
    AnnouncementCorrected,
    AnnouncementRecalled,
    NobodyAgreed,
)
from services.people import people
from storage.outbox import Night, Urgency
from storage.tables import Announcement, Channel

DELETED_WITHIN = timedelta(hours=47)
"""Telegram lets a bot delete what it sent within 48 hours (Bot API, deleteMessage)."""
CALLED = 40
"""Characters of an announcement by which it is recognised."""

telling = Telling()


def key(announcement_id: int) -> str:
    """What it is called as a card in the chats of those who have it."""
    return f"announced:{announcement_id}"


@telling.hears(Announced, AnnouncedNow)
async def announced(tell: Tell, news: Announced | AnnouncedNow) -> None:
    found = await rows.current(tell.session, Announcement, news.announcement_id)
    place = await areas.name_of(tell.session, found.area_id)
    beside = await reach.beside(tell.session, found)

    def words() -> Sequence[Post]:
        name = key(found.id)
        said = Say(look(found, place), buttons(found), card=name)
        return [said, Files(beside, under_card=name, about=name)] if beside else [said]

    for person_id in news.person_ids:
        await tell.person(person_id, words, Urgency.BROADCAST)


@telling.hears(AnnouncementCorrected)
async def corrected(tell: Tell, news: AnnouncementCorrected) -> None:
    """In place, without a sound."""
    found = await rows.current(tell.session, Announcement, news.announcement_id)
    place = await areas.name_of(tell.session, found.area_id)
    for person_id in news.person_ids:
        await tell.person(
            person_id,
            lambda: Say(look(found, place), buttons(found), card=key(found.id)),
            Urgency.BROADCAST,
        )


@telling.hears(AnnouncementRecalled)
async def recalled(tell: Tell, news: AnnouncementRecalled) -> None:
    """Taken away where that is allowed still; elsewhere it reads that it is void."""
    found = await rows.current(tell.session, Announcement, news.announcement_id)
    since = await reach.had_it_since(tell.session, found.id, news.person_ids)
    assert found.ended_at is not None
    reachable = [await people.reachable(tell.session, each) for each in news.person_ids]
    chats = {each.person.id: each.chat for each in reachable if each is not None}
    shown = await reach.messages_in(
        tell.session, list(chats.values()), key(found.id), with_file=found.media_id is not None
    )
    for person_id, chat in chats.items():
        old = found.ended_at - since.get(person_id, found.ended_at) > DELETED_WITHIN
        gone = [] if old else [Delete(each) for each in shown.get(chat, [])]
        words = partial(_gone, found.id, gone)
        if chat.channel.messenger != Channel.TELEGRAM.messenger:
            words = partial(_void, found)
        await tell.person(person_id, words, Urgency.BROADCAST)


def _gone(announcement_id: int, gone: Sequence[Post]) -> Sequence[Post]:
    return gone or [Say(_("📢 这条通知撤回了，不算数。"), card=key(announcement_id))]


def _void(found: Announcement) -> Sequence[Post]:
    """Where what was sent stays, it is said which one is meant."""
    text = _("📢 前面这条通知撤回了，不算数：\n“{text}”").format(text=esc(cut(found.text, CALLED)))
    return [Say(text, card=key(found.id))]


@telling.draws(AnnouncementCard)
async def drawn(tell: Tell, subject: AnnouncementCard) -> None:
    found = await rows.current(tell.session, Announcement, subject.announcement_id)
    place = await areas.name_of(tell.session, found.area_id)
    sent = await reach.progress(tell.session, found, now=tell.now)
    came_of_it = await outcomes.of(tell.session, [found])
    shown = Shown(found, sent, came_of_it[found.id])
    await tell.office(
        found.area_id,
        lambda: Say(
            look_for_staff(shown, place, tell.config.zone),
            card.keyboard(shown),
            card=card.key(found.id),
            to_the_end=subject.to_the_end,
        ),
        urgency=Urgency.URGENT if shown.is_proposed else Urgency.CARD,
        night=Night.RINGS if shown.is_proposed else None,
    )


@telling.hears(NobodyAgreed)
async def nobody_agreed(tell: Tell, news: NobodyAgreed) -> None:
    found = await rows.current(tell.session, Announcement, news.announcement_id)
    text = _("⚠️ 这条紧急通知两小时没有第二个人同意，没有发。还要发的，请重新写一条。")
    said = Say(text, under_card=card.key(found.id))
    await tell.office(found.area_id, lambda: said, urgency=Urgency.URGENT)
