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
from aiogram.dispatcher.event.handler import CallableObject, FilterObject, HandlerObject
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject, Update

from handlers.common.filters import RepliesTo, Words
from handlers.common.words import command_in, comparable

Key = tuple[str, str]
"""What a handler waits for: ("command", "start"), ("state", "Filing:what"), …"""
ANYTHING: Key = ("any", "")
NAMED = ("command", "prefix", "words")

EVENTS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""The kinds of update that conversations handle; channels ask for these alone."""


def kind_of(update: Update) -> str | None:
    """Which of EVENTS the update brings; None for what conversations do not handle."""
    return next((kind for kind in EVENTS if getattr(update, kind) is not None), None)


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


class Switchboard:
    """Stands in front of conversation routers and leads each update to its handlers.

    Only for chats of the given types, so that private conversations and group work never meet.
    """

    def __init__(self, chats: Iterable[ChatType], stages: Stages) -> None:
        self._chats = frozenset(chats)
        self._lines = {event: _Lines(stages.handlers(event)) for event in EVENTS}

    async def lead(self, kind: str, event: TelegramObject, data: dict[str, Any]) -> Any:
        """What its handler returns; UNHANDLED where none wants it. `kind` is one of EVENTS.

        `data` are what filters and handlers take by name, the `bot` and the `raw_state` at least.
        """
        if _chat_type(event) not in self._chats:
            return UNHANDLED
        if await is_for_another_bot(event, data["bot"]):
            return None
        for handler in self._lines[kind].for_event(event, data["raw_state"]):
            try:
                reply = await handler.answer(event, data)
            except SkipHandler:
                continue
            if reply is not UNHANDLED:
                return reply
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
        self.by_key: dict[Key, list[tuple[int, _Handler]]] = defaultdict(list)
        for position, handler in enumerate(handlers):
            waiting = _Handler(handler)
            for key in _keys(handler):
                self.by_key[key].append((position, waiting))

    def for_event(self, event: TelegramObject, state: str | None) -> "list[_Handler]":
        found: dict[int, _Handler] = {}
        for key in (*_event_keys(event), ("state", state or ""), ANYTHING):
            found.update(self.by_key.get(key, ()))
        return [found[position] for position in sorted(found)]


class _Handler:
    """One of aiogram's, its filters asked where we are.

    States and `F` only compare values: the thread that aiogram gives them costs ten times as much.
    """

    def __init__(self, handler: HandlerObject) -> None:
        self._handler = handler
        self._filters = [_for_any_case(each) for each in handler.filters or ()]

    async def answer(self, event: TelegramObject, data: dict[str, Any]) -> Any:
        """UNHANDLED where a filter says no."""
        for each in self._filters:
            found = each.callback(event, **_taken_by(each, data))
            if each.awaitable:
                found = await found
            if not found:
                return UNHANDLED
            if isinstance(found, dict):
                data = data | found
        return await self._handler.call(event, **data)


def _taken_by(one: CallableObject, data: dict[str, Any]) -> dict[str, Any]:
    return data if one.varkw else {name: data[name] for name in one.params if name in data}


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


def _for_any_case(event_filter: FilterObject) -> FilterObject:
    """Commands match however they are written: phones begin a line with a capital letter."""
    if not isinstance(event_filter.callback, Command):
        return event_filter
    any_case = copy(event_filter)
    any_case.callback = copy(event_filter.callback)
    any_case.callback.ignore_case = True
    return any_case
