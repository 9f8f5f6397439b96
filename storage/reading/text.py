"""Text that comes in pieces."""

from collections.abc import Callable
from typing import TypeAlias

from storage.reading.limits import LONGEST_CELL, LONGEST_TEXT, TOO_LARGE, Unreadable

Clean: TypeAlias = Callable[[str], str]
"""What makes of a cell's text the one that is kept (`storage.clean_text`)."""


class Text:
    """Collects the pieces of one text."""

    def __init__(self, clean: Clean) -> None:
        self._clean = clean
        self._pieces: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        """Raises Unreadable for more than Excel itself allows."""
        self._length += len(piece)
        if self._length > LONGEST_TEXT:
            raise Unreadable(TOO_LARGE)
        self._pieces.append(piece)

    def taken(self) -> str:
        """All of it, cleaned and at most LONGEST_CELL + 1 long; what comes next is another text."""
        text = self._clean("".join(self._pieces))[: LONGEST_CELL + 1]
        self._pieces.clear()
        self._length = 0
        return text
