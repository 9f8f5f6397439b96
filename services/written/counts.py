"""How many people or days, as staff write it: 100, 抽100人, 10天, 三十天."""

import re

from services.written.numerals import number

_AROUND = re.compile(r"^(?:抽|共)|[人名位个天日]$|\s")


def count(words: str) -> int | None:
    """None for what is no number."""
    return number(_AROUND.sub("", words.strip()))
