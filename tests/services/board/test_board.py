"""The message board: how often one may write, who answers first, what everybody may read."""

import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.board import keeps, messages
from services.board.messages import (
    A_DAY,
    A_PAGE,
    AlreadyAnswered,
    MessageAnswered,
    MessageUnanswered,
    NewMessage,
    NotToBeShown,
    TooManyToday,
)
from services.errors import NotFound, NotYourGroup, Refusal, TooLong, WordsNeeded
from services.news import News, take_news
from services.tickets import Member
from storage.engine import Database
from storage.tables import BoardMessage
from tests.conftest import copy_of
from tests.services.conftest import Deed, Desk
from tests.services.factories import (
    NEIGHBOUR,
    NOW,
    RESIDENT,
    bind_groups,
    build_neighbourhood,
    member,
)
from tests.services.tickets.test_races import at_once, refusals

MANY = 20
COLLEAGUE = 102


def writing(
    desk: Desk,
    person_id: int = RESIDENT,
    text: str = "加一盏灯吧",
    *,
    hours: float = 0,
    may_show: bool = True,
) -> Deed:
    new = NewMessage(
        person_id=person_id,
        signed_as=None,
        community_id=desk.place.community.id,
        text=text,
        may_show=may_show,
    )
    return lambda session: messages.write(session, new, now=NOW + timedelta(hours=hours))


def answering(desk: Desk, message_id: int, by: int = 101, text: str = "下周装") -> Deed:
    who = member(desk.groups.staff, by)
    return lambda session: messages.answer(session, message_id, who, text, now=NOW)


async def told(desk: Desk, deed: Deed) -> list[News]:
    async with desk.database.transaction() as session:
        await deed(session)
        return take_news(session)


async def readable(desk: Desk, page: int = 0) -> list[int]:
    async with desk.database.reading() as session:
        said, _older = await messages.shown(session, desk.place.community, page=page)
        return [message.id for message in said]


async def test_three_a_day_and_more_when_a_day_is_over(desk: Desk) -> None:
    for hour in range(A_DAY):
        await desk.do(writing(desk, hours=hour))
    with pytest.raises(TooManyToday) as refused:
        await desk.do(writing(desk, hours=23))
    assert refused.value.until == NOW + timedelta(hours=24)
    await desk.do(writing(desk, NEIGHBOUR, hours=23))
    await desk.do(writing(desk, hours=24))


@pytest.mark.parametrize(("text", "why"), [(" \n", WordsNeeded), ("好" * 501, TooLong)])
async def test_words_are_needed_and_not_too_many(desk: Desk, text: str, why: type[Refusal]) -> None:
    with pytest.raises(why):
        await desk.do(writing(desk, text=text))
    message = await desk.do(writing(desk))
    with pytest.raises(why):
        await desk.do(answering(desk, message.id, text=text))


async def test_the_writer_hears_the_first_answer_and_a_colleague_who_was_faster(
    desk: Desk,
) -> None:
    message = await desk.do(writing(desk))
    assert await told(desk, answering(desk, message.id)) == [MessageAnswered(message.id)]
    with pytest.raises(AlreadyAnswered) as refused:
        await desk.do(answering(desk, message.id, by=COLLEAGUE))
    assert refused.value.by_name == member(desk.groups.staff, 101).name


async def test_of_many_who_answer_at_once_one_does(desk: Desk) -> None:
    message = await desk.do(writing(desk))
    outcomes = await at_once(desk, [answering(desk, message.id, by) for by in range(MANY)])
    assert refusals(outcomes) == {AlreadyAnswered: MANY - 1}


async def test_only_the_office_answers(desk: Desk) -> None:
    message = await desk.do(writing(desk))
    stranger = Member(101, "物业", desk.groups.property.id)
    for deed in (
        lambda session: messages.answer(session, message.id, stranger, "好", now=NOW),
        lambda session: messages.keep_from_all(session, message.id, stranger, hidden=True, now=NOW),
    ):
        with pytest.raises(NotYourGroup):
            await desk.do(deed)
    with pytest.raises(NotFound):
        await desk.do(answering(desk, 4711))


async def test_nothing_is_shown_that_its_writer_did_not_agree_to(desk: Desk) -> None:
    message = await desk.do(writing(desk, may_show=False))
    await desk.do(answering(desk, message.id))
    staff = member(desk.groups.staff)
    with pytest.raises(NotToBeShown):
        await desk.do(
            lambda session: messages.keep_from_all(
                session, message.id, staff, hidden=False, now=NOW
            )
        )
    assert await readable(desk) == []


async def test_older_messages_are_on_the_next_page(desk: Desk) -> None:
    written = []
    for day in range(A_PAGE + 1):
        message = await desk.do(writing(desk, hours=24 * day))
        await desk.do(answering(desk, message.id))
        written.append(message.id)
    newest_first = written[::-1]
    assert await readable(desk) == newest_first[:A_PAGE]
    assert await readable(desk, 1) == newest_first[A_PAGE:]
    assert await readable(desk, 2) == []


async def test_the_office_is_reminded_once_after_three_working_days(desk: Desk) -> None:
    message = await desk.do(writing(desk))
    assert message.remind_at == NOW + timedelta(days=3)
    answered = await desk.do(writing(desk))
    await desk.do(answering(desk, answered.id))
    async with desk.database.reading() as session:
        assert await messages.due(session, message.remind_at) == [message.id]
        assert await messages.due(session, message.remind_at - timedelta(seconds=1)) == []
    act: Deed = lambda session: messages.act(session, message.id, now=message.remind_at)  # noqa: E731
    assert await told(desk, act) == [MessageUnanswered(message.id)]
    assert await told(desk, act) == []


DEEDS = ("writes", "writes in private", "answers", "hides", "shows", "takes back", "erases")
STEPS = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 4)), max_size=25)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
async def test_everybody_reads_what_is_answered_agreed_to_and_not_hidden(
    sqlite_template: Path, steps: list[tuple[str, int]]
) -> None:
    """Whatever is done in whatever order, against a list of what each message came to."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(copy_of(sqlite_template, Path(folder) / "jinlin.db"))
        async with database.transaction() as session:
            place = await build_neighbourhood(session)
            desk = Desk(database, place, await bind_groups(session, place))
        model: list[set[str]] = []
        for day, (doing, which) in enumerate(steps):
            await step(desk, doing, which, 24 * day, model)
        wanted = [
            number + 1
            for number, marks in enumerate(model)
            if {"answered", "agreed"} <= marks and "hidden" not in marks
        ]
        assert sorted(await every_page(desk)) == wanted
        await database.close()


async def step(desk: Desk, doing: str, which: int, hours: int, model: list[set[str]]) -> None:
    staff, row_id = member(desk.groups.staff), which + 1
    marks = model[which] if which < len(model) else None
    match doing:
        case "writes" | "writes in private":
            agreed = doing == "writes"
            await desk.do(writing(desk, hours=hours, may_show=agreed))
            model.append({"agreed"} if agreed else set())
        case "answers":
            with suppress(Refusal):
                await desk.do(answering(desk, row_id))
                assert marks is not None
                marks.add("answered")
        case "hides" | "shows":
            hidden = doing == "hides"
            with suppress(Refusal):
                await desk.do(
                    lambda session: messages.keep_from_all(
                        session, row_id, staff, hidden=hidden, now=NOW
                    )
                )
                assert marks is not None
                (marks.add if hidden else marks.discard)("hidden")
        case "takes back":
            await desk.do(lambda session: messages.take_back(session, RESIDENT))
            for each in model:
                each.discard("agreed")
        case "erases":
            await desk.do(lambda session: keeps.erase(session, RESIDENT, now=NOW))
            for each in model:
                each.clear()


async def every_page(desk: Desk) -> list[int]:
    found, page = list[int](), 0
    while ids := await readable(desk, page):
        found, page = found + ids, page + 1
    return found


async def test_erasing_leaves_neither_words_nor_names(desk: Desk) -> None:
    message = await desk.do(writing(desk))
    await desk.do(answering(desk, message.id))
    await desk.do(lambda session: keeps.erase(session, RESIDENT, now=NOW))
    await desk.do(lambda session: keeps.erase(session, 101, now=NOW))
    async with desk.database.reading() as session:
        left = await session.get_one(BoardMessage, message.id)
        assert (left.person_id, left.text, left.answer, left.answered_by_name) == (
            None,
            "",
            None,
            None,
        )
    with pytest.raises(AlreadyAnswered):
        await desk.do(answering(desk, message.id))
