"""People: what they choose, what is kept about them, and what they can take along."""

import json

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services import places, tickets
from services.people import people, personal_data
from storage.engine import Database
from storage.media import Attachment
from storage.tables import MediaKind, Person, ReportKind
from tests.services.factories import (
    NEIGHBOUR,
    NOW,
    RESIDENT,
    a_ticket,
    arrive,
    bind_groups,
    build_neighbourhood,
    member,
)
from tests.services.places.place_factories import HUT, a_place, a_theme_with_two_kinds
from tests.services.volunteering.volunteer_factories import a_person

SECRET = "只有我知道的话"
NAME = "林阿姨"
PHOTO = Attachment(MediaKind.PHOTO, "file-of-the-resident")
VOICE = Attachment(MediaKind.VOICE, "their-voice")


async def resident(session: AsyncSession) -> Person:
    person = await a_person(session, RESIDENT, consented_at=None)
    await people.consent(session, person, NAME, now=NOW)
    return person


@pytest.mark.parametrize(
    ("given", "kept"), [("  林 ", "林"), ("", None), (None, None), ("  ", None)]
)
async def test_a_name_is_kept_tidily(
    database: Database, given: str | None, kept: str | None
) -> None:
    async with database.transaction() as session:
        person = await a_person(session, RESIDENT, consented_at=None)
        await people.consent(session, person, given, now=NOW)
    assert person.name == kept
    assert person.consented_at == NOW


async def test_a_name_is_cut_to_its_column(database: Database) -> None:
    async with database.transaction() as session:
        person = await a_person(session, RESIDENT, consented_at=None)
        await people.consent(session, person, "𠮷" * 500, now=NOW)
    assert person.name == "𠮷" * people.NAME_LIMIT


async def test_home_and_big_print_are_kept(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        person = await resident(session)
        await people.move_home(session, person, place.building.id)
        await people.set_big_print(session, person, True)
    async with database.reading() as session:
        kept = await people.get(session, RESIDENT)
    assert kept is not None
    assert (kept.home_id, kept.big_print) == (place.building.id, True)


async def test_everything_about_somebody_can_be_taken_along_as_json(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        person = await resident(session)
        await people.move_home(session, person, place.building.id)
        await arrive(session, PHOTO, VOICE)
        ticket = await a_ticket(session, place, text=SECRET, attachments=[PHOTO])
        theirs = await a_ticket(session, place, author_id=NEIGHBOUR)
        await tickets.join(session, theirs.id, RESIDENT, now=NOW)
        await tickets.add(session, theirs.id, RESIDENT, "我家也是", [VOICE], now=NOW)
        await session.flush()
        told = json.loads(json.dumps(await personal_data.everything_about(session, RESIDENT)))
    assert told["profile"]["name"] == NAME
    assert [each["id"] for each in told["profile"]["addresses"]] == [str(RESIDENT)]
    assert told["profile"]["home"] == "军门社区 · 军门新村 · 3号楼"
    assert [(r["number"], r["text"], r["files"]) for r in told["requests"]] == [
        (ticket.number, SECRET, ["photo"])
    ]
    assert [joined["number"] for joined in told["joined"]] == [theirs.number]
    assert [(line["text"], line["files"]) for line in told["words"]] == [
        (None, []),
        ("我家也是", ["voice"]),
    ]


async def test_notes_of_staff_are_not_handed_out(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        groups = await bind_groups(session, place)
        await resident(session)
        ticket = await a_ticket(session, place)
        await tickets.note(session, ticket.id, member(groups.staff), "内部的话", now=NOW)
        await session.flush()
        told = await personal_data.everything_about(session, RESIDENT)
    assert "内部的话" not in json.dumps(told, ensure_ascii=False)


async def test_what_they_reported_is_handed_out_with_its_verdict(database: Database) -> None:
    async with database.transaction() as session:
        neighbourhood = await build_neighbourhood(session)
        kinds = await a_theme_with_two_kinds(session)
        hut = await a_place(session, neighbourhood, kinds[HUT])
        await places.report(session, hut.id, RESIDENT, ReportKind.OTHER, SECRET, now=NOW)
        await places.report(session, hut.id, NEIGHBOUR, ReportKind.OTHER, "邻居的话", now=NOW)
        [told] = (await personal_data.everything_about(session, RESIDENT))["place_reports"]
    assert (told["place"], told["words"], told["verdict"]) == (hut.name, SECRET, None)


def holds_nothing(kept: object) -> bool:
    return all(map(holds_nothing, kept.values())) if isinstance(kept, dict) else not kept


async def test_about_a_stranger_there_is_nothing(database: Database) -> None:
    async with database.transaction() as session:
        kept = await personal_data.everything_about(session, 4711)
    assert {"profile", "requests", "joined", "words", "groups", "place_reports", "meals"} <= set(
        kept
    )
    assert holds_nothing(kept), kept
