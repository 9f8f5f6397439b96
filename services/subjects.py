"""The subjects, as those see them who go through all: erasing, taking along, what is due.

A new subject is one line here, behind those that it builds on: people are erased from the last to
the first, so that what they hold is let go of before it ends.
"""

from services.announcements.keeps import KEEPS as ANNOUNCEMENTS
from services.board.keeps import KEEPS as BOARD
from services.broadcasts.keeps import KEEPS as SENT_TO_MANY
from services.groups.keeps import KEEPS as GROUPS
from services.meals.keeps import KEEPS as MEALS
from services.messages.keeps import KEEPS as MESSAGES
from services.needs.keeps import KEEPS as NEEDS
from services.numbers.keeps import reporting
from services.people.keeps import making_one
from services.places.keeps import KEEPS as PLACES
from services.stewards.keeps import KEEPS as STEWARDS
from services.surveys.keeps import KEEPS as SURVEYS
from services.tickets.keeps import KEEPS as TICKETS
from services.untold.keeps import KEEPS as UNTOLD
from services.visits.keeps import KEEPS as VISITS
from services.volunteering.keeps import KEEPS as VOLUNTEERING
from services.watch.keeps import watching
from services.wishes.keeps import KEEPS as WISHES

SUBJECTS = (
    *(SENT_TO_MANY, STEWARDS, TICKETS, GROUPS, PLACES, BOARD, WISHES, MEALS),
    *(VOLUNTEERING, VISITS, NEEDS, SURVEYS, ANNOUNCEMENTS, UNTOLD, MESSAGES),
)

FIGURES = tuple(keeps.figures for keeps in SUBJECTS if keeps.figures is not None)
"""What reports tell of beside requests."""

USERS = {users.service: users for keeps in SUBJECTS for users in keeps.users}

BORN = tuple(keeps.born for keeps in SUBJECTS if keeps.born is not None)

BROADCASTS = {kind.name: kind for keeps in SUBJECTS for kind in keeps.broadcasts}
"""What is sent to many, by name."""

REGISTERS = tuple(column for keeps in SUBJECTS for column in keeps.registers)
"""Where nobody stands twice, even by becoming one with somebody."""

JOINS = tuple(keeps.join for keeps in SUBJECTS if keeps.join is not None)

_DUE = (
    *(job for keeps in SUBJECTS for job in keeps.jobs),
    reporting(FIGURES),
    making_one(JOINS, REGISTERS),
)

JOBS = (*_DUE, watching(_DUE))
