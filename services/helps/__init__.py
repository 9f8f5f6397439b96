"""The switchboard (社区总机): residents order a help from the six (六助), staff see to it.

An order waits for staff (OPEN). They arrange it with a partner or do it themselves (ARRANGED),
or let the volunteers have it (OFFERED, `services.volunteering.passing_on`), or say why it cannot
be. A task that came to nothing gives the order back to staff; what is over stays over.
"""

from services.helps.kinds import kind, kinds, kinds_meant, themes
from services.helps.orders import (
    LIVING,
    WITH_STAFF,
    HelpPast,
    NewOrder,
    arrange,
    decline,
    done,
    for_staff,
    get,
    move,
    of_person,
    order,
    seen_by,
    withdraw,
)
from services.helps.written import Written, ordered_in, read

__all__ = [
    "LIVING",
    "WITH_STAFF",
    "HelpPast",
    "NewOrder",
    "Written",
    "arrange",
    "decline",
    "done",
    "for_staff",
    "get",
    "kind",
    "kinds",
    "kinds_meant",
    "move",
    "of_person",
    "order",
    "ordered_in",
    "read",
    "seen_by",
    "themes",
    "withdraw",
]
