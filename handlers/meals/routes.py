"""All conversations about meals."""

from aiogram import Router

from handlers.meals import (
    answering,
    beginning,
    booking,
    mine,
    people,
    planned,
    registering,
    standing,
)

router = Router(name="meals of residents")
router.include_routers(
    beginning.router,
    registering.registering,
    booking.router,
    mine.router,
    people.router,
    standing.router,
    planned.router,
    answering.router,
)
