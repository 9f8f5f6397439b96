"""An option that is written out is chosen: no handler for free words stands before it."""

from collections.abc import Iterator, Sequence

from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import StateFilter
from aiogram.fsm.state import State

from bot.router import GROUPS, PRIVATE
from handlers.common.filters import Choice, HasText, RepliesTo

Inverted = type(~Choice())
"""Of a handler that says itself which options it leaves to others."""
WITHOUT_A_WAY_BACK = {"Filing:unfinished"}
"""Whose question does not offer what a handler of the whole conversation waits for."""


def test_options_come_before_free_words() -> None:
    swallowed = []
    for router in (*PRIVATE.routers(), *GROUPS.routers()):
        words: dict[str, str] = {}
        for handler in _handlers(router):
            filters = [each.callback for each in handler.filters or ()]
            name = handler.callback.__qualname__
            for state in _states(filters):
                if (
                    any(isinstance(each, Choice) for each in filters)
                    and state in words.keys() - WITHOUT_A_WAY_BACK
                ):
                    swallowed.append(f"{state}: {words[state]} takes what {name} waits for")
                if _takes_any_words(filters):
                    words.setdefault(state, name)
    assert swallowed == []


def _takes_any_words(filters: Sequence[object]) -> bool:
    words = any(isinstance(each, HasText) for each in filters)
    return words and not any(isinstance(each, Inverted) for each in filters)


def _handlers(router: Router) -> Iterator[HandlerObject]:
    """Of messages, in the order in which they are asked."""
    yield from router.observers["message"].handlers
    for below in router.sub_routers:
        yield from _handlers(below)


def _states(filters: Sequence[object]) -> Iterator[str]:
    if any(isinstance(each, RepliesTo) for each in filters):
        return
    for each in filters:
        wanted = each.states if isinstance(each, StateFilter) else [each]
        for state in wanted:
            if isinstance(state, State) and state.state:
                yield state.state
            elif hasattr(state, "__all_states_names__"):
                yield from state.__all_states_names__
