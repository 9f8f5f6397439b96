"""All conversations about meals."""

from aiogram import Router

from handlers.meals import (
    answering,
    beginning,
    booking,
    mine,
    people,
    planned,
    registration,
    standing,
)

router = Router(name="meals of residents")
router.include_routers(
    beginning.router,
    registration.router,
    booking.router,
    mine.router,
    people.router,
    standing.router,
    planned.router,
    answering.router,
)
