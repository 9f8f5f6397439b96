"""`check` says which offices could send nothing urgent tonight."""

import pytest

from bot.commands.check import check_urgent
from services.groups import binding
from storage.engine import Database
from storage.tables import UrgentSender
from tests.services.factories import NOW, bind_groups, build_neighbourhood


@pytest.mark.parametrize(
    ("named", "there", "is_told"),
    [
        ((1, 2), (1, 2), False),
        ((1,), (1, 2), True),
        ((1, 2), (1,), True),
    ],
)
async def test_two_people_have_to_be_named_and_there(
    database: Database,
    capsys: pytest.CaptureFixture[str],
    named: tuple[int, ...],
    there: tuple[int, ...],
    is_told: bool,
) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        office = (await bind_groups(session, place)).staff
        for person_id in there:
            await binding.saw(session, office, person_id, "社工", now=NOW)
        session.add_all(UrgentSender(area_id=office.area_id, person_id=each) for each in named)
    assert await check_urgent(database)
    assert (office.title in capsys.readouterr().err) is is_told
