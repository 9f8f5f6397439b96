"""Telephone numbers as people write or share them."""

import re
import unicodedata

from services.errors import NotATelephone
from services.written.text import line_if_any

SHORTEST = 7
"""Digits of a number without its area code, in the smaller cities."""
_PURELY = re.compile(r"[\d\s()+.\-‐-―]+")
_MOBILE = re.compile(r"(?:\+|00)?(?:86)?(1[3-9]\d{9})")
"""Mainland mobiles: eleven digits, with or without the code of the country."""


def telephone(text: str | None, *, limit: int) -> str:
    """A number as it is dialled here: mobiles as eleven digits, what else stands there as it is.

    Words beside it stay ("13800000000 女儿"). Raises NotATelephone where too few digits stand
    there for a number, and TooLong.
    """
    said = line_if_any(text and unicodedata.normalize("NFKC", text), limit=limit) or ""
    if sum(letter.isdigit() for letter in said) < SHORTEST:
        raise NotATelephone
    if not _PURELY.fullmatch(said):
        return said
    mobile = _MOBILE.fullmatch(re.sub(r"[^\d+]", "", said))
    return mobile[1] if mobile else said
