"""Words as they are kept: cleaned, there, and no longer than their column."""

from services.errors import TooLong, WordsNeeded
from storage import clean_text


def line(text: str | None, *, limit: int) -> str:
    """A name, place, title or reason: it stands on one line of a card.

    Raises WordsNeeded where nothing can be seen, and TooLong.
    """
    return _within(clean_text.one_line(text or ""), limit)


def line_if_any(text: str | None, *, limit: int) -> str | None:
    """The same, None where nothing was said. Raises TooLong."""
    said = clean_text.one_line(text or "")
    return _within(said, limit) if said else None


def lines(text: str | None, *, limit: int) -> str:
    """What may be told over several lines. Raises WordsNeeded and TooLong."""
    return _within(clean_text.lines(text or ""), limit)


def lines_if_any(text: str | None, *, limit: int) -> str | None:
    """The same, None where nothing was said. Raises TooLong."""
    said = clean_text.lines(text or "")
    return _within(said, limit) if said else None


def _within(said: str, limit: int) -> str:
    if not said:
        raise WordsNeeded
    if len(said) > limit:
        raise TooLong(limit)
    return said
