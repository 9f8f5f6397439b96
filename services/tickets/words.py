"""How much may be said at once."""

from collections.abc import Sequence

from services.errors import TooLong, TooMany, WordsNeeded
from storage import clean_text
from storage.media import Attachment

TEXT_LIMIT = 30_000
"""What a resident may write, in characters, over as many messages as it takes."""
STAFF_TEXT_LIMIT = 2_000
"""What staff write to residents: with number and greeting it fits one message of 4,096."""
NOTE_LIMIT = 4_096
"""A message's greatest length in Telegram: a reply to the card is kept whole."""
PLACE_LIMIT = 400
"""The column's length; PostgreSQL refuses more."""
ATTACHMENT_LIMIT = 30
"""Three full albums."""


def checked(
    text: str | None,
    attachments: Sequence[Attachment] = (),
    *,
    limit: int,
    words_needed: bool = False,
) -> str:
    """`text`, cleaned, with its line breaks. Raises WordsNeeded, TooLong or TooMany.

    Without `words_needed` an attachment says enough.
    """
    text = clean_text.lines(text or "")
    if not text and (words_needed or not attachments):
        raise WordsNeeded
    if len(text) > limit:
        raise TooLong(limit)
    if len(attachments) > ATTACHMENT_LIMIT:
        raise TooMany(ATTACHMENT_LIMIT)
    return text
