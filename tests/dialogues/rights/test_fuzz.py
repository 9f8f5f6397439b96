"""Whatever a client sends: an answer or silence, never a failure, never somebody else's words."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import bot.router
from bot.dispatch import _commands, _handlers
from bot.sandbox.errors import BotApiError
from tests.dialogues.rights import buttons
from tests.dialogues.rights.people import EVERYBODY
from tests.dialogues.rights.things import REWARD_CODE
from tests.dialogues.rights.walk import Walk, leaks

Way = Callable[[Walk, str, str], Awaitable[str]]
OUTSIDERS = ("stranger", "undecided", "volunteer elsewhere", "office elsewhere", "former member")
"""To whom nothing in the filled community belongs."""
MOST_DATA = 64
"""Bytes of a button's data (Bot API)."""
COMMANDS = sorted(
    {
        name
        for router in (*bot.router.PRIVATE.routers(), *bot.router.GROUPS.routers())
        for handler in _handlers(router, "message")
        for each in handler.filters or ()
        for _kind, name in _commands(each.callback)
    }
)
SAID = sorted(
    {value for _button, _name, field in buttons.fields() for value in buttons.values(field)}
)

GARBAGE = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.one_of(
    st.integers(1, 30),
    st.integers(-3, 0),
    st.sampled_from([2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**20]),
).map(str)
FIELDS = st.one_of(NUMBERS, st.sampled_from([*SAID, "satisfied", REWARD_CODE]), GARBAGE)
SEPARATORS = st.sampled_from([":", ":", ":", ":", "：", ";", "_", ""])


@st.composite
def shaped(draw: st.DrawFn) -> str:
    """A button as it is written, about anything: most of these unpack."""
    button = draw(st.sampled_from(buttons.classes()))
    parts = [
        draw(st.sampled_from(values) if (values := buttons.values(field)) else NUMBERS)
        for field in button.model_fields.values()
    ]
    return ":".join([button.__prefix__, *parts])


@st.composite
def twisted(draw: st.DrawFn) -> str:
    """A prefix with too few, too many or strange fields, or cut off in the middle."""
    prefix = draw(st.sampled_from([each.__prefix__ for each in buttons.classes()]) | GARBAGE)
    data = draw(SEPARATORS).join([prefix, *draw(st.lists(FIELDS, max_size=5))])
    return data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data


def fits(data: str) -> str:
    """As much of it as a button holds, and a button has at least something."""
    return data.encode()[:MOST_DATA].decode(errors="ignore") or "?"


TAPS = st.one_of(shaped(), shaped(), twisted(), GARBAGE).map(fits)


@st.composite
def typed(draw: st.DrawFn) -> str:
    """A command in any case with anything after it; /start with every kind of link."""
    if draw(st.booleans()):
        entry = draw(st.sampled_from(["task_", "in_", "v_", "b_", ""]))
        return f"/start {entry}{draw(NUMBERS | GARBAGE)}"
    name = draw(st.sampled_from(COMMANDS))
    name = draw(st.sampled_from([name, name.upper(), f"{name}@somebody_bot", f"{name}x", ""]))
    return f"/{name} {draw(GARBAGE | NUMBERS)}"


DEEDS: st.SearchStrategy[tuple[Way, str]] = st.one_of(
    st.tuples(st.just(Walk.press), TAPS), st.tuples(st.just(Walk.say), typed())
)
STEPS = st.lists(st.tuples(st.sampled_from(EVERYBODY), DEEDS), min_size=5, max_size=25)


@pytest.fixture
def refusals(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the Bot API refused the bot, with what was asked."""
    found: list[str] = []
    call = walk.desk.world.call

    async def listened(method: str, *told: Any) -> Any:
        try:
            return await call(method, *told)
        except BotApiError as error:
            found.append(f"{error} for {method} {told}")
            raise

    monkeypatch.setattr(walk.desk.world, "call", listened)
    return found


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
@example(steps=[("stranger", (Walk.press, "pick")), ("stranger", (Walk.press, "pick"))])
async def test_anything_is_answered_and_nothing_leaks(
    walk: Walk, refusals: list[str], steps: list[tuple[str, tuple[Way, str]]]
) -> None:
    try:
        for kind, (way, what) in steps:
            said = await way(walk, kind, what)
            walk.desk.clock.move(seconds=2)
            assert "failed_updates" not in walk.changed(), f"{kind}: {what!r}"
            assert not refusals, f"{kind}: {what!r}"
            if kind in OUTSIDERS:
                assert leaks(repr(what), {kind: said}) == []
    finally:
        refusals.clear()
        walk.put_back()
