"""People who are registered at the canteen already."""

from datetime import date

import pytest

from services import areas
from services.calendar import ZONE
from services.meals import diners
from services.meals.diners import NewDiner
from tests.dialogues.conftest import NewPerson
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone


@pytest.fixture
async def diner(desk: Desk, resident: Phone) -> Phone:
    """Somebody who has just registered themselves, and has left again."""
    await registered(desk, resident, "居民甲")
    return resident


@pytest.fixture
async def other_diner(desk: Desk, new_resident: NewPerson) -> Phone:
    phone = await moves_in(new_resident("邻居乙"))
    await registered(desk, phone, "老人乙")
    return phone


async def registered(desk: Desk, person: Phone, name: str) -> None:
    """As `eating.registers` does it by talk."""
    person_id = await person.person_id()
    async with desk.app.work.unit() as unit:
        building = await areas.by_code(unit.session, "junmen-xincun-3")
        assert building
        new = NewDiner(
            name=name,
            born_on=date(1943, 3, 5),
            area_id=building.id,
            door="2单元501",
            diet="不吃辣，花生过敏",
            person_id=person_id,
        )
        await diners.register(unit.session, new, created_by=person_id, now=unit.now, zone=ZONE)
    await desk.sends_off()
