"""What takes long is done in another thread: meanwhile the loop serves everybody else.

`python -m pytest -p tests.loop_watch` lists what keeps the loop; this holds what is known to.
"""

import asyncio
import inspect
from collections.abc import Callable
from functools import wraps
from types import FrameType
from typing import Any

import pytest
import segno
import xlsxwriter
from opencc import OpenCC
from PIL import Image, ImageFont

from bot.web import metrics
from services import public_holidays
from services.places import check_up
from services.tickets import suggest
from storage.reading import comma_separated, workbook

SLOW: tuple[tuple[Any, str], ...] = (
    (Image, "new"),
    (Image.Image, "save"),
    (ImageFont, "truetype"),
    (segno, "make"),
    (OpenCC, "__init__"),
    (public_holidays, "_without_other_countries"),
    (suggest, "_trained"),
    (check_up, "_nearest"),
    (check_up, "_best"),
    (metrics, "generate_latest"),
    (comma_separated, "read"),
    (workbook, "read"),
    (xlsxwriter.Workbook, "close"),
)
"""Where pictures, codes and sheets are made and read, tables loaded, and much is gone through: from
some 5 ms to a second."""


def noted_on_the_loop(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows by the name of what is done on an event loop's thread."""
    found: list[str] = []
    for owner, name in SLOW:
        monkeypatch.setattr(owner, name, _noting(getattr(owner, name), found))
    return found


def _noting(work: Callable[..., Any], found: list[str]) -> Callable[..., Any]:
    @wraps(work)
    def noting(*args: Any, **kwargs: Any) -> Any:
        if _on_a_loop() and not _for_a_test(inspect.currentframe()):
            found.append(work.__qualname__)
        return work(*args, **kwargs)

    return noting


def _on_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _for_a_test(frame: FrameType | None) -> bool:
    """Whether a test itself, no coroutine of the program, is what called for it."""
    while frame is not None and not frame.f_code.co_flags & inspect.CO_COROUTINE:
        frame = frame.f_back
        if frame is not None and str(frame.f_globals.get("__package__")).startswith("tests."):
            return True
    return False
