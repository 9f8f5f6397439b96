"""All conversations about meals, in the order in which an update meets them."""

from handlers.meals import beginning, enrolling, placing, refusals, several_days
from handlers.meals.answering import may_they
from handlers.meals.booking import ordering
from handlers.meals.mine import my_meals
from handlers.meals.people import who_eats
from handlers.meals.planning import planning
from handlers.meals.registering import registering
from handlers.meals.staff import (
    canteen,
    care_card,
    kitchen,
    late,
    menu_days,
    menu_meals,
    menu_weeks,
    menus,
    monthly,
    people,
    people_card,
    reversing,
    round_card,
    round_doors,
    serving,
)
from handlers.meals.standing import standing

PARTS = (enrolling, placing, several_days, refusals, menu_days, menu_meals, menu_weeks, reversing)
"""What they add to these conversations is there once they are imported."""
PRIVATE = (
    beginning.router,
    registering,
    ordering,
    my_meals,
    who_eats,
    standing,
    planning,
    may_they,
    round_doors.router,
)
GROUPS = (
    menus.menu,
    kitchen.kitchen,
    late.adding,
    serving.router,
    round_card.card,
    round_doors.router,
    care_card.card,
    monthly.monthly,
    people_card.diner_card,
    people_card.proxy_card,
    people.entitling,
    canteen.elsewhere,
)
