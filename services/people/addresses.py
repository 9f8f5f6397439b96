"""Where people are: who is behind an address; `reach` says where somebody can be written to.

A person has an id of our own and an address on every channel that they use. A batch of updates
reads both at once, since statements cost more than commits; after that nothing here asks again.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.faults import OutrunError
from storage.keys import one_of
from storage.tables import Address, Channel, Chat, Handle, Person

FIRST_ID = 5 * 10**15
"""Above every id that Telegram gives (52 bits), and with the random part below 2^53: JSON-safe."""
SEEN_EVERY = timedelta(days=1)
"""`seen_at` need not be truer while no other address was used since."""


class Known(NamedTuple):
    """Somebody with an address: their id, all their addresses, and what they told us."""

    id: int
    addresses: list[Address]
    person: Person | None
    """None of those who were only seen in groups."""


class Addresses:
    """Whom a transaction has met. Get it with `Addresses.of(session)`."""

    def __init__(self) -> None:
        self.by_handle: dict[Handle, Known | None] = {}
        self.by_id: dict[int, Known | None] = {}
        self.new: set[int] = set()
        """The ids that this transaction gave."""
        self.strangers: dict[int, Handle] = {}
        """Seen in a group, and nothing is kept of them so far; by the id they would have."""

    @classmethod
    def of(cls, session: AsyncSession) -> "Addresses":
        addresses: Addresses | None = session.info.get("addresses")
        if addresses is None:
            addresses = session.info["addresses"] = cls()
        return addresses

    def note(self, known: Known) -> Known:
        self.by_id[known.id] = known
        self.by_handle |= {
            Handle(each.channel, each.external_id): known for each in known.addresses
        }
        return known


async def load(session: AsyncSession, handles: Collection[Handle]) -> None:
    """Read everybody behind these addresses in one statement."""
    met = Addresses.of(session)
    wanted = set(handles) - met.by_handle.keys()
    if not wanted:
        return
    met.by_handle |= dict.fromkeys(wanted)
    handle = (Address.channel, Address.external_id)
    theirs = select(Address.person_id).where(one_of(handle, wanted))
    await _read(session, Address.person_id.in_(theirs))


async def behind(session: AsyncSession, handle: Handle) -> Known | None:
    """The person who has that address; None where we do not know it."""
    await load(session, [handle])
    return Addresses.of(session).by_handle[handle]


async def name_at(session: AsyncSession, handle: Handle) -> str:
    """What the person there told us as their name; empty where they did not."""
    found = await behind(session, handle)
    return (found.person.name if found and found.person else None) or ""


async def known(session: AsyncSession, person_id: int) -> Known | None:
    """Somebody by their own id; None where they were erased, or nothing is kept of them."""
    await load_people(session, [person_id])
    return Addresses.of(session).by_id[person_id]


async def load_people(session: AsyncSession, person_ids: Collection[int]) -> None:
    """Read these people and their addresses in one statement."""
    met = Addresses.of(session)
    wanted = set(person_ids) - met.by_id.keys()
    if wanted:
        met.by_id |= dict.fromkeys(wanted)
        await _read(session, Address.person_id.in_(wanted))


async def wrote(
    session: AsyncSession, handle: Handle, chat_id: int, language: str, *, now: datetime
) -> Person:
    """The person who has just written to us in their private chat, known from now on.

    `language` is only for those we did not know: who chose one keeps it. Nothing that names
    them is kept before they consent.
    """
    found = await behind(session, handle)
    if found is None:
        found = await _meet(session, handle, _new_id(session), now)
        found = found or await _again(session, handle)
    if found.person is None:
        person = Person(
            id=found.id,
            language=language,
            big_print=False,
            asked_later=True,
            surveyed=True,
            created_at=now,
        )
        session.add(person)
        found = Addresses.of(session).note(found._replace(person=person))
    _was_used(found, handle, chat_id, now)
    assert found.person is not None
    return found.person


async def seen_in_group(session: AsyncSession, handle: Handle) -> int:
    """The id of somebody who says something in a group.

    Of a stranger nothing is kept for small talk: they get an id, which `keep` makes last.
    """
    found = await behind(session, handle)
    if found is not None:
        return found.id
    strangers = Addresses.of(session).strangers
    stranger = next((id_ for id_, theirs in strangers.items() if theirs == handle), None)
    if stranger is None:
        stranger = _new_id(session)
        strangers[stranger] = handle
    return stranger


def met_so_far(session: AsyncSession) -> Collection[int]:
    """The ids of those whom this transaction has met: those who write in a batch, and others."""
    return Addresses.of(session).by_id.keys()


def is_new(session: AsyncSession, person_id: int) -> bool:
    """Whether nothing can be kept of them yet but by this transaction."""
    return person_id in Addresses.of(session).new


async def keep(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Somebody acts: where they were a stranger, they are found again from now on.

    Raises OutrunError where another transaction has met them meanwhile: run again, this one sees
    them. What it has written so far is under an id that nobody has.
    """
    handle = Addresses.of(session).strangers.pop(person_id, None)
    if handle is not None and await _meet(session, handle, person_id, now) is None:
        raise OutrunError


async def met(session: AsyncSession, handle: Handle, *, now: datetime) -> int:
    """The id of somebody of whom something is kept from now on, such as their being in a group."""
    person_id = await seen_in_group(session, handle)
    await keep(session, person_id, now=now)
    return person_id


async def user_ids(
    session: AsyncSession, person_ids: Collection[int], channel: Channel
) -> dict[int, str]:
    """What the channel calls these people; only of those who have an address there."""
    await load_people(session, person_ids)
    people = (Addresses.of(session).by_id[person_id] for person_id in person_ids)
    return {
        each.person_id: each.external_id
        for found in people
        for each in (found.addresses if found else ())
        if each.channel == channel
    }


async def used_last(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Where they wrote last they wrote at `now`, to the second: they are about to become somebody
    who has other addresses, too."""
    found = await known(session, person_id)
    if found is not None:
        max(found.addresses, key=lambda each: each.seen_at).seen_at = now


async def forget(session: AsyncSession, person_id: int) -> list[Chat]:
    """Erase a person's addresses; the private chats that these had."""
    found = await known(session, person_id)
    gone = found.addresses if found else []
    await session.execute(delete(Address).where(Address.person_id == person_id))
    met = Addresses.of(session)
    met.by_id[person_id] = None
    met.by_handle |= {Handle(each.channel, each.external_id): None for each in gone}
    return [Chat(each.channel, each.chat_id) for each in gone if each.chat_id is not None]


async def _read(session: AsyncSession, whose: ColumnElement[bool]) -> None:
    rows = await session.execute(
        select(Address, Person).outerjoin(Person, Person.id == Address.person_id).where(whose)
    )
    met = Addresses.of(session)
    found: dict[int, Known] = {}
    for address, person in rows:
        found.setdefault(address.person_id, Known(address.person_id, [], person))
        found[address.person_id].addresses.append(address)
    for each in found.values():
        met.note(each)


async def _meet(
    session: AsyncSession, handle: Handle, person_id: int, now: datetime
) -> Known | None:
    """Write the address of somebody new; None where another transaction was faster."""
    dialect = session.get_bind().dialect.name
    statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(Address)
    address = await session.scalar(
        statement.values(
            channel=handle.channel,
            external_id=handle.external_id,
            person_id=person_id,
            seen_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Address)
    )
    return Addresses.of(session).note(Known(person_id, [address], None)) if address else None


async def _again(session: AsyncSession, handle: Handle) -> Known:
    """Whom another transaction has met since we looked."""
    del Addresses.of(session).by_handle[handle]
    found = await behind(session, handle)
    assert found is not None
    return found


def _was_used(found: Known, handle: Handle, chat_id: int, now: datetime) -> None:
    """Write only what changes where they are written to, or their address at most once a day."""
    (here,) = (each for each in found.addresses if (each.channel, each.external_id) == handle)
    latest = max(each.seen_at for each in found.addresses)
    if here.seen_at < latest or now - here.seen_at >= SEEN_EVERY:
        here.seen_at = now
    if here.chat_id != chat_id:
        here.chat_id = chat_id
    if here.blocked_at is not None:
        here.blocked_at = None


def _new_id(session: AsyncSession) -> int:
    new_id = FIRST_ID + secrets.randbits(51)
    Addresses.of(session).new.add(new_id)
    return new_id
