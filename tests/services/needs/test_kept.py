"""What is kept of people in the three lists: forgotten, taken along, counted without names."""

from datetime import timedelta

from services import needs
from services.figures import Measure, Within
from services.needs import erasing, groups, keeps, projects, resources, sorting
from services.needs.figures import figures
from storage.tables import Need, NeedState, Resource, ResourceSource, ResourceState
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, member
from tests.services.needs.need_factories import PARTNER, a_need, a_project, a_resource


async def test_who_wanted_it_stays_counted_without_their_name(desk: Desk) -> None:
    who = member(desk.groups.staff)
    async with desk.database.transaction() as session:
        need = await a_need(session, desk.place)
        await sorting.put_on_list(session, need.id, who, now=NOW)
        await needs.second(session, need.id, NEIGHBOUR, now=NOW)
        for person in (RESIDENT, NEIGHBOUR):
            await erasing.erase(session, person, now=NOW)
    async with desk.database.reading() as session:
        stored = await session.get_one(Need, need.id)
        assert (stored.text, stored.person_id, stored.people) == ("", None, 2)
        assert stored.state is NeedState.LISTED
        assert await groups.supporters(session, need.id) == []


async def test_a_count_is_right_after_somebody_was_erased_and_needs_were_grouped(
    desk: Desk,
) -> None:
    who = member(desk.groups.staff)
    async with desk.database.transaction() as session:
        one = await a_need(session, desk.place)
        other = await a_need(session, desk.place, person_id=NEIGHBOUR)
        for each in (one, other):
            await sorting.put_on_list(session, each.id, who, now=NOW)
        await needs.second(session, one.id, NEIGHBOUR, now=NOW)
        await sorting.group(session, other.id, one.id, who)
        await erasing.erase(session, NEIGHBOUR, now=NOW)
        await needs.second(session, one.id, 77, now=NOW)
    async with desk.database.reading() as session:
        assert (await session.get_one(Need, one.id)).people == 3


async def test_what_waits_and_nobody_else_wants_goes_with_them(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        need = await a_need(session, desk.place)
        await erasing.erase(session, RESIDENT, now=NOW)
    async with desk.database.reading() as session:
        assert (await session.get_one(Need, need.id)).state is NeedState.WITHDRAWN


async def test_a_units_offer_stands_without_its_contact_a_volunteers_does_not(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        unit = await a_resource(session, desk.place, desk.groups.staff)
        own = await a_resource(
            session, desk.place, desk.groups.staff, source=ResourceSource.OWN, unit="老林"
        )
        waiting = await a_resource(session, desk.place)
        await erasing.erase(session, PARTNER, now=NOW)
    async with desk.database.reading() as session:
        stored = [await session.get_one(Resource, each.id) for each in (unit, own, waiting)]
    assert [each.state for each in stored] == [
        ResourceState.CONFIRMED,
        ResourceState.ENDED,
        ResourceState.ENDED,
    ]
    assert [each.contact for each in stored] == [None] * 3
    assert [each.unit for each in stored] == ["东街小学", "", ""]


async def test_what_they_may_take_along(desk: Desk) -> None:
    who = member(desk.groups.staff, RESIDENT)
    async with desk.database.transaction() as session:
        own = await a_need(session, desk.place)
        theirs = await a_need(session, desk.place, person_id=NEIGHBOUR, text="隔壁的话")
        await sorting.put_on_list(session, theirs.id, who, now=NOW)
        await needs.second(session, theirs.id, RESIDENT, now=NOW)
        await a_resource(session, desk.place, offered_by=RESIDENT)
        await a_project(session, own.id, who, owner_id=RESIDENT)
        told = (await keeps.about(session, RESIDENT))["needs"]
    assert [each["text"] for each in told["said"]] == [own.text]
    assert len(told["seconded"]) == len(told["offered"]) == len(told["projects"]) == 1
    assert "隔壁的话" not in str(told)


async def test_a_report_counts_what_was_said_taken_on_and_done(desk: Desk) -> None:
    who = member(desk.groups.staff)
    async with desk.database.transaction() as session:
        one = await a_need(session, desk.place)
        await a_need(session, desk.place, person_id=NEIGHBOUR)
        await a_need(session, desk.place, place_id=desk.place.next_community.id)
        project = await a_project(session, one.id, who)
        await projects.finish(session, project.id, who, "好了", now=NOW)
        within = Within(desk.place.community, NOW, NOW + timedelta(days=1))
        assert await figures(session, within) == {
            Measure.NEEDS_SAID: 2,
            Measure.PROJECTS_BEGUN: 1,
            Measure.PROJECTS_DONE: 1,
        }
        street = Within(desk.place.street, NOW, NOW + timedelta(days=1))
        assert (await figures(session, street))[Measure.NEEDS_SAID] == 3
        later = Within(desk.place.community, NOW + timedelta(days=1), NOW + timedelta(days=2))
        assert await figures(session, later) == {}
        assert await resources.promised(session, [], NOW.date()) == {}
