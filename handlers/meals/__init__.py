"""The elderly canteen (长者食堂), as residents use it: the menu, booking, who eats."""

from handlers.meals.beginning import begin_with_wish, enter, wish_in
from handlers.meals.routes import router

__all__ = ["begin_with_wish", "enter", "router", "wish_in"]
