"""Somebody whom two channels know as two people becomes one (合并), by a code only they can read.

Who asked for the code stays; the one who writes it elsewhere becomes them. A job does that, since
the conversation in which the code was written still belongs to the person who goes; and once more
a little later, since a transaction that had begun before may write under the old id.
"""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services import rows
from services.errors import Refusal
from services.keeps import Act, Join
from services.news import News, tell
from services.people import addresses
from services.people.giving_over import give_over
from services.people.news import Joined, NotJoined
from storage.tables import Person, PersonJoin

log = logging.getLogger(__name__)

VALID = timedelta(minutes=10)
DIGITS = 8
"""Nobody guesses one of them in ten minutes, at the rate at which messages are taken."""
STRAGGLERS = timedelta(minutes=1)
Registers = Sequence[InstrumentedAttribute[Any]]
"""`Keeps.registers` of all subjects."""


class NoSuchCode(Refusal):
    """It was mistyped, used, or is older than VALID."""


class SamePerson(Refusal):
    """The code is their own: they wrote it where they were given it."""


class TwiceRegistered(Refusal):
    """Both stand in one of the registers."""


async def code_for(session: AsyncSession, person_id: int, *, now: datetime) -> str:
    """DIGITS digits, valid for VALID and once; those given before count no more."""
    unused = (PersonJoin.person_id == person_id, PersonJoin.joining_id.is_(None))
    await session.execute(delete(PersonJoin).where(*unused))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    session.add(PersonJoin(code=code, person_id=person_id, made_at=now))
    await session.flush()
    return code


async def whose(
    session: AsyncSession, code: str, person_id: int, registers: Registers, *, now: datetime
) -> Person:
    """Whom `person_id` would become. Raises NoSuchCode, SamePerson and TwiceRegistered."""
    found = await _valid(session, code, now)
    return await rows.current(session, Person, await _checked(session, found, person_id, registers))


async def join(
    session: AsyncSession, code: str, person_id: int, registers: Registers, *, now: datetime
) -> None:
    """Have `person_id` become whose code it is. Raises as `whose`."""
    found = await _valid(session, code, now)
    await _checked(session, found, person_id, registers)
    begun = await rows.change(
        session,
        PersonJoin,
        PersonJoin.id == found.id,
        PersonJoin.joining_id.is_(None),
        joining_id=person_id,
        act_at=now,
    )
    if begun is None:
        raise NoSuchCode
    await addresses.used_last(session, person_id, now=now)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    found = await session.scalars(
        select(PersonJoin.id)
        .where(PersonJoin.act_at.is_not(None), PersonJoin.act_at <= now)
        .order_by(PersonJoin.act_at)
    )
    return list(found)


def act(joins: Sequence[Join], registers: Registers) -> Act:
    """What makes two people one; `joins` are the subjects' own parts in it."""

    async def make_one(session: AsyncSession, join_id: int, /, *, now: datetime) -> None:
        found = await rows.held(session, PersonJoin, join_id)
        goes, stays = found.joining_id, found.person_id
        if goes is None or found.act_at is None or found.act_at > now:
            return
        is_first = await session.get(Person, goes) is not None
        twice = await _twice(session, goes, stays, registers)
        done = not twice and await _became_one(session, joins, from_id=goes, into_id=stays)
        for news in _heard(goes, stays, done=done) if is_first else ():
            tell(session, news)
        again = update(PersonJoin).values(act_at=now + STRAGGLERS)
        last = delete(PersonJoin)
        what: Any = again if is_first and done else last
        await session.execute(what.where(PersonJoin.id == join_id))

    return make_one


def _heard(goes: int, stays: int, *, done: bool) -> list[News]:
    return [Joined(stays)] if done else [NotJoined(goes), NotJoined(stays)]


async def _became_one(
    session: AsyncSession, joins: Sequence[Join], *, from_id: int, into_id: int
) -> bool:
    """False where a rule of the tables forbids it, or the one who stays has been erased."""
    if await session.get(Person, into_id) is None:
        return False
    try:
        async with session.begin_nested():
            for settle in joins:
                await settle(session, from_id=from_id, into_id=into_id)
            await give_over(session, from_id=from_id, into_id=into_id)
    except IntegrityError:
        log.exception("two people could not be made one")
        return False
    return True


async def _valid(session: AsyncSession, code: str, now: datetime) -> PersonJoin:
    found = await session.scalars(
        select(PersonJoin).where(
            PersonJoin.code == code,
            PersonJoin.joining_id.is_(None),
            PersonJoin.made_at > now - VALID,
        )
    )
    both = found.all()
    if len(both) != 1:  # Two people were given the same: it is neither's.
        raise NoSuchCode
    return both[0]


async def _checked(
    session: AsyncSession, found: PersonJoin, person_id: int, registers: Registers
) -> int:
    if found.person_id == person_id:
        raise SamePerson
    if await _twice(session, person_id, found.person_id, registers):
        raise TwiceRegistered
    return found.person_id


async def _twice(session: AsyncSession, one: int, other: int, registers: Registers) -> bool:
    for column in registers:
        there = await session.scalar(select(func.count()).where(column.in_((one, other))))
        if there == 2:
            return True
    return False
