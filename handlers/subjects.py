"""The subjects of the house: whatever it does, one of these handed it in.

A new subject is one line here. Commands are shown in this order.
"""

from handlers.announcements.subject import SUBJECT as ANNOUNCEMENTS
from handlers.board.subject import SUBJECT as BOARD
from handlers.common.i18n import mark
from handlers.common.subject import Command, GroupCommand
from handlers.groups.subject import SUBJECT as GROUPS
from handlers.helps.subject import SUBJECT as HELPS
from handlers.meals.subject import SUBJECT as MEALS
from handlers.needs.subject import SUBJECT as NEEDS
from handlers.numbers.subject import SUBJECT as NUMBERS
from handlers.people.subject import SUBJECT as PEOPLE
from handlers.places.subject import SUBJECT as PLACES
from handlers.stewards.subject import SUBJECT as STEWARDS
from handlers.surveys.subject import SUBJECT as SURVEYS
from handlers.tickets.subject import SUBJECT as TICKETS
from handlers.untold.subject import SUBJECT as UNTOLD
from handlers.visits.subject import SUBJECT as VISITS
from handlers.volunteering.subject import SUBJECT as VOLUNTEERING
from handlers.watch.subject import SUBJECT as WATCH
from handlers.wishes.subject import SUBJECT as WISHES
from storage.tables import Purpose

SUBJECTS = (
    GROUPS,
    TICKETS,
    MEALS,
    PLACES,
    HELPS,
    WISHES,
    BOARD,
    NEEDS,
    ANNOUNCEMENTS,
    VOLUNTEERING,
    STEWARDS,
    VISITS,
    UNTOLD,
    SURVEYS,
    NUMBERS,
    PEOPLE,
    WATCH,
)

WAYS = {way.name: way for subject in SUBJECTS for way in subject.ways}
"""What people come for, by the name under which a conversation keeps it."""

SHEETS_AT = frozenset(state.state or "" for subject in SUBJECTS for state in subject.sheets)
"""States in which a sheet that comes is read before its update is handled."""

FILES_AT = {
    state.state or "": read for subject in SUBJECTS for state, read in subject.files.items()
}
"""The same of files that a subject reads in its own way."""

CODES = {name: draw for subject in SUBJECTS for name, draw in subject.codes.items()}
"""How codes to scan are drawn, by `ScanCode.drawn`."""

COMMANDS = (
    *(command for subject in SUBJECTS for command in subject.commands),
    ("cancel", mark("退出现在这一步")),
    ("start", mark("回到开头")),
)
"""In a private chat."""

_IN_GROUPS = (
    *(command for subject in SUBJECTS for command in subject.group_commands),
    GroupCommand("cancel", mark("退出现在这一步")),
)

GROUP_COMMANDS = tuple((each.name, each.does) for each in _IN_GROUPS)
"""In a group that is not bound yet, and whatever it will be for."""


def commands_for(purpose: Purpose) -> tuple[Command, ...]:
    """In a group bound for `purpose`."""
    return tuple((each.name, each.does) for each in _IN_GROUPS if purpose in each.purposes)
