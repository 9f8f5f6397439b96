"""Hours in OpenStreetMap's `opening_hours` format: which may be kept."""

import re

_SCHOOL_HOLIDAYS = re.compile(r"\"[^\"]*\"|(?P<named>\bSH\b)")


def is_readable(hours: str) -> bool:
    """Whether `hours` are in the format and can be told.

    School holidays (SH) have no calendar; in a comment (in quotes) they may be spoken of.
    """
    from opening_hours import validate

    named = any(found["named"] for found in _SCHOOL_HOLIDAYS.finditer(hours))
    return not named and validate(hours)
