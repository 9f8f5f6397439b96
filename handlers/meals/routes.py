"""All conversations about meals."""

from aiogram import Router

from handlers.meals import answering, beginning, booking
from handlers.meals.mine import my_meals
from handlers.meals.people import who_eats
from handlers.meals.planning import planning
from handlers.meals.registering import registering
from handlers.meals.standing import standing

router = Router(name="meals of residents")
router.include_routers(
    beginning.router,
    registering,
    booking.router,
    my_meals,
    who_eats,
    standing,
    planning,
    answering.router,
)
