"""Text as it is kept: without what cannot be seen, turned around, stored or sent.

People copy names from web pages and hide what they write behind marks that reorder a line or pile
up on it. Emoji made of several characters and variants of Hanzi (people's names) stay as they are.
"""

import re
import unicodedata

MOST_MARKS = 2
"""Combining marks on one character; Vietnamese needs two, Zalgo text has sixty."""

_PICTURE = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TAGS = "\U000e0020-\U000e007f"
_BLACK_FLAG = "\U0001f3f4"
_NEVER_SEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u034f\u061c\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # fillers
    "\ud800-\udfff\ufdd0-\ufdef\ufff0-\ufffc\ufffe\uffff"  # half characters, none at all
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
    "]+"
)
_OUT_OF_PLACE = re.compile(
    # A joiner joins two pictures; the first may have a skin tone or a selector of its own.
    f"(?<![{_PICTURE}\ufe0f])\u200d|\u200d(?![{_PICTURE}])|"
    # A selector chooses how a picture or a Hanzi is drawn, or makes a key of a digit.
    f"(?<![{_PICTURE}])(?!(?<=[0-9#*])\ufe0f\u20e3)[\ufe0e\ufe0f]|"
    f"(?<![{_HANZI}])[\ufe00-\ufe02\U000e0100-\U000e01ef]|[\ufe03-\ufe0d]|"
    # Tags make a flag of the black one.
    f"(?<![{_BLACK_FLAG}{_TAGS}])[{_TAGS}]+"
)
_BLANK_BRAILLE = "\u2800"
PLAIN = re.compile("[\n -~\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e·—‘’“”…]*")
"""Nearly everything that people write here: there is nothing to clean in it."""


def one_line(text: str) -> str:
    """`text` on one line, words parted by single spaces; empty where nothing can be seen."""
    return " ".join(_clean(text).split())


def lines(text: str) -> str:
    """`text` with its line breaks, each as `\\n`; empty where nothing can be seen."""
    return "\n".join(_clean(text).splitlines()).strip()


def _clean(text: str) -> str:
    return text if PLAIN.fullmatch(text) else thoroughly(text)


def thoroughly(text: str) -> str:
    """`text` without anything that cannot be seen or is out of place, whatever it holds."""
    text = _NEVER_SEEN.sub("", text.replace(_BLANK_BRAILLE, " "))
    text = _OUT_OF_PLACE.sub("", text)
    return _TOO_MANY_MARKS.sub(r"\1", _MARKS_ON_NOTHING.sub("", text))


def _marks() -> str:
    """What is drawn on the character before, but for what chooses its look; none is Hanzi."""
    marks = (
        mark for mark in map(chr, range(0x20000)) if unicodedata.category(mark) in ("Mn", "Me")
    )
    return re.sub("[\ufe00-\ufe0f\U000e0100-\U000e01ef]", "", "".join(marks))


_MARK = f"[{_marks()}]"
_MARKS_ON_NOTHING = re.compile(rf"(?<!\S){_MARK}+")
_TOO_MANY_MARKS = re.compile(f"({_MARK}{{{MOST_MARKS}}}){_MARK}+")
