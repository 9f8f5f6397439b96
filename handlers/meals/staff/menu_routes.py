"""Everything that canteens do with their menus, in the order in which an update meets it."""

from handlers.meals.staff import (
    menu_days,
    menu_portions,
    menu_weeks,
    menu_withdrawing,
    menus,
)

ROUTERS = (
    menus.router,
    menu_weeks.router,
    menu_days.closing,
    menu_days.opening,
    menu_portions.router,
    menu_withdrawing.router,
)
