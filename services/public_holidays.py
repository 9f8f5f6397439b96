"""China's public holidays and working weekends (调休), as PyPI `holidays` has them."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


@cache
def china(year: int | None = None) -> "HolidayBase":
    """Those of `year`, else of each year that is asked about."""
    return _calendar()(years=year)


@cache
def _calendar() -> "Callable[..., HolidayBase]":
    with _without_other_countries():
        from holidays.countries.china import China
    return China


async def load() -> None:
    """In a thread: to import them takes 10 to 40 ms of processor, and 9 MB."""
    if not china.cache_info().currsize:
        await asyncio.to_thread(china)


@contextmanager
def _without_other_countries() -> Iterator[None]:
    """`holidays.countries` imports all 250 of them, for 8 MB and half of the time."""
    import holidays

    name = "holidays.countries"
    package = ModuleType(name)
    package.__path__ = [f"{folder}/countries" for folder in holidays.__path__]
    present = sys.modules.setdefault(name, package)
    try:
        yield
    finally:
        if present is package:
            del sys.modules[name]
