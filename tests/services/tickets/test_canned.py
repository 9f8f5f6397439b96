"""常用答复: which are offered, in what order, and what stands in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar import ZONE
from services.tickets import STAFF_TEXT_LIMIT, canned
from storage.tables import CannedAnswer, CannedFor, Ticket
from storage.tables.tickets.canned import PLACEHOLDERS
from tests.services.conftest import Desk
from tests.services.factories import NOW

FACTS = {
    "编号": "260302-1",
    "地点": "3号楼{编号}",
    "类别": "漏水",
    "日期": "3月2日（周一）",
    "电话": "0591-8700 0119",
    "群名": "军门社区群",
}


async def answers(desk: Desk, *texts: str, category_id: int | None = None) -> None:
    async with desk.database.transaction() as session:
        for at, text in enumerate(texts):
            session.add(
                CannedAnswer(
                    key=f"{category_id}-{at}",
                    used_for=CannedFor.RESOLVE,
                    category_id=category_id,
                    position=at,
                    text=text,
                )
            )


async def offered(desk: Desk, ticket: Ticket) -> list[str]:
    async with desk.database.reading() as session:
        found = await canned.offered(session, ticket, CannedFor.RESOLVE, now=NOW, zone=ZONE)
    return [each.text for each in found]


async def test_those_of_the_category_come_first_and_five_in_all(desk: Desk) -> None:
    ticket = await desk.file()
    await answers(desk, *(f"通用{n}" for n in range(4)))
    await answers(desk, *(f"漏水{n}" for n in range(3)), category_id=ticket.category_id)
    await answers(desk, "路灯", category_id=desk.place.lamp.id)
    assert await offered(desk, ticket) == ["漏水0", "漏水1", "漏水2", "通用0", "通用1"]


async def test_what_is_known_is_filled_in(desk: Desk) -> None:
    ticket = await desk.file(place="军门新村 3号楼")
    await answers(desk, "{日期}{地点}的“{类别}”好了，编号 {编号}，{群名}")
    assert await offered(desk, ticket) == [
        f"3月2日（周一）军门新村 3号楼的“leak”好了，编号 {ticket.number}，军门社区群"
    ]


async def test_what_names_a_telephone_is_not_offered_where_there_is_none(desk: Desk) -> None:
    ticket = await desk.file()
    await answers(desk, "请打 {电话}", "好了")
    assert await offered(desk, ticket) == ["好了"]


async def test_what_is_out_of_use_is_not_offered(desk: Desk) -> None:
    ticket = await desk.file()
    await answers(desk, "好了")
    async with desk.database.transaction() as session:
        (await session.get_one(CannedAnswer, 1)).active = False
    assert await offered(desk, ticket) == []


def test_braces_that_people_wrote_are_left_alone() -> None:
    assert canned.filled_in("在{地点}", FACTS) == "在3号楼{编号}"


@given(st.lists(st.sampled_from([f"{{{name}}}" for name in PLACEHOLDERS]) | st.text("字{}a<&")))
def test_whatever_was_imported_it_is_filled_or_left_out(pieces: list[str]) -> None:
    text = "".join(pieces)
    filled = canned.filled_in(text, FACTS)
    assert len(filled) <= STAFF_TEXT_LIMIT
    if "{" not in text:
        assert filled == text


@pytest.mark.parametrize("missing", PLACEHOLDERS)
def test_half_a_sentence_is_never_offered(missing: str) -> None:
    text = "".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert canned.filled_in(text, FACTS | {missing: ""}) == ""
    assert canned.filled_in(text, FACTS).endswith("军门社区群")
