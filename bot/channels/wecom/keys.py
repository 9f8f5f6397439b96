"""What the buttons of our cards are called: callback data, words, or "what is chosen"."""

from collections.abc import Sequence

CHOSEN = "="
"""The key of the button below options: each option's id is a key itself."""
_SAYS = "say:"


def says(words: str) -> str:
    """The key of a button that stands for writing these words."""
    return _SAYS + words


def said_key(key: str) -> str | None:
    """The words that a key stands for, if it does."""
    return key.removeprefix(_SAYS) if key.startswith(_SAYS) else None


def chosen_key(key: str, chosen: Sequence[str]) -> str:
    """The key that was meant: empty where nothing was chosen."""
    if key != CHOSEN:
        return key
    return chosen[0] if chosen else ""
