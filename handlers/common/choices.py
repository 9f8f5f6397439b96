"""Handlers of options: a tap, the option's number and its label are one answer, stated once."""

from collections.abc import Callable
from typing import Any, TypeVar

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.filters.state import StateType

from handlers.common.filters import Choice

Handler = TypeVar("Handler", bound=Callable[..., Any])


def on_choice(
    router: Router, states: StateType | StateFilter, *values: str, guard: Filter | None = None
) -> Callable[[Handler], Handler]:
    """Have a handler called when one of `values` is chosen in `states`; see `Choice`."""
    at = states if isinstance(states, StateFilter) else StateFilter(states)
    filters = [at, *([guard] if guard else []), Choice(*values)]

    def register(handler: Handler) -> Handler:
        router.message(*filters)(handler)
        router.callback_query(*filters)(handler)
        return handler

    return register
