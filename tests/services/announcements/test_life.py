"""Announcements: who may send them, when they leave, what two people do at once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from services import calendar
from services.announcements import following, life, steering, urgent
from services.announcements.errors import (
    AgreedWords,
    AlreadyBegun,
    NoAddress,
    NothingToRecall,
    NotNamed,
    NotProposed,
    OwnProposal,
    Unchanged,
)
from services.announcements.life import AGREED_WITHIN, NewAnnouncement
from services.announcements.news import NobodyAgreed
from services.audiences import Audience
from services.errors import NotFound, NotYourGroup, Refusal, TooLong, WordsNeeded
from services.news import take_news
from services.rhythms import Rhythm
from services.written.errors import TimesPast, TimesTooFar
from storage.tables import (
    Announcement,
    AnnouncementState,
    Broadcast,
    BroadcastState,
    Topic,
    UrgentSender,
)
from tests.services.conftest import Deed, Desk
from tests.services.factories import NOW, member
from tests.services.tickets.test_races import at_once, refusals

AUTHOR, COLLEAGUE = 101, 102
MANY = 10


@pytest.fixture(autouse=True)
async def named(desk: Desk) -> None:
    """The author and all who are to agree."""
    area_id = desk.place.community.id
    ids = (AUTHOR, COLLEAGUE, *range(200, 200 + MANY))
    async with desk.database.transaction() as session:
        session.add_all(UrgentSender(area_id=area_id, person_id=each) for each in ids)


def publishing(desk: Desk, by: int = AUTHOR, **differently: Any) -> Deed:
    what: dict[str, Any] = {
        "area_id": desk.place.community.id,
        "topic": Topic.UTILITIES,
        "text": "明天停水",
        "audience": Audience(area_ids=(desk.place.community.id,), topic=Topic.UTILITIES),
    }
    new = NewAnnouncement(**what | differently)
    who = member(desk.groups.staff, by)
    return lambda session: life.publish(session, new, who, now=NOW)


def agreeing(desk: Desk, announcement_id: int, by: int = COLLEAGUE) -> Deed:
    who = member(desk.groups.staff, by)
    return lambda session: life.agree(session, announcement_id, who, now=NOW)


def dropping(desk: Desk, announcement_id: int) -> Deed:
    who = member(desk.groups.staff)
    return lambda session: life.drop(session, announcement_id, who, now=NOW)


def recalling(desk: Desk, announcement_id: int, at: datetime = NOW) -> Deed:
    who = member(desk.groups.staff)
    return lambda session: steering.recall(session, announcement_id, who, now=at)


def correcting(desk: Desk, announcement_id: int, text: str, by: int = AUTHOR) -> Deed:
    who = member(desk.groups.staff, by)
    return lambda session: steering.correct(session, announcement_id, who, text, now=NOW)


async def stands(desk: Desk, announcement_id: int) -> AnnouncementState:
    async with desk.database.reading() as session:
        return (await session.get_one(Announcement, announcement_id)).state


async def broadcasts(desk: Desk, *states: BroadcastState) -> int:
    async with desk.database.reading() as session:
        of_these = Broadcast.state.in_(states or tuple(BroadcastState))
        return await session.scalar(select(func.count()).where(of_these)) or 0


async def test_of_many_who_agree_at_once_one_does_and_it_is_sent_once(desk: Desk) -> None:
    proposed = await desk.do(publishing(desk, urgent=True))
    assert await broadcasts(desk) == 0
    agreeing_people = [agreeing(desk, proposed.id, 200 + each) for each in range(MANY)]
    outcomes = await at_once(desk, agreeing_people)
    assert refusals(outcomes) == {NotProposed: MANY - 1}
    assert await broadcasts(desk) == 1


async def test_nobody_is_their_own_second_person(desk: Desk) -> None:
    proposed = await desk.do(publishing(desk, urgent=True))
    with pytest.raises(OwnProposal):
        await desk.do(agreeing(desk, proposed.id, AUTHOR))
    assert await broadcasts(desk) == 0


async def test_only_who_is_named_writes_and_agrees_to_what_is_urgent(desk: Desk) -> None:
    stranger = COLLEAGUE + 1
    proposed = await desk.do(publishing(desk, urgent=True))
    await desk.do(publishing(desk, stranger))
    for deed in (
        publishing(desk, stranger, urgent=True),
        agreeing(desk, proposed.id, stranger),
        correcting(desk, proposed.id, "别的话", by=stranger),
    ):
        with pytest.raises(NotNamed):
            await desk.do(deed)
    assert await broadcasts(desk) == 1


async def test_who_is_named_no_more_cannot_agree(desk: Desk) -> None:
    proposed = await desk.do(publishing(desk, urgent=True))
    place, group = desk.place.community.id, desk.groups.staff.id
    await desk.do(lambda session: urgent.name(session, place, group, COLLEAGUE, may=False))
    with pytest.raises(NotNamed):
        await desk.do(agreeing(desk, proposed.id))


async def test_who_is_not_in_the_group_cannot_be_named(desk: Desk) -> None:
    place, group = desk.place.community.id, desk.groups.staff.id
    with pytest.raises(NotFound):
        await desk.do(lambda session: urgent.name(session, place, group, 555, may=True))


async def test_who_corrects_what_is_proposed_cannot_agree_to_it(desk: Desk) -> None:
    proposed = await desk.do(publishing(desk, urgent=True))
    await desk.do(correcting(desk, proposed.id, "今晚停水", by=COLLEAGUE))
    with pytest.raises(OwnProposal):
        await desk.do(agreeing(desk, proposed.id, COLLEAGUE))
    agreed = await desk.do(agreeing(desk, proposed.id, AUTHOR))
    assert (agreed.created_by, agreed.agreed_by) == (COLLEAGUE, AUTHOR)


async def test_nobody_changes_alone_what_two_agreed_to(desk: Desk) -> None:
    proposed = await desk.do(publishing(desk, urgent=True))
    await desk.do(agreeing(desk, proposed.id))
    with pytest.raises(AgreedWords):
        await desk.do(correcting(desk, proposed.id, "别的话"))


async def test_what_is_dropped_and_agreed_to_at_once_is_one_of_both(desk: Desk) -> None:
    for _each in range(5):
        before = await broadcasts(desk, BroadcastState.SENDING)
        proposed = await desk.do(publishing(desk, urgent=True))
        outcomes = await at_once(desk, [agreeing(desk, proposed.id), dropping(desk, proposed.id)])
        sent = await broadcasts(desk, BroadcastState.SENDING) > before
        assert sent == (await stands(desk, proposed.id) is AnnouncementState.STANDING)
        assert sum(refusals(outcomes).values()) == 1


async def test_an_urgent_one_waits_no_longer_than_two_hours(desk: Desk) -> None:
    proposed = await desk.do(publishing(desk, urgent=True))
    later = NOW + AGREED_WITHIN
    async with desk.database.transaction() as session:
        assert await following.agree_due(session, later - timedelta(seconds=1)) == []
        assert await following.agree_due(session, later) == [proposed.id]
        await following.nobody_agreed(session, proposed.id, now=later)
        assert take_news(session) == [NobodyAgreed(proposed.id)]
    with pytest.raises(NotProposed):
        await desk.do(agreeing(desk, proposed.id))


async def test_what_has_begun_is_recalled_and_what_has_not_is_dropped(desk: Desk) -> None:
    begun = await desk.do(publishing(desk))
    later = await desk.do(publishing(desk, starts_at=NOW + timedelta(days=1)))
    with pytest.raises(AlreadyBegun):
        await desk.do(dropping(desk, begun.id))
    with pytest.raises(NothingToRecall):
        await desk.do(recalling(desk, later.id))
    await desk.do(recalling(desk, begun.id))
    await desk.do(dropping(desk, later.id))
    assert await broadcasts(desk, BroadcastState.STOPPED) == 2
    with pytest.raises(NothingToRecall):
        await desk.do(recalling(desk, begun.id))


async def test_of_two_who_correct_at_once_the_last_words_stand(desk: Desk) -> None:
    sent = await desk.do(publishing(desk))
    texts = ["明天下午停水", "后天停水"]
    outcomes = await at_once(desk, [correcting(desk, sent.id, text) for text in texts])
    assert not refusals(outcomes)
    async with desk.database.reading() as session:
        stands_now = (await session.get_one(Announcement, sent.id)).text
    assert stands_now in texts
    with pytest.raises(Unchanged):
        await desk.do(correcting(desk, sent.id, stands_now))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"text": " \n"}, WordsNeeded),
        ({"text": "水" * (life.TEXT_LIMIT + 1)}, TooLong),
        ({"starts_at": NOW - timedelta(hours=1)}, TimesPast),
        ({"starts_at": NOW + timedelta(days=400)}, TimesTooFar),
    ],
    ids=["no words", "too long", "past", "too far"],
)
async def test_what_cannot_be_sent(desk: Desk, wrong: dict[str, Any], why: type[Refusal]) -> None:
    with pytest.raises(why):
        await desk.do(publishing(desk, **wrong))
    assert await broadcasts(desk) == 0


async def test_only_the_office_sends(desk: Desk) -> None:
    new = NewAnnouncement(
        area_id=desk.place.community.id,
        topic=Topic.SAFETY,
        text="台风",
        audience=Audience(area_ids=(desk.place.community.id,)),
    )
    stranger = member(desk.groups.property)
    with pytest.raises(NotYourGroup):
        await desk.do(lambda session: life.publish(session, new, stranger, now=NOW))


async def test_one_that_repeats_is_followed_by_one_that_repeats(desk: Desk) -> None:
    sent = await desk.do(publishing(desk, rhythm=Rhythm.WEEKLY))
    again_at = NOW + timedelta(days=7)
    assert sent.repeat_at == again_at
    async with desk.database.transaction() as session:
        assert await following.repeat_due(session, again_at) == [sent.id]
        await following.repeat(session, sent.id, now=again_at)
        await following.repeat(session, sent.id, now=again_at)
    async with desk.database.reading() as session:
        last = (
            await session.scalars(select(Announcement).order_by(Announcement.id.desc()))
        ).first()
    assert last is not None
    assert (last.id, last.repeat_at) == (sent.id + 1, again_at + timedelta(days=7))


async def test_daily_is_each_day_on_which_people_work(desk: Desk) -> None:
    async with desk.database.reading() as session:
        days = await calendar.days(session)
    friday = NOW + timedelta(days=4)
    monday = life.next_time(Rhythm.DAILY, NOW, friday, calendar.ZONE, days)
    assert monday == NOW + timedelta(days=7)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("https://www.fuzhou.gov.cn/a?b=1", "https://www.fuzhou.gov.cn/a?b=1"),
        (" www.fuzhou.gov.cn ", "https://www.fuzhou.gov.cn"),
        ("javascript:alert(1)", None),
        ("ftp://example.org", None),
        ("没有网址", None),
        ("a b.c", None),
    ],
)
def test_links(said: str, address: str | None) -> None:
    if address is None:
        with pytest.raises(NoAddress):
            life.address_in(said)
    else:
        assert life.address_in(said) == address
