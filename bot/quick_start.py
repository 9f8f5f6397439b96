"""Being there soon, and small, after the command was given."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from bot.lazy_models import import_aiogram

OBJECTS, ROUNDS, LONG_ROUNDS = 20_000, 20, 50
"""When Python looks for garbage; by itself after 700 objects, 10 and 10 rounds.

An update leaves some thousand objects behind, nearly all of which are freed when they are last
used. To look for the others thirty times as rarely brought 15 to 20 % in conversations.
"""


@contextmanager
def imports() -> Iterator[None]:
    """What is imported within stays until the end, so no search for garbage goes through it.

    Neither now, when that would be a third of the time, nor later.
    """
    gc.disable()
    try:
        import_aiogram()
        _import_structlog()
        yield
    finally:
        gc.freeze()
        gc.set_threshold(OBJECTS, ROUNDS, LONG_ROUNDS)
        gc.enable()


def _import_structlog() -> None:
    """Without rich, which it would import to print tracebacks; ours go through `bot.log.traced`."""
    modules: dict[str, Any] = sys.modules
    modules["rich"] = None
    try:
        import_module("structlog")
    finally:
        del modules["rich"]
