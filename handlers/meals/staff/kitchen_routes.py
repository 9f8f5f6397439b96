"""The conversations of a canteen's work beside its menus, in the order in which they are asked."""

from handlers.meals.staff import caring, carrying, kitchen, late, monthly, reversing, serving

IN_GROUPS = (
    kitchen.router,
    late.router,
    serving.router,
    carrying.in_groups,
    carrying.anywhere,
    caring.router,
    monthly.router,
    reversing.router,
)
IN_PRIVATE = (carrying.anywhere,)
