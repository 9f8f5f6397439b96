"""Somebody named in one line, with their telephone: 林阿姨 13800001111."""

import re
import unicodedata

from services.errors import WordsNeeded
from services.written.telephones import telephone
from services.written.text import line

_NUMBER = re.compile(r"\+?\d[\d\s-]{5,17}\d")
_BETWEEN = " ,，、:：;；"
_LABEL = re.compile("(?:的?(?:电话|電話|手机|手機)(?:号码?|號碼?)?(?:是)?)$")


def name_and_telephone(text: str, *, name_limit: int, phone_limit: int) -> tuple[str, str | None]:
    """Who is named, and the number as it is dialled, None where none stands there.

    Raises WordsNeeded where nobody is named, and TooLong.
    """
    said = unicodedata.normalize("NFKC", text)
    number = _NUMBER.search(said)
    if number is None:
        return _name(said, name_limit), None
    rest = f"{said[: number.start()].rstrip(_BETWEEN)} {said[number.end() :]}"
    name = _LABEL.sub("", rest.strip(_BETWEEN)).strip(_BETWEEN)
    return _name(name, name_limit), telephone(number[0], limit=phone_limit)


def _name(said: str, limit: int) -> str:
    if not any(map(str.isalpha, said)):
        raise WordsNeeded
    return line(said, limit=limit)
