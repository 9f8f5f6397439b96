"""Ten minutes in which everything goes wrong end with the same books as a plain model."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select

from services.news import draw
from services.volunteering.news import TaskCard
from storage.tables import OutboxMessage, OutboxState
from tests.dialogues.conftest import NewPerson
from tests.dialogues.district.kept_books import kept
from tests.dialogues.district.plain_books import PlainBooks, Queue
from tests.dialogues.district.scripts import Player, eats, files, follows, serves, takes
from tests.dialogues.district.trouble import MoodyWorld, TroubledDesk
from tests.dialogues.meals.test_waiting import has_room_for, tomorrows_lunch
from tests.dialogues.phones import Phone
from tests.dialogues.tickets.requests import files as files_for_all
from tests.dialogues.volunteering.roster import admitted, put_up

ROUNDS, ROUND = 120, 5
"""Rounds of so many seconds: ten minutes."""
AFTERWARDS = 60
"""Rounds in which nothing goes wrong any more, until everybody is done."""
CLOCK_SET = {10: -90, 60: +300}
"""By round: seconds by which somebody sets the clock; back only before anybody stands in a line."""
FILING, FOLLOWING, SERVING, STAFF = 12, 6, 9, 3
ELDERS = [f"张桂{letter}" for letter in "英兰花香珍玉秀芳华梅春莲"]
PORTIONS, PLACES = 5, 3
PUBLIC = "楼下路灯不亮了"
MemberOf = Callable[[str, str], Phone]


@dataclass
class District:
    desk: TroubledDesk
    books: PlainBooks
    players: list[Player]
    lunch_id: int
    task_id: int


async def district(
    desk: TroubledDesk, resident: Phone, new_resident: NewPerson, member_of: MemberOf
) -> District:
    books = PlainBooks(lunch=Queue(PORTIONS), task=Queue(PLACES))
    await files_for_all(resident, PUBLIC)
    books.files(PUBLIC)
    await has_room_for(desk, PORTIONS)
    task = await put_up(desk, "陪老人散步", days=3, places=PLACES)
    async with desk.app.work.unit() as unit:
        draw(unit.session, TaskCard(task.id))
    texts = [f"楼上装修噪音太吵，第{number}家" for number in range(FILING)]
    players = [Player(files(new_resident(f"居民{text}"), books, text)) for text in texts]
    neighbours = [new_resident(f"邻居{number}") for number in range(FOLLOWING)]
    players += [Player(follows(phone, books, PUBLIC)) for phone in neighbours]
    for number, name in enumerate(ELDERS):
        cancels = number % 4 == 0
        players.append(Player(eats(new_resident(name), name, books, changes_their_mind=cancels)))
    for number in range(SERVING):
        group = member_of("军门社区志愿者群", f"志愿者{number}")
        alone = group.in_private()
        await admitted(desk, alone, f"志愿者{number}")
        leaves = number % 3 == 0
        players.append(
            Player(serves(alone, group, books, changes_their_mind=leaves), may_wait=True)
        )
    for number in range(STAFF):
        group = member_of("军门社区工作群", f"社工{number}")
        after = [takes(group, books, text) for text in (PUBLIC, *texts)]
        players += [Player(script, may_wait=True) for script in after]
    await desk.settle()
    return District(desk, books, players, (await tomorrows_lunch(desk)).id, task.id)


async def test_the_books_are_those_of_a_plain_model(
    world: MoodyWorld,
    desk: TroubledDesk,
    chance: random.Random,
    resident: Phone,
    new_resident: NewPerson,
    member_of: MemberOf,
) -> None:
    made = await district(desk, resident, new_resident, member_of)
    chance.shuffle(made.players)
    world.calm = False
    for number in range(ROUNDS):
        desk.clock.move(seconds=ROUND + CLOCK_SET.get(number, 0))
        there = made.players[: number + 1]
        for player in chance.sample(there, len(there)):
            player.acts()
        await desk.work()
        if number % 12 == 0:
            await desk.later(seconds=0)
    world.calm = True
    for _round in range(AFTERWARDS):
        desk.clock.move(seconds=ROUND)
        for player in made.players:
            player.acts()
        await desk.work()

    assert min(desk.kills, desk.failures, desk.copies) > 0, "nothing went wrong"
    stuck = [each.step for each in made.players if each.step is not None and not each.may_wait]
    assert [f"{step.labels}: {step.phone.screen[-1].text}" for step in stuck] == []
    assert len(made.books.lunch.has) == PORTIONS, "nobody ate"
    assert len(made.books.task.has) == PLACES, "nobody served"
    assert all(each.taker for each in made.books.requests.values()), "staff took nothing"
    async with desk.app.database.reading() as session:
        assert await kept(session, made.lunch_id, made.task_id) == made.books
        left = await session.scalar(
            select(func.count(OutboxMessage.id)).where(OutboxMessage.state != OutboxState.SENT)
        )
    assert left == 0, "something promised did not go out"
