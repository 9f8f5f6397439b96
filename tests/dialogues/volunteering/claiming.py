"""Volunteers who claim: by a task's card in their group or, where they have none, from the list."""

from collections.abc import Callable
from typing import Any

import pytest

from services.news import draw
from services.volunteering.news import TaskCard
from storage.tables import Channel, Task
from tests.dialogues.conftest import NewPerson
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.roster import admitted
from tests.dialogues.volunteering.roster import put_up as put_up_quietly

GROUP = "军门社区志愿者群"
DOOR = "3号楼 502"
WALK = "陪老人散步"


async def put_up(desk: Desk, title: str = WALK, /, **differently: Any) -> Task:
    """With its card in the group."""
    task = await put_up_quietly(desk, title, **{"days": 3} | differently)
    async with desk.app.work.unit() as unit:
        draw(unit.session, TaskCard(task.id))
    await desk.sends_off()
    return task


class Helper:
    """A volunteer's own chat and, where there is one, the group's."""

    def __init__(self, alone: Phone) -> None:
        self.alone = alone
        self.group: Phone | None = None
        if alone.channel == Channel.TELEGRAM:
            chat_id = alone.desk.chats[GROUP]
            alone.desk.world.join(chat_id, alone.user_id)
            self.group = Phone(alone.desk, alone.user_id, chat_id)

    async def claims(self, label: str = "认领") -> str:
        """What they were answered with."""
        await self.opens()
        return await self.taps(label)

    async def opens(self) -> None:
        """The first task of the list, where no card is before their eyes."""
        if self.group is None:
            await self.alone.says("/tasks", "1")

    async def taps(self, label: str) -> str:
        if self.group is not None:
            await self.group.taps(label)
            return self.group.toast()
        before = len(self.alone.screen)
        await self.alone.taps(label)
        return "\n".join(self.alone.text_of(each) for each in self.alone.screen[before:])


MakeHelper = Callable[[str], Any]


@pytest.fixture
def new_helper(desk: Desk, new_resident: NewPerson) -> MakeHelper:
    async def make(name: str) -> Helper:
        phone = await moves_in(new_resident(name))
        await admitted(desk, phone, name)
        return Helper(phone)

    return make


@pytest.fixture
def group(member_of: Callable[[str, str], Phone]) -> Phone:
    """Somebody who looks at the volunteers' group."""
    return member_of(GROUP, "群友")
