"""How many are needed, as people write it: 3, 3人, or by roles: 2 搬运，1 拍照."""

import re
import unicodedata

from services.errors import Refusal
from services.volunteering.errors import BadPlaces
from services.volunteering.new_task import MOST_PLACES, ROLE_LIMIT

CONSIDERED = 300
"""How many characters are looked at."""
MOST_ROLES = 8
"""More kinds of places do not fit on a card."""

_APART = re.compile(r"[,，、;；\n]+")
_NUMBER = re.compile(r"(\d{1,4})\s*(?:个人|人|名|位|个)?")


class PlacesUnreadable(Refusal):
    """Neither a number nor roles with a number each."""


def roles_of(words: str) -> list[tuple[str, int]]:
    """Name and places of each role; one without a name where only a number was written.

    Raises PlacesUnreadable or BadPlaces.
    """
    text = unicodedata.normalize("NFKC", words[:CONSIDERED])
    parts = [part.strip() for part in _APART.split(text) if part.strip()]
    if not 1 <= len(parts) <= MOST_ROLES:
        raise PlacesUnreadable
    roles = [_role(part) for part in parts]
    names = [name for name, _places in roles]
    if len(roles) > 1 and (not all(names) or len(set(names)) < len(names)):
        raise PlacesUnreadable
    return roles


def _role(part: str) -> tuple[str, int]:
    numbers = _NUMBER.findall(part)
    name = " ".join(_NUMBER.sub(" ", part).split())
    if len(numbers) != 1 or len(name) > ROLE_LIMIT:
        raise PlacesUnreadable
    places = int(numbers[0])
    if not 1 <= places <= MOST_PLACES:
        raise BadPlaces(MOST_PLACES)
    return name, places
