"""Broadcasts of a kind made up for tests, and people to whom they go."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unittest import mock

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import subjects
from services.keeps import BroadcastKind
from services.news import CardSubject, News
from storage.tables import (
    Broadcast,
    BroadcastRecipient,
    BroadcastState,
    Person,
    RecipientState,
)
from tests.chats import an_address
from tests.services.factories import NOW

KIND = "notice"
SUBJECT = 7


@dataclass(frozen=True, slots=True)
class Noticed(News):
    """What the recipients of a slice are told."""

    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NoticeCard(CardSubject):
    """How far it is."""

    subject_id: int


@dataclass
class Kind:
    """Who no longer wants it, and who gets it where it has no audience."""

    unwanted: set[int] = field(default_factory=set)
    recipients: list[int] = field(default_factory=list)

    async def wanted(
        self, _session: AsyncSession, _subject_id: int, person_ids: Sequence[int], _now: datetime
    ) -> Collection[int]:
        return set(person_ids) - self.unwanted

    async def among(
        self, _session: AsyncSession, _subject_id: int, *, after: int, limit: int, **_now: datetime
    ) -> Sequence[int]:
        return [each for each in sorted(self.recipients) if each > after][:limit]

    def handed_in(self, *, of_audiences: bool = True) -> BroadcastKind:
        return BroadcastKind(
            name=KIND,
            news=lambda _subject_id, person_ids: Noticed(tuple(person_ids)),
            wanted=self.wanted,
            recipients=None if of_audiences else self.among,
            card=NoticeCard,
            asks=True,
        )


@contextmanager
def handing_in(kind: Kind, *, of_audiences: bool = True) -> Iterator[Kind]:
    """As if a subject sent such broadcasts."""
    handed = {KIND: kind.handed_in(of_audiences=of_audiences)}
    with mock.patch.object(subjects, "BROADCASTS", handed):
        yield kind


def a_broadcast(area_id: int, **differently: Any) -> Broadcast:
    """A row of its own, as it began."""
    values: dict[str, Any] = {
        "kind": KIND,
        "subject_id": SUBJECT,
        "asks": True,
        "urgent": False,
        "state": BroadcastState.SENDING,
        "created_at": NOW,
        "starts_at": NOW,
        "act_at": NOW,
    }
    return Broadcast(area_id=area_id, **(values | differently))


async def live_at(session: AsyncSession, home_id: int, person_ids: Collection[int]) -> None:
    """People whose home that is, each with a private chat of their number."""
    for person_id in person_ids:
        session.add(
            Person(
                id=person_id,
                language="zh",
                big_print=False,
                asked_later=True,
                home_id=home_id,
                created_at=NOW,
            )
        )
        session.add(an_address(person_id))
    await session.flush()


async def recipients(session: AsyncSession, broadcast_id: int) -> dict[int, RecipientState]:
    found = await session.execute(
        select(BroadcastRecipient.person_id, BroadcastRecipient.state).where(
            BroadcastRecipient.broadcast_id == broadcast_id
        )
    )
    return dict(found.all())
