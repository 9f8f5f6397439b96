"""Stewards of the demo community."""

import pytest
from sqlalchemy import select

from storage.tables import Steward
from tests.dialogues.conftest import NewPerson
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone


async def joins(desk: Desk, phone: Phone, name: str) -> None:
    """As by the link that the office made for the steward of that name."""
    async with desk.app.work.unit() as unit:
        steward = (
            await unit.session.scalars(select(Steward).where(Steward.name.startswith(name)))
        ).one()
        steward.person_id = await phone.person_id()


@pytest.fixture
async def steward(desk: Desk, new_resident: NewPerson) -> Phone:
    """林阿姨, building head of 3号楼, who lives there."""
    phone = await moves_in(new_resident("林"))
    await joins(desk, phone, "林阿姨")
    return phone
