"""What announcements hand in: what people chose and told, what is sent and falls due."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.announcements import following, outcomes, reach
from services.announcements.erasing import erase
from services.announcements.life import CORRECTED, RECALLED, SENT, SENT_AT_ONCE
from services.announcements.news import (
    Announced,
    AnnouncedNow,
    AnnouncementCard,
    AnnouncementCorrected,
    AnnouncementRecalled,
)
from services.keeps import AtNight, BroadcastKind, Job, Keeps
from services.people import profiles, subscriptions
from storage.tables import Announcement, AnnouncementReader, Profile, UrgentSender


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Below "announcements": the topics they chose, what they told, what they wrote as staff."""
    topics = await subscriptions.said_by(session, person_id)
    told = await profiles.facts_of(session, person_id)
    taps = await session.scalars(
        select(AnnouncementReader)
        .where(AnnouncementReader.person_id == person_id)
        .order_by(AnnouncementReader.announcement_id, AnnouncementReader.tapped)
    )
    may_be_urgent = await session.scalar(
        select(exists().where(UrgentSender.person_id == person_id))
    )
    written = await session.scalars(
        select(Announcement)
        .where(or_(Announcement.created_by == person_id, Announcement.agreed_by == person_id))
        .order_by(Announcement.id)
    )
    return {
        "announcements": {
            "topics": {topic.value: wanted for topic, wanted in topics.items()},
            "birth_year": told.birth_year,
            "households": None if told.households is None else sorted(told.households),
            "tapped": [_tapped(each) for each in taps],
            "may_send_urgent": bool(may_be_urgent),
            "written": [_written(each, person_id) for each in written],
        }
    }


def _tapped(tap: AnnouncementReader) -> dict[str, Any]:
    return {"number": tap.announcement_id, "what": tap.tapped.value}


def _written(announcement: Announcement, person_id: int) -> dict[str, Any]:
    yours = announcement.created_by == person_id
    return {
        "yours": yours,
        "text": announcement.text,
        "state": announcement.state.value,
        "created_at": announcement.created_at.isoformat(),
    }


def _born(person_id: InstrumentedAttribute[int], since: date, until: date) -> ColumnElement[bool]:
    """By the year that they told and let us keep, where the whole of it lies within."""
    first = since.year if since == date(since.year, 1, 1) else since.year + 1
    last = until.year if until == date(until.year, 12, 31) else until.year - 1
    return exists().where(Profile.person_id == person_id, Profile.birth_year.between(first, last))


KEEPS = Keeps(
    erase=erase,
    about=about,
    figures=outcomes.figures,
    born=_born,
    broadcasts=(
        BroadcastKind(name=SENT, news=Announced, wanted=reach.wanted, card=AnnouncementCard),
        BroadcastKind(
            name=SENT_AT_ONCE, news=AnnouncedNow, wanted=reach.wanted, card=AnnouncementCard
        ),
        BroadcastKind(
            name=CORRECTED,
            news=AnnouncementCorrected,
            wanted=reach.everybody,
            recipients=reach.who_have_it,
        ),
        BroadcastKind(
            name=RECALLED,
            news=AnnouncementRecalled,
            wanted=reach.everybody,
            recipients=reach.who_have_it,
            card=AnnouncementCard,
        ),
    ),
    jobs=(
        Job(
            name="announcements that repeat",
            due=following.repeat_due,
            act=following.repeat,
            every=timedelta(minutes=1),
            when="the next day by its rhythm, at the time of day of the first",
            to="its audience; its card stands in the staff's group",
            at_night=AtNight.PUT_OFF,
            late="always: what was missed meanwhile is left out",
        ),
        Job(
            name="urgent announcements nobody agreed to",
            due=following.agree_due,
            act=following.nobody_agreed,
            every=timedelta(minutes=1),
            when="two hours after it was written no second person has agreed",
            to="the community's staff",
            at_night=AtNight.RINGS,
            late="always",
            judges_silence=True,
        ),
    ),
)
