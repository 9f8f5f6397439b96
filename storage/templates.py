"""The fields of WeChat's templates: which of our values fit into which of its types.

https://developers.weixin.qq.com/doc/service/guide/product/template_message/Template_Message_Interface.html
"""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Value(StrEnum):
    """What any news can give."""

    NUMBER = "number"
    """Of a request; else a dash."""
    SUBJECT = "subject"
    """Its first words."""
    STATE = "state"
    """A few characters of Chinese."""
    TIME = "time"
    REMARK = "remark"
    """How to read the whole."""


FITS: Mapping[str, Collection[Value]] = {
    "thing": tuple(Value),
    "short_thing": (Value.STATE,),
    "phrase": (Value.STATE,),
    "character_string": (Value.NUMBER,),
    "time": (Value.TIME,),
    "date": (Value.TIME,),
}
"""By the type of a field. A const has words that it was given at WeChat; other types, such as
amount, say what not every news has."""
LONGEST: Mapping[str, int] = {"thing": 20, "short_thing": 5, "phrase": 5, "character_string": 32}
"""Characters."""


def kind_of(field: str) -> str:
    """The type of a field: thing, of thing1."""
    return field.rstrip("0123456789")
