"""Small wishes (微心愿): posted by residents, approved by staff, granted by volunteers.

An approved wish is a volunteers' task with one place (`services.volunteering.passing_on`). The
volunteer who claims it gets in touch within seven days; a wish that nobody claimed in its fortnight
goes up again, before the newer ones.
"""

from services.wishes.life import (
    CONTACT_WITHIN,
    LIVING,
    AlreadyWished,
    WishPast,
    act,
    decline,
    due,
    for_staff,
    get,
    granted,
    granter,
    living,
    living_of,
    move,
    post,
    seen_by,
    wall,
    withdraw,
)

__all__ = [
    "CONTACT_WITHIN",
    "LIVING",
    "AlreadyWished",
    "WishPast",
    "act",
    "decline",
    "due",
    "for_staff",
    "get",
    "granted",
    "granter",
    "living",
    "living_of",
    "move",
    "post",
    "seen_by",
    "wall",
    "withdraw",
]
