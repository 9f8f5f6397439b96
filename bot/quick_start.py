"""Being there soon, and small, after the command was given."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from bot.lazy_models import import_aiogram

OBJECTS, ROUNDS, LONG_ROUNDS = 20_000, 20, 50
"""When Python looks for garbage; by itself after 700 objects, 10 and 10 rounds.

An update leaves some thousand objects behind, nearly all of which are freed when they are last
used. To look for the others thirty times as rarely brought 15 to 20 % in conversations.
"""


@contextmanager
def imports() -> Iterator[None]:
    """What is imported within stays: nobody looks for garbage in it, a third of the time."""
    gc.disable()
    try:
        import_aiogram()
        yield
    finally:
        gc.enable()


def settle() -> None:
    """What is here now stays until the end: no search for garbage goes through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, ROUNDS, LONG_ROUNDS)
