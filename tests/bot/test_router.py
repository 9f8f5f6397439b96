"""Subjects do not wait for the same things, so that the order of their list means nothing."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject

from bot.dispatch import ANYTHING, EVENTS, _handlers, _keys
from handlers.common.filters import RepliesTo
from handlers.common.in_private import OpensWith
from handlers.subjects import SUBJECTS

Key = tuple[str, str]

LINK = ("command", "start")
"""Each subject's links begin otherwise; tests/dialogues/rights has the list of them."""


@pytest.mark.parametrize("where", ["private", "groups"])
@pytest.mark.parametrize("event", EVENTS)
def test_no_two_subjects_wait_for_the_same(where: str, event: str) -> None:
    waiting: dict[Key, set[int]] = defaultdict(set)
    for number, subject in enumerate(SUBJECTS):
        for handler in handlers(getattr(subject, where), event):
            for key in named(handler):
                waiting[key].add(number)
    waiting.pop(LINK, None)
    assert {key: numbers for key, numbers in waiting.items() if len(numbers) > 1} == {}


def test_no_two_subjects_hand_in_the_same_name() -> None:
    for part in ("commands", "group_commands", "ways", "rows"):
        names = [
            name if isinstance(name, str) else name[0] if isinstance(name, tuple) else name.name
            for subject in SUBJECTS
            for name in getattr(subject, part)
        ]
        assert len(names) == len(set(names)), part


def test_no_two_subjects_tell_the_same_news() -> None:
    tellings = [telling for subject in SUBJECTS for telling in subject.tellings]
    for told in ([*telling.heard, *telling.drawn] for telling in tellings):
        others = [each for each in tellings if [*each.heard, *each.drawn] != told]
        assert not any(set(told) & {*each.heard, *each.drawn} for each in others)


def handlers(routers: tuple[Router, ...], event: str) -> Iterator[HandlerObject]:
    for router in routers:
        yield from _handlers(router, event)


def named(handler: HandlerObject) -> set[Key]:
    """What an update has to name to be the handler's; a reply names what it answers."""
    filters = [each.callback for each in handler.filters or ()]
    replies = {kind for one in filters if isinstance(one, RepliesTo) for kind in one.kinds}
    if replies:
        return {("reply", kind) for kind in replies}
    if payloads := {one.payload for one in filters if isinstance(one, OpensWith)}:
        return {("start", payload) for payload in payloads}
    keys = _keys(handler)
    return keys if keys != {ANYTHING} else {("content", handler.callback.__name__)}
