"""What may stand in a button's data: numbers that the tables can hold, written as we write them.

A client can send any text as a button's data. What we could not have packed ourselves does not
unpack, so no handler ever sees it: an id beyond its column would be refused by PostgreSQL, and `٣`,
`+1` or ` 1` would be taken for numbers they are not.
"""

import re
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import BeforeValidator, Field

from storage.tables import TaskSource

LARGEST_INTEGER = 2**31 - 1
LARGEST_BIG_INTEGER = 2**63 - 1
_PLAIN = re.compile(r"0|[1-9][0-9]*")


def _plain(value: object) -> object:
    """Raises ValueError for a text that is no number as `str` writes it."""
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise ValueError("not a plain number")
    return value


_Plain = BeforeValidator(_plain)

RowId = Annotated[int, _Plain, Field(ge=1, le=LARGEST_INTEGER)]
"""The key of a row (INTEGER)."""
PersonId = Annotated[int, _Plain, Field(ge=1, le=LARGEST_BIG_INTEGER)]
"""A person's id (BIGINT); groups have negative ones and are no persons."""
ResponseId = Annotated[int, _Plain, Field(ge=1, le=LARGEST_BIG_INTEGER)]
"""An answer's to a survey (BIGINT)."""
Count = Annotated[int, _Plain, Field(ge=0, le=LARGEST_INTEGER)]
"""An index, or a number that is drawn by chance."""


class ToVolunteers(CallbackData, prefix="tovol"):
    """Pass this on to the volunteers: `id` is the source's row, as `Task.source_id`."""

    source: TaskSource
    id: RowId
