"""A pytest plugin that lists what keeps the event loop from everybody else for long.

    .venv/bin/python -m pytest -p tests.loop_watch tests/dialogues/meals

A thread looks every millisecond at what the main thread runs: the plain function that a coroutine
(or SQLAlchemy's greenlet) has called, for as long as that is one and the same call. Counted is the
processor's time of the main thread, so that a busy machine lengthens nothing, without searches for
garbage: those of a test run go through far more than the program's (`bot/quick_start.py`). What
takes long the first time only (an import, a statement that is compiled) is listed too: it says so
by its count.
"""

import gc
import inspect
import sys
import threading
import time
from collections import defaultdict
from types import FrameType

import pytest

LONG = 0.005
"""Seconds of processor from which a call is listed."""
EVERY = 0.001
LISTED = 40

_COROUTINE = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_LOOP = "asyncio/events.py"
_OURS = ("/bot/", "/handlers/", "/services/", "/storage/", "/scheduler/")


class Watch(threading.Thread):
    """Of the thread that makes it, which is the one that runs the tests."""

    def __init__(self) -> None:
        super().__init__(name="loop watch", daemon=True)
        self._watched = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._watched)
        self._ending = threading.Event()
        self._search_began: float | None = None
        self._searched = 0.0
        gc.callbacks.append(self._notice_search)
        self.calls: defaultdict[str, list[float]] = defaultdict(list)
        """Seconds of each call that was long, by where it was made and what it was."""

    def run(self) -> None:
        call: FrameType | None = None
        place = ""
        began = seen = 0.0
        while not self._ending.wait(EVERY):
            if self._search_began is not None:
                continue
            now = time.clock_gettime(self._clock) - self._searched
            frame = sys._current_frames().get(self._watched)
            present = _call(frame) if frame else None
            if present is not call:
                if call is not None and seen - began >= LONG:
                    self.calls[place].append(seen - began)
                call, began, place = present, now, ""
            if call is not None and frame is not None and (not place or now - began < LONG):
                place = _place(frame, call)
            seen = now

    def _notice_search(self, phase: str, _info: object) -> None:
        if threading.get_ident() != self._watched:
            return
        now = time.clock_gettime(self._clock)
        if phase == "start":
            self._search_began = now
        elif self._search_began is not None:
            self._searched += now - self._search_began
            self._search_began = None

    def end(self) -> None:
        self._ending.set()
        self.join()


def _call(frame: FrameType) -> FrameType | None:
    """The plain function that the loop waits for; None where a coroutine or no loop runs."""
    outermost: FrameType | None = None
    each: FrameType | None = frame
    while each is not None:
        code = each.f_code
        if code.co_flags & _COROUTINE or code.co_filename.endswith(_LOOP):
            return outermost
        outermost, each = each, each.f_back
    # A greenlet's frames end with it.
    return outermost if outermost and "sqlalchemy" in outermost.f_code.co_filename else None


def _place(frame: FrameType, call: FrameType) -> str:
    """Such as: services/tickets/filing.py file → sqlalchemy/engine/base.py execute."""
    each: FrameType | None = frame
    while each is not None and not _is_ours(each):
        each = each.f_back
    inner = _name(each) if each is not None else "?"
    return f"{inner} ← {_name(call)}"


def _is_ours(frame: FrameType) -> bool:
    name = frame.f_code.co_filename
    return "site-packages" not in name and any(part in name for part in _OURS)


def _name(frame: FrameType) -> str:
    file = "/".join(frame.f_code.co_filename.split("/")[-3:])
    return f"{file}:{frame.f_lineno} {frame.f_code.co_name}"


watch = Watch()


def pytest_collection_finish() -> None:
    watch.start()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    watch.end()
    terminalreporter.section("longest on the loop, milliseconds of processor")
    worst = sorted(watch.calls.items(), key=lambda item: -max(item[1]))
    for place, seconds in worst[:LISTED]:
        longest, all_ = 1000 * max(seconds), 1000 * sum(seconds)
        terminalreporter.write_line(f"{longest:7.1f} {all_:8.1f} in {len(seconds):4}  {place}")
