"""The subjects of the house: whatever it does, one of these handed it in.

A new subject is one line here. Commands are shown in this order.
"""

from handlers.board.subject import SUBJECT as BOARD
from handlers.common.i18n import mark
from handlers.groups.subject import SUBJECT as GROUPS
from handlers.helps.subject import SUBJECT as HELPS
from handlers.meals.subject import SUBJECT as MEALS
from handlers.people.subject import SUBJECT as PEOPLE
from handlers.places.subject import SUBJECT as PLACES
from handlers.tickets.subject import SUBJECT as TICKETS
from handlers.volunteering.subject import SUBJECT as VOLUNTEERING
from handlers.wishes.subject import SUBJECT as WISHES

SUBJECTS = (GROUPS, TICKETS, MEALS, PLACES, HELPS, WISHES, BOARD, VOLUNTEERING, PEOPLE)

WAYS = {way.name: way for subject in SUBJECTS for way in subject.ways}
"""What people come for, by the name under which a conversation keeps it."""

COMMANDS = (
    *(command for subject in SUBJECTS for command in subject.commands),
    ("cancel", mark("退出现在这一步")),
    ("start", mark("回到开头")),
)
"""In a private chat."""

GROUP_COMMANDS = (
    *(command for subject in SUBJECTS for command in subject.group_commands),
    ("cancel", mark("退出现在这一步")),
)
