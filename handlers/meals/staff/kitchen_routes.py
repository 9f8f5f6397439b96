"""The conversations of a canteen's work beside its menus, in the order in which they are asked."""

from handlers.meals.staff import (
    care_card,
    kitchen,
    late,
    monthly,
    reversing,
    round_card,
    round_doors,
    serving,
)

IN_GROUPS = (
    kitchen.router,
    late.router,
    serving.router,
    round_card.card,
    round_doors.router,
    care_card.card,
    monthly.router,
    reversing.router,
)
IN_PRIVATE = (round_doors.router,)
