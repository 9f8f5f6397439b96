"""Who is sent a broadcast and when, slice by slice."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts
from services.audiences import Audience
from services.broadcasts import NewBroadcast, drawing, sending, settling
from services.broadcasts.keeps import about, erase
from services.news import take_cards, take_news
from services.people import people
from storage.engine import Database
from storage.outbox import TOO_LATE, Outgoing, Urgency, put
from storage.tables import (
    Address,
    BroadcastState,
    Channel,
    Chat,
    OutboxMessage,
    OutboxState,
    RecipientState,
)
from tests.chats import an_address
from tests.services.broadcasts.broadcast_factories import (
    KIND,
    SUBJECT,
    Kind,
    NoticeCard,
    Noticed,
    handing_in,
    live_at,
    recipients,
)
from tests.services.factories import NOW, Neighbourhood, build_neighbourhood

EAST = Channel("telegram:east")
PEOPLE = range(101, 301)
SECOND = timedelta(seconds=1)


@pytest.fixture
def kind() -> Kind:
    return Kind()


@pytest.fixture
async def place(database: Database, kind: Kind) -> AsyncIterator[Neighbourhood]:
    """Two hundred live in the building."""
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        await live_at(session, place.building.id, PEOPLE)
    with handing_in(kind):
        yield place


class Sending:
    """One broadcast, as the scheduler and the sender see to it."""

    def __init__(self, database: Database, broadcast_id: int) -> None:
        self.database = database
        self.id = broadcast_id
        self.now = NOW
        self.told: list[int] = []
        """In order, each as often as they were told."""
        self.drawn = 0
        """How often its card was drawn."""

    async def tick(self, after: timedelta = SECOND) -> None:
        """One look of the job, and what it tells put into the outbox."""
        self.now += after
        async with self.database.transaction() as session:
            if self.id not in [
                *await sending.due(session, self.now),
                *await sending.urgent_due(session, self.now),
            ]:
                return
            await sending.act(session, self.id, now=self.now)
            await self._promise(session)

    async def _promise(self, session: AsyncSession) -> None:
        news = [each for each in take_news(session) if isinstance(each, Noticed)]
        told = [person_id for each in news for person_id in each.person_ids]
        self.told += told
        self.drawn += len(take_cards(session))
        chats = [await reachable_chat(session, person_id) for person_id in told]
        await put(session, [a_message(chat.id, channel=chat.channel) for chat in chats], self.now)

    async def send(
        self,
        many: int = 1_000,
        state: OutboxState = OutboxState.SENT,
        on: Channel = Channel.TELEGRAM,
    ) -> None:
        """What the sender of a channel does with the first so many that wait."""
        async with self.database.transaction() as session:
            waits = (
                OutboxMessage.state == OutboxState.WAITING,
                OutboxMessage.chat_id > 0,
                OutboxMessage.channel == on,
            )
            rows = await session.scalars(
                select(OutboxMessage).where(*waits).order_by(OutboxMessage.id).limit(many)
            )
            chats = []
            for row in rows:
                row.state, row.finished_at = state, self.now
                chats.append(row.chat_id)
            if state is OutboxState.SENT:
                await settling.delivered(session, self.id, on, chats, now=self.now)
            else:
                await settling.failed(session, self.id, on, chats)

    async def in_state(self, state: RecipientState) -> list[int]:
        async with self.database.reading() as session:
            found = await recipients(session, self.id)
        return sorted(person_id for person_id, its in found.items() if its is state)

    async def waiting_rows(self) -> int:
        async with self.database.reading() as session:
            rows = await session.scalars(
                select(OutboxMessage).where(OutboxMessage.state == OutboxState.WAITING)
            )
            return len(rows.all())

    async def progress(self) -> broadcasts.Progress:
        async with self.database.reading() as session:
            return await broadcasts.progress(session, self.id, now=self.now)


async def reachable_chat(session: AsyncSession, person_id: int) -> Chat:
    found = await people.reachable(session, person_id)
    assert found is not None
    return found.chat


def a_message(
    chat_id: int, urgency: Urgency = Urgency.BROADCAST, *, channel: Channel = Channel.TELEGRAM
) -> Outgoing:
    return Outgoing(
        channel=channel,
        chat_id=chat_id,
        method="sendMessage",
        params={"chat_id": chat_id, "text": "notice"},
        urgency=urgency,
        card=f"{KIND}:{SUBJECT}",
    )


async def begin(database: Database, place: Neighbourhood, **differently: object) -> Sending:
    new = {
        "kind": KIND,
        "subject_id": SUBJECT,
        "area_id": place.community.id,
        "audience": Audience(area_ids=(place.community.id,)),
    }
    async with database.transaction() as session:
        made = NewBroadcast(**(new | differently))  # type: ignore[arg-type]
        broadcast = await broadcasts.start(session, made, now=NOW)
    return Sending(database, broadcast.id)


async def test_everybody_is_told_once_a_few_at_a_time(
    database: Database, place: Neighbourhood
) -> None:
    sent = await begin(database, place)
    rows = []
    for _second in range(10):
        await sent.tick()
        rows.append(await sent.waiting_rows())
        await sent.send(30)
    assert sorted(sent.told) == list(PEOPLE)
    assert max(rows) == sending.WINDOW
    await sent.tick()
    seen = await sent.progress()
    assert (seen.state, seen.total, seen.sent, seen.waiting) == (BroadcastState.DONE, 200, 200, 0)
    await sent.tick(timedelta(days=1))
    assert len(sent.told) == 200


async def test_a_channel_that_stands_still_holds_up_nobody_on_another(
    database: Database, place: Neighbourhood
) -> None:
    async with database.transaction() as session:
        await session.execute(
            update(Address).where(Address.person_id <= PEOPLE[149]).values(channel=EAST)
        )
        # Of two addresses the one that was used last counts.
        session.add(an_address(PEOPLE[0], 1, seen_at=NOW))
    sent = await begin(database, place)
    for _second in range(8):
        await sent.tick()
        await sent.send()
    on_telegram = {PEOPLE[0], *PEOPLE[150:]}
    assert on_telegram <= set(sent.told)
    assert await sent.waiting_rows() == sending.WINDOW
    await sent.send(on=EAST)
    for _second in range(4):
        await sent.tick()
        await sent.send(on=EAST)
    assert sorted(sent.told) == list(PEOPLE)


async def test_recipients_are_drawn_in_slices(
    database: Database, place: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "SLICE", 80)
    sent = await begin(database, place)
    totals = []
    for _second in range(4):
        await sent.tick()
        seen = await sent.progress()
        totals.append((seen.total, seen.drawing))
    assert totals == [(80, True), (160, True), (200, False), (200, False)]


async def test_a_sample_is_drawn_grid_by_grid(database: Database, place: Neighbourhood) -> None:
    async with database.transaction() as session:
        await live_at(session, place.next_community.id, range(401, 411))
    audience = Audience(area_ids=(place.street.id,), sample=21, seed=1)
    sent = await begin(database, place, audience=audience)
    await sent.tick()
    assert ((await sent.progress()).total, (await sent.progress()).drawing) == (20, True)
    await sent.tick()
    assert ((await sent.progress()).total, (await sent.progress()).drawing) == (21, False)


async def test_it_begins_when_it_was_to(database: Database, place: Neighbourhood) -> None:
    sent = await begin(database, place, starts_at=NOW + timedelta(hours=1))
    await sent.tick()
    assert sent.told == []
    assert (await sent.progress()).ends_at is None
    await sent.tick(timedelta(hours=1))
    assert len(sent.told) == sending.WINDOW


async def test_paused_nothing_leaves_and_then_it_goes_on(
    database: Database, place: Neighbourhood
) -> None:
    sent = await begin(database, place)
    await sent.tick()
    await sent.send(30)
    async with database.transaction() as session:
        assert await broadcasts.pause(session, sent.id)
        assert not await broadcasts.pause(session, sent.id)
    assert await sent.waiting_rows() == 0
    await sent.tick()
    assert await sent.waiting_rows() == 0
    seen = await sent.progress()
    assert (seen.state, seen.sent, seen.waiting, seen.ends_at) == (
        BroadcastState.PAUSED,
        30,
        170,
        None,
    )
    async with database.transaction() as session:
        assert await broadcasts.go_on(session, sent.id, now=sent.now)
        assert not await broadcasts.go_on(session, sent.id, now=sent.now)
    for _second in range(8):
        await sent.tick()
        await sent.send()
    assert await sent.in_state(RecipientState.DELIVERED) == list(PEOPLE)
    # Who had it when it was paused is told no more.
    assert sent.told.count(PEOPLE[0]) == 1


async def test_what_was_under_way_when_it_was_paused_counts(
    database: Database, place: Neighbourhood
) -> None:
    sent = await begin(database, place)
    await sent.tick()
    async with database.transaction() as session:
        await broadcasts.pause(session, sent.id)
        await settling.delivered(session, sent.id, Channel.TELEGRAM, [PEOPLE[0]], now=NOW)
        await broadcasts.go_on(session, sent.id, now=sent.now)
    await sent.tick()
    assert sent.told.count(PEOPLE[0]) == 1
    assert sent.told.count(PEOPLE[1]) == 2


async def test_stopped_it_stays_and_is_counted_once_all_has_arrived(
    database: Database, place: Neighbourhood
) -> None:
    sent = await begin(database, place)
    await sent.tick()
    await sent.send(30)
    async with database.transaction() as session:
        assert await broadcasts.stop(session, sent.id, now=sent.now)
        assert not await broadcasts.stop(session, sent.id, now=sent.now)
        assert not await broadcasts.go_on(session, sent.id, now=sent.now)
        await settling.delivered(session, sent.id, Channel.TELEGRAM, [PEOPLE[40]], now=NOW)
    await sent.tick()
    await sent.tick(timedelta(minutes=2))
    async with database.transaction() as session:
        await erase(session, PEOPLE[0], now=NOW)
    seen = await sent.progress()
    assert (seen.state, seen.total, seen.sent, seen.waiting) == (
        BroadcastState.STOPPED,
        200,
        31,
        169,
    )
    assert len(sent.told) == sending.WINDOW


async def test_a_changed_text_goes_to_all_who_were_not_sent_it(
    database: Database, place: Neighbourhood
) -> None:
    sent = await begin(database, place)
    await sent.tick()
    await sent.send(30)
    async with database.transaction() as session:
        await broadcasts.changed(session, sent.id, now=sent.now)
    assert await sent.waiting_rows() == 0
    before = len(sent.told)
    for _second in range(8):
        await sent.tick()
        await sent.send()
    assert sorted(sent.told[before:]) == list(PEOPLE)[30:]


async def test_who_cannot_be_reached_or_wants_it_no_more_is_passed_over(
    database: Database, place: Neighbourhood, kind: Kind
) -> None:
    sent = await begin(database, place)
    await sent.tick()
    late, unwilling = PEOPLE[-1], PEOPLE[-2]
    kind.unwanted.add(unwilling)
    async with database.transaction() as session:
        stopped = update(Address).where(Address.person_id == late).values(blocked_at=NOW)
        await session.execute(stopped)
    for _second in range(8):
        await sent.send()
        await sent.tick()
    seen = await sent.progress()
    assert (seen.sent, seen.failed, seen.not_wanted) == (198, 1, 1)
    assert not {late, unwilling}.intersection(sent.told)


async def test_what_is_refused_is_counted(database: Database, place: Neighbourhood) -> None:
    sent = await begin(database, place)
    await sent.tick()
    await sent.send(10, OutboxState.GIVEN_UP)
    assert (await sent.progress()).failed == 10


async def test_who_is_erased_is_in_no_recipients(database: Database, place: Neighbourhood) -> None:
    sent = await begin(database, place)
    await sent.tick()
    await sent.send()
    async with database.transaction() as session:
        [told] = (await about(session, PEOPLE[0]))["broadcasts"]
        assert told["state"] == "delivered"
        for person_id in (PEOPLE[0], PEOPLE[-1]):
            await erase(session, person_id, now=NOW)
            await session.execute(delete(Address).where(Address.person_id == person_id))
        assert await about(session, PEOPLE[0]) == {"broadcasts": []}
    for _second in range(8):
        await sent.tick()
        await sent.send()
    assert PEOPLE[-1] not in sent.told
    assert (await sent.progress()).total == 198


async def test_what_nobody_told_of_is_looked_up(database: Database, place: Neighbourhood) -> None:
    """A hook of the sender failed, and housekeeping tells nobody."""
    sent = await begin(database, place)
    await sent.tick()
    arrived, late, refused, lost = PEOPLE[:4]
    async with database.transaction() as session:
        for person_id, state, error in (
            (arrived, OutboxState.SENT, None),
            (late, OutboxState.GIVEN_UP, TOO_LATE),
            (refused, OutboxState.GIVEN_UP, "Bad Request"),
        ):
            row = update(OutboxMessage).where(OutboxMessage.chat_id == person_id)
            await session.execute(row.values(state=state, error=error))
        await session.execute(delete(OutboxMessage).where(OutboxMessage.chat_id == lost))
    await sent.tick(settling.OUTSTANDING)
    assert arrived in await sent.in_state(RecipientState.DELIVERED)
    assert await sent.in_state(RecipientState.UNREACHABLE) == [refused, lost]
    for _second in range(8):
        await sent.send()
        await sent.tick()
    assert sent.told.count(late) == 2


async def test_no_row_outlives_the_evening(database: Database, place: Neighbourhood) -> None:
    """What could not leave by day, as in an outage, is sent the next one."""
    sent = await begin(database, place)
    await sent.tick()
    async with database.reading() as session:
        [until] = set(await session.scalars(select(OutboxMessage.useful_until)))
    assert until == NOW + timedelta(hours=12)
    await sent.tick(timedelta(hours=24))
    assert await sent.waiting_rows() == sending.WINDOW
    for _second in range(8):
        await sent.send()
        await sent.tick()
    assert await sent.in_state(RecipientState.DELIVERED) == list(PEOPLE)


async def test_an_urgent_one_may_leave_at_night_and_others_wait_for_it(
    database: Database, place: Neighbourhood
) -> None:
    other = await begin(database, place)
    urgent = await begin(database, place, urgent=True)
    await other.tick()
    assert other.told == []
    await urgent.tick()
    async with database.reading() as session:
        assert set(await session.scalars(select(OutboxMessage.useful_until))) == {None}
    for _second in range(8):
        await urgent.send()
        await urgent.tick()
    await other.tick(timedelta(seconds=20))
    assert len(other.told) == sending.WINDOW


async def test_its_card_is_drawn_as_it_goes_on(database: Database, place: Neighbourhood) -> None:
    sent = await begin(database, place)
    for _second in range(12):
        await sent.tick()
    # As it begins, and ten seconds later.
    assert sent.drawn == 2


async def test_a_kind_can_say_itself_who_gets_it(database: Database, place: Neighbourhood) -> None:
    kind = Kind(recipients=list(PEOPLE)[:3])
    with handing_in(kind, of_audiences=False):
        sent = await begin(database, place, audience=None)
        await sent.tick()
    assert sent.told == list(PEOPLE)[:3]


async def test_when_it_is_expected_to_end(database: Database, place: Neighbourhood) -> None:
    sent = await begin(database, place)
    await sent.tick()
    seen = await sent.progress()
    assert seen.ends_at == sent.now + timedelta(seconds=200 / 25)


async def test_the_night_is_left_out_of_what_is_expected(
    database: Database, place: Neighbourhood
) -> None:
    sent = await begin(database, place, starts_at=NOW + timedelta(hours=11, minutes=59, seconds=56))
    await sent.tick(timedelta(hours=11, minutes=59, seconds=56))
    # Four seconds until nine in the evening, and four from eight in the morning on.
    assert (await sent.progress()).ends_at == NOW + timedelta(hours=23, seconds=4)


def test_the_card_names_its_subject() -> None:
    assert Kind().handed_in().card is NoticeCard
