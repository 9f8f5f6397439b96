"""The elderly canteen (长者食堂), as residents use it: the menu, booking, who eats."""

from handlers.meals.home import Meals
from handlers.meals.mine import MyMeals
from handlers.meals.people import Diners
from handlers.meals.routes import router
from handlers.meals.standing import Standing

__all__ = ["LOOKING", "router"]

LOOKING = (
    Meals.home,
    MyMeals.all,
    MyMeals.one,
    Diners.all,
    Diners.one,
    Standing.all,
    Standing.one,
)
"""States in which nothing is being written: words are something new."""
