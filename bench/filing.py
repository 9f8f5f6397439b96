"""What it takes a resident to file a request: 60 first messages, each played to its number.

    python -m bench.filing

Somebody who lives in 军门新村 3号楼 writes one sentence (`first_messages.csv`), corrects what was
guessed wrongly, one part after the other, and files. Prints messages, taps and right guesses.
"""

import asyncio
import csv
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bench.residents_messages import demo_desk
from storage.tables import Area, Category, Ticket
from tests.dialogues.phones import Desk, Phone

FIRST_MESSAGES = Path(__file__).with_name("first_messages.csv")
HOME = "junmen-xincun-3"
CHANGE_KIND, OTHERS = "改类别", "其他"


@dataclass(frozen=True, slots=True)
class First:
    """A first message and what it means: a category's key, an area's code, whether it can wait."""

    words: str
    category: str
    place: str
    urgent: bool


def first_messages() -> list[First]:
    with FIRST_MESSAGES.open(encoding="utf-8", newline="") as source:
        return [
            First(row["words"], row["category"], row["place"] or HOME, row["urgent"] == "yes")
            for row in csv.DictReader(source)
        ]


async def play(
    desk: Desk, number: int, first: First, names: dict[str, str]
) -> tuple[list[str], Ticket]:
    """What they tap until it is filed, and the request; no neighbour is asked about it."""
    user = desk.world.add_user(f"居民{number}")
    resident = Phone(desk, user.id, user.id)
    await resident.starts(f"b_{HOME}")
    await resident.taps("同意")
    await resident.taps("是，我住这里")
    await resident.says(first.words)
    taps: list[str] = []
    while "提交好了" not in resident.text_of(resident.last):
        taps.append(_next(resident, names[first.category]))
        await resident.taps(taps[-1])
    async with desk.app.database.transaction() as session:
        ticket = (await session.scalars(select(Ticket).order_by(Ticket.id.desc()).limit(1))).one()
        ticket.private = True
        return taps, ticket


def _next(resident: Phone, wanted: str) -> str:
    """What they tap: the right category where it is asked or guessed wrongly, else on."""
    choices = resident.choices()
    if wanted in choices:
        return wanted
    if CHANGE_KIND in choices:
        return "提交" if f"：{wanted}" in resident.text_of(resident.last) else CHANGE_KIND
    return OTHERS


async def main() -> None:
    tally: Counter[int] = Counter()
    kinds = places = urgencies = 0
    firsts = first_messages()
    with tempfile.TemporaryDirectory() as folder:
        async with demo_desk(Path(folder)) as desk:
            async with desk.app.database.reading() as session:
                categories = {each.id: each for each in await session.scalars(select(Category))}
                codes = {each.id: each.code for each in await session.scalars(select(Area))}
            names = {each.key: each.name("zh") for each in categories.values()}
            for number, first in enumerate(firsts):
                taps, ticket = await play(desk, number, first, names)
                tally[len(taps)] += 1
                kinds += taps == ["提交"]
                urgencies += ticket.urgent is first.urgent
                places += codes[ticket.area_id] == first.place
    for count, messages in sorted(tally.items()):
        print(f"1 message + {count} taps: {messages} of {len(firsts)}")
    print(f"category guessed right: {kinds} of {len(firsts)}")
    print(f"urgency guessed right: {urgencies} of {len(firsts)}")
    print(f"place guessed right: {places} of {len(firsts)}")


if __name__ == "__main__":
    asyncio.run(main())
