"""Buttons and links to what was lost when an older copy of the database was restored."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart, Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.button_data import ToVolunteers
from handlers.common.i18n import _
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.subjects import SUBJECTS
from handlers.volunteering.claiming import LINK
from storage.tables import Base, CareAlert, HelpOrder, MealRound, Task, TaskSource, Ticket, Wish

router = Router(name="lost, before the conversations")

NAMED = {name: table for subject in SUBJECTS for name, table in subject.rows.items()}
"""Fields of callback data → the table whose row they name."""
BY_SOURCE: dict[TaskSource, type[Base]] = {
    TaskSource.TICKET: Ticket,
    TaskSource.ROUND: MealRound,
    TaskSource.HELP: HelpOrder,
    TaskSource.WISH: Wish,
    TaskSource.CARE: CareAlert,
}
"""The same for ToVolunteers, whose `id` is of the kind that its `source` says."""

_TASK_LINK = re.compile(rf"(?:{LINK}|in_)(\d{{1,10}})(?:_\d+)?")
"""A task in a deep link: from a group, or from the code to check in by."""


class LostButton(Filter):
    async def __call__(self, query: CallbackQuery, talk: Talk) -> bool:
        return any(talk.config.gaps.hold(table, row) for table, row in rows_of(query.data or ""))


class LostLink(Filter):
    async def __call__(self, _message: Message, talk: Talk, command: CommandObject) -> bool:
        found = _TASK_LINK.fullmatch(command.args or "")
        return found is not None and talk.config.gaps.hold(Task, int(found[1]))


def rows_of(data: str) -> Iterator[tuple[type[Base], int]]:
    """The rows that a button's data names; nothing for what is no data of ours."""
    kind = _kinds().get(data.partition(":")[0])
    if kind is None:
        return
    try:
        unpacked = kind.unpack(data)
    except (TypeError, ValueError):
        return
    if isinstance(unpacked, ToVolunteers):
        if unpacked.source in BY_SOURCE:
            yield BY_SOURCE[unpacked.source], unpacked.id
        return
    named: dict[str, Any] = unpacked.model_dump(include=set(NAMED))
    yield from ((NAMED[name], row) for name, row in named.items() if isinstance(row, int))


@cache
def _kinds() -> dict[str, type[CallbackData]]:
    """Read at the first tap: by then every conversation is imported."""
    return {kind.__prefix__: kind for kind in CallbackData.__subclasses__()}


@router.callback_query(LostButton())
async def lost_button(query: CallbackQuery, talk: Talk) -> Reply:
    return talk.toast(_words(), alert=True)


@router.message(CommandStart(deep_link=True), LostLink())
async def lost_link(message: Message, talk: Talk, command: CommandObject) -> Reply:
    return await menu.home(talk, _words())


def _words() -> str:
    return _(
        "这是恢复备份以前的消息，那件事的记录没有保住，办不了了。"
        "请重新办一次；有疑问，请打社区电话。"
    )
