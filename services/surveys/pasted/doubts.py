"""What staff should look at in a pasted survey."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    UNPLACED = "unplaced"
    """A line that was not understood; it was kept in the hint of the question above it."""
    GUESSED = "guessed"
    """Lines without letters that were taken as options."""
    TYPE = "type"
    """A type of question that we do not have; it became one answered in words."""
    SKIP = "skip"
    """Which question comes next; it was left out, and has to be said as a condition."""


@dataclass(frozen=True, slots=True)
class Doubt:
    line: int
    """From 1."""
    why: Why
    text: str
