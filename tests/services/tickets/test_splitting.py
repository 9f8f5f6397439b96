"""拆分: one request that tells of two things becomes two."""

from typing import Any

from services import tickets
from services.errors import AlreadyTaken, NotFound, WordsNeeded, WrongState
from services.tickets import splitting
from storage.media import Attachment
from storage.tables import EventKind, Heard, MediaKind, OnBehalf, Ticket, TicketState
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, a_ticket, arrive, member

TEXT = "楼道灯也不亮"


async def split(desk: Desk, ticket: Ticket, text: str = TEXT, **differently: Any) -> Any:
    who = member(desk.groups.staff)
    category_id = differently.get("category_id", desk.place.lamp.id)
    return await desk.attempt(
        lambda session: splitting.split(session, ticket.id, who, text, category_id, now=NOW)
    )


async def test_both_are_of_the_same_author_at_the_same_place(desk: Desk) -> None:
    ticket = await desk.file(private=True)
    _first, second = await split(desk, ticket)
    new = await desk.ticket(second.id)
    assert (new.author_id, new.author_name) == (RESIDENT, ticket.author_name)
    assert (new.place, new.area_id, new.latitude) == (ticket.place, ticket.area_id, ticket.latitude)
    assert (new.text, new.private, new.state) == (TEXT, True, TicketState.OPEN)
    assert new.group_id == desk.groups.property.id


async def test_the_second_has_the_photos_as_well(desk: Desk) -> None:
    photo = Attachment(MediaKind.PHOTO, "a photo")

    async def filed(session: Any) -> Ticket:
        await arrive(session, photo)
        return await a_ticket(session, desk.place, attachments=[photo])

    ticket = await desk.do(filed)
    _first, second = await split(desk, ticket)
    async with desk.database.reading() as session:
        assert await tickets.attachments_of(session, second.id) == [photo]


async def test_each_timeline_names_the_other(desk: Desk) -> None:
    ticket = await desk.file()
    _first, second = await split(desk, ticket)
    [line] = await desk.lines(ticket.id, EventKind.SPLIT)
    [other] = await desk.lines(second.id, EventKind.SPLIT)
    assert (line.data, other.data) == ({"into": second.id}, {"from": ticket.id})


async def test_who_joined_stays_with_the_first(desk: Desk) -> None:
    ticket = await desk.file()
    await desk.do(lambda session: tickets.join(session, ticket.id, NEIGHBOUR, now=NOW))
    _first, second = await split(desk, ticket)
    assert (await desk.ticket(ticket.id)).affected == 2
    assert (await desk.ticket(second.id)).affected == 1


async def test_what_its_author_left_to_a_neighbour_is_split_without_their_photos_and_door(
    desk: Desk,
) -> None:
    photo = Attachment(MediaKind.PHOTO, "a photo")

    async def filed(session: Any) -> Ticket:
        await arrive(session, photo)
        return await a_ticket(session, desk.place, attachments=[photo], place="我家门口 302")

    ticket = await desk.do(filed)
    await desk.do(lambda session: tickets.join(session, ticket.id, NEIGHBOUR, now=NOW))
    await desk.do(lambda session: tickets.withdraw(session, ticket.id, RESIDENT, now=NOW))
    _first, second = await split(desk, ticket)
    new = await desk.ticket(second.id)
    assert (new.author_id, new.area_id) == (NEIGHBOUR, ticket.area_id)
    assert (new.place, new.latitude) == (
        "军门社区 · 军门新村 · 3号楼",
        desk.place.building.latitude,
    )
    async with desk.database.reading() as session:
        assert await tickets.attachments_of(session, second.id) == []


async def test_what_was_filed_for_one_who_left_is_the_neighbours_alone(desk: Desk) -> None:
    filer = 77
    ticket = await desk.file(filed_by_id=filer)
    whom = OnBehalf(ticket_id=ticket.id, name="郑奶奶", told_at=NOW, heard=Heard.RIGHT)

    async def told(session: Any) -> None:
        session.add(whom)

    await desk.do(told)
    await desk.do(lambda session: tickets.join(session, ticket.id, NEIGHBOUR, now=NOW))
    await desk.do(lambda session: tickets.withdraw(session, ticket.id, RESIDENT, now=NOW))
    _first, second = await split(desk, ticket)
    assert not (await desk.ticket(second.id)).on_behalf
    async with desk.database.reading() as session:
        assert await session.get(OnBehalf, second.id) is None


async def test_not_without_words(desk: Desk) -> None:
    assert isinstance(await split(desk, await desk.file(), text=" "), WordsNeeded)


async def test_not_into_a_category_that_is_out_of_use(desk: Desk) -> None:
    assert isinstance(await split(desk, await desk.file(), category_id=999), NotFound)


async def test_not_what_a_colleague_works_on(desk: Desk) -> None:
    ticket = await desk.file()
    colleague = member(desk.groups.staff, 102)
    await desk.do(lambda session: tickets.take(session, ticket.id, colleague, now=NOW))
    assert isinstance(await split(desk, ticket), AlreadyTaken)


async def test_not_what_has_ended(desk: Desk) -> None:
    ticket = await desk.file()
    await desk.do(lambda session: tickets.withdraw(session, ticket.id, RESIDENT, now=NOW))
    assert isinstance(await split(desk, ticket), WrongState)
