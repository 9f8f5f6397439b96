"""Handlers of options and buttons: what is chosen or pressed, stated once."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.filters.state import StateType
from aiogram.types import CallbackQuery

from handlers.common.filters import Choice
from handlers.common.refusals import Refusals, in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from services.errors import Refusal

Handler = TypeVar("Handler", bound=Callable[..., Any])
Pressed = TypeVar("Pressed", bound=Callable[[Talk, Any], Awaitable[Reply]])
"""Of the talk and the button's data. Raises Refusal."""


def on_choice(
    router: Router, states: StateType | StateFilter, *values: str, guard: Filter | None = None
) -> Callable[[Handler], Handler]:
    """Have a handler called when one of `values` is chosen in `states`; see `Choice`.

    A tap, the option's number and its label are one answer.
    """
    at = states if isinstance(states, StateFilter) else StateFilter(states)
    filters = [at, *([guard] if guard else []), Choice(*values)]

    def register(handler: Handler) -> Handler:
        router.message(*filters)(handler)
        router.callback_query(*filters)(handler)
        return handler

    return register


def on_press(
    router: Router, data: type[CallbackData], *guards: Filter, refusals: Refusals = in_words
) -> Callable[[Pressed], Pressed]:
    """Have a handler called when a button with such data is pressed, on whatever message.

    A refusal is a note over the screen. The buttons of cards are a `Card`'s.
    """

    def register(pressed: Pressed) -> Pressed:
        async def tapped(query: CallbackQuery, talk: Talk, callback_data: CallbackData) -> Reply:
            try:
                return await pressed(talk, callback_data)
            except Refusal as refusal:
                return talk.toast(refusals(refusal, talk.config.zone), alert=True)

        router.callback_query(data.filter(), *guards)(tapped)
        return pressed

    return register
