"""What people write of meals, as it is kept: without blanks around it, within its column."""

from services.errors import TooLong


def kept(words: str | None, *, limit: int) -> str | None:
    """`words` as they are kept, None where nothing was said. Raises TooLong."""
    said = (words or "").strip()
    if len(said) > limit:
        raise TooLong(limit)
    return said or None
