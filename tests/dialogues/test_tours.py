"""The sandbox's "try it" list, walked step by step: each button it names has to be there."""

import json
from typing import Any

import pytest

from bot import demo
from bot.sandbox import deadlines
from bot.sandbox.phones import PAGE
from bot.sandbox.travel import tomorrow
from services.calendar import ZONE
from tests.dialogues.phones import Desk, Phone

WRITTEN = json.loads((PAGE / "tours.json").read_text(encoding="utf-8"))
TOURS = {
    tour["key"]: tour
    for tour in WRITTEN["tours"]
    if not any("on" in step for step in tour["steps"])
}
"""Those on Telegram alone; what goes by several messengers is walked in tests/browser."""
DAYS_AT_MOST = 3

Step = dict[str, Any]


class Walk:
    """The demo's people at the desk, doing what a tour says."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        names = {
            demo.RESIDENT,
            demo.NEIGHBOUR,
            *(each for team in demo.STAFF.values() for each in team),
        }
        self._ids = {name: desk.world.add_user(name).id for name in sorted(names)}
        for title, team in demo.STAFF.items():
            for name in team:
                desk.world.join(desk.chats[title], self._ids[name])

    async def through(self, tour: dict[str, Any]) -> None:
        await self.desk.settle()
        settled = [
            {"who": who} | step for who in tour.get("settled", ()) for step in WRITTEN["settling"]
        ]
        started = [{"who": who, "start": ""} for who in tour.get("started", ())]
        for number, step in enumerate([*settled, *started, *tour["steps"]], start=1):
            try:
                await self.does(step)
            except AssertionError as error:
                raise AssertionError(f"{tour['key']}, step {number}, {step}: {error}") from None

    async def does(self, step: Step) -> None:
        if "clock" in step:
            await self._moves(step["clock"], step.get("until"))
            return
        phone = self.phone(step)
        if "start" in step:
            await phone.starts(step["start"])
        elif "says" in step:
            await phone.says(
                step["says"], reply_to=phone.finds(step["to"]) if "to" in step else None
            )
        else:
            await self._presses(phone, step["taps"])

    def phone(self, step: Step) -> Phone:
        user_id = self._ids[step["who"]]
        return Phone(self.desk, user_id, self.desk.chats[step["in"]] if "in" in step else user_id)

    async def _presses(self, phone: Phone, words: str) -> None:
        """As the page lights it: the first that contains `words` under the latest message that has
        one, else a key."""
        rows = [[each.text for each in phone.buttons(message)] for message in phone.screen]
        rows.insert(0, [*phone.keyboard()])
        labels = [label for row in reversed(rows) for label in row if words in label]
        assert labels, f"no button {words!r}; there are {phone.all_labels()}"
        await phone.taps(labels[0])

    async def _moves(self, goal: str, until: str | None) -> None:
        now = self.desk.clock()
        if goal == "deadline":
            await self._to_deadlines(until)
        elif goal == "tomorrow":
            await self._to((tomorrow(now, ZONE) - now).total_seconds())
        else:
            await self._to(3600)

    async def _to_deadlines(self, until: str | None) -> None:
        for _ in range(DAYS_AT_MOST * 3):
            async with self.desk.app.database.reading() as session:
                found = await deadlines.upcoming(session, self.desk.clock())
            assert found is not None
            await self._to((found.at - self.desk.clock()).total_seconds())
            if until in (None, found.kind):
                return
        raise AssertionError(f"no deadline of {until}")

    async def _to(self, seconds: float) -> None:
        """By the hour, so that what falls due comes in its order."""
        while seconds > 0:
            await self.desk.later(seconds=min(seconds, 3600))
            seconds -= 3600


@pytest.mark.parametrize("key", TOURS)
async def test_every_step_can_be_done(desk: Desk, key: str) -> None:
    await Walk(desk).through(TOURS[key])
