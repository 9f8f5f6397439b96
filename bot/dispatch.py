"""Looking the conversation up directly, so that an update costs the same however many there are.

aiogram asks routers one after another and runs every sync filter in a thread: the last of twenty
conversations would cost 6 to 60 times the first (measured). Handlers are written as plain aiogram;
at start the switchboard reads which command, state, callback prefix or words each one waits for,
and an update then meets only those that could want it: what it names itself (a command, words of
the menu, a button, the message it replies to) before what its conversation's state waits for, else
in the order they were registered.
"""

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from itertools import chain
from typing import Any, NamedTuple

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject

from handlers.common.filters import RepliesTo, Words
from handlers.common.words import command_in, comparable

Key = tuple[str, str]
"""What a handler waits for: ("command", "start"), ("state", "Filing:what"), …"""
ANYTHING: Key = ("any", "")
NAMED = ("command", "prefix", "words")

EVENTS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""The kinds of update that conversations handle; channels ask for these alone."""


class Stages(NamedTuple):
    """Conversations, between what is asked before and after all of them."""

    before: Sequence[Router]
    subjects: Sequence[Router]
    after: Sequence[Router]

    def handlers(self, event: str) -> Iterator[HandlerObject]:
        """Of that kind of update, in the order in which one meets them."""
        for routers in self:
            handlers = [handler for router in routers for handler in _handlers(router, event)]
            yield from sorted(handlers, key=_is_named, reverse=True)

    def routers(self) -> Iterator[Router]:
        return chain(*self)


class Switchboard(Router):
    """Stands in front of conversation routers and leads each update to its handlers.

    Only for chats of the given types, so that private conversations and group work never meet.
    """

    def __init__(self, name: str, chats: Iterable[ChatType], stages: Stages) -> None:
        super().__init__(name=name)
        self._chats = frozenset(chats)
        self._lines = {event: _Lines(stages.handlers(event)) for event in EVENTS}

    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:
        lines = self._lines.get(update_type)
        if lines is None or _chat_type(event) not in self._chats:
            return UNHANDLED
        if await is_for_another_bot(event, kwargs["bot"]):
            return None
        for handler in lines.for_event(event, kwargs.get("raw_state")):
            wanted, data = await handler.check(event, **kwargs | {"handler": handler})
            if wanted:
                try:
                    return await handler.call(event, **data)
                except SkipHandler:
                    continue
        return UNHANDLED

    def states(self) -> frozenset[str]:
        """Every state some handler waits in; any other was left by an older version."""
        return frozenset(
            value
            for lines in self._lines.values()
            for kind, value in lines.by_key
            if kind == "state"
        )


class _Lines:
    """The handlers of one kind of event, by what they wait for."""

    def __init__(self, handlers: Iterable[HandlerObject]) -> None:
        self.by_key: dict[Key, list[tuple[int, HandlerObject]]] = defaultdict(list)
        for position, handler in enumerate(handlers):
            quick = copy(handler)
            quick.filters = [_on_the_loop(each) for each in handler.filters or ()]
            for key in _keys(handler):
                self.by_key[key].append((position, quick))

    def for_event(self, event: TelegramObject, state: str | None) -> list[HandlerObject]:
        found: dict[int, HandlerObject] = {}
        for key in (*_event_keys(event), ("state", state or ""), ANYTHING):
            found.update(self.by_key.get(key, ()))
        return [found[position] for position in sorted(found)]


def _is_named(handler: HandlerObject) -> bool:
    """Whether an update itself names what the handler waits for."""
    replies = any(isinstance(each.callback, RepliesTo) for each in handler.filters or ())
    return replies or all(kind in NAMED for kind, _value in _keys(handler))


def _handlers(router: Router, event: str) -> Iterator[HandlerObject]:
    yield from router.observers[event].handlers
    for below in router.sub_routers:
        yield from _handlers(below, event)


def _keys(handler: HandlerObject) -> set[Key]:
    """The narrowest thing the handler waits for; a state only where nothing narrower is named."""
    filters = [event_filter.callback for event_filter in handler.filters or ()]
    for read in (_commands, _prefixes, _words, _states):
        if keys := {key for one in filters for key in read(one)}:
            return keys
    return {ANYTHING}


def _commands(one: Callable[..., Any]) -> Iterator[Key]:
    if isinstance(one, Command):
        for command in one.commands:
            if not isinstance(command, str):
                raise TypeError("a command given as a pattern cannot be looked up")
            yield "command", command.casefold()


def _prefixes(one: Callable[..., Any]) -> Iterator[Key]:
    if isinstance(one, CallbackQueryFilter):
        yield "prefix", one.callback_data.__prefix__


def _words(one: Callable[..., Any]) -> Iterator[Key]:
    if isinstance(one, Words):
        for words in one.words:
            yield "words", words


def _states(one: Callable[..., Any]) -> Iterator[Key]:
    for wanted in one.states if isinstance(one, StateFilter) else [one]:
        if isinstance(wanted, State):
            yield "state", wanted.state or ""
        elif inspect.isclass(wanted) and issubclass(wanted, StatesGroup):
            for state in wanted.__all_states_names__:
                yield "state", state
        elif wanted is None:
            yield "state", ""


def _event_keys(event: TelegramObject) -> Iterator[Key]:
    if isinstance(event, CallbackQuery):
        yield "prefix", (event.data or "").partition(":")[0]
    elif isinstance(event, Message) and event.text:
        command = command_in(event.text)
        yield ("command", command.name) if command else ("words", comparable(event.text))


async def is_for_another_bot(event: TelegramObject, bot: Bot) -> bool:
    command = command_in(event.text or "") if isinstance(event, Message) else None
    if command is None or command.to is None:
        return False
    return command.to != ((await bot.me()).username or "").casefold()


def _chat_type(event: TelegramObject) -> str | None:
    if isinstance(event, CallbackQuery):
        return event.message.chat.type if event.message else None
    return event.chat.type if isinstance(event, Message | ChatMemberUpdated) else None


def _on_the_loop(event_filter: FilterObject) -> FilterObject:
    """States and `F` only compare values; a thread for each costs ten times the comparison.

    Commands match however they are written: phones begin a line with a capital letter.
    """
    quick = copy(event_filter)
    if isinstance(event_filter.callback, Command):
        quick.callback = copy(event_filter.callback)
        quick.callback.ignore_case = True
    if event_filter.awaitable:
        return quick

    async def compared(*args: Any, **kwargs: Any) -> Any:
        return event_filter.callback(*args, **kwargs)

    quick.callback, quick.awaitable = compared, True
    return quick
