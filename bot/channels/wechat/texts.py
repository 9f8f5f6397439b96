"""The HTML of our messages as text that WeChat shows: words, and links to the web.

WeChat renders `<a href>` in a text and nothing else; it knows no entities. So what our HTML had
escaped would become a link again if somebody wrote one: such a bracket is written full-width.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, partial

LONGEST = 2_000
"""Bytes of one text. WeChat takes 2,048, with whatever it wraps around a reply."""

_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_TAPPED = re.compile(r"""weixin://bizmsgmenu\?msgmenucontent=[^&#%+"'<>\\]+&msgmenuid=\d+""")
"""Writes something instead of leading somewhere: in no document, and known from many accounts."""
_WRITABLE = re.compile(r"""[^&#%+"'<>\\\n]+""")
"""What stands in such a link as it is: how WeChat reads anything else there is not known."""
_BEGINS_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_IN_URL = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "\"'<>\\"})

_LINK = re.compile(r'<a href="[^"<>]*">([^<]*)</a>')
"""As `in_wechat` writes one."""


def in_wechat(source: str) -> str:
    """A message in the Bot API's HTML as a text for WeChat, of any length."""
    written: list[str] = []
    words: list[str] = []
    url = ""
    for tag, attributes, behind in _parts(source):
        opened = _safe(attributes) if tag == "a" and not url else ""
        # A link that is none must not part words: what they are together could be one.
        if opened or (tag == "/a" and url):
            written.append(_linked(url, "".join(words)))
            words, url = [], opened
        words.append(behind)
    return "".join([*written, _linked(url, "".join(words))])


def tap(label: str, of: int) -> str:
    """Something to tap that writes what it reads. HTML. of: the number of the message it is in,
    which comes back as `bizmsgmenuid`, where WeChat does not lose it."""
    if not _WRITABLE.fullmatch(label):
        return html.escape(label, quote=False)
    written = f"weixin://bizmsgmenu?msgmenucontent={label}&amp;msgmenuid={of}"
    return f'<a href="{written}">{label}</a>'


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """What `in_wechat` gave, as texts of at most `longest` bytes; none of what is blank.

    They end where a line does, if one does; never inside a link or what is seen as one character.
    """
    made: list[str] = []
    rest = _LINK.sub(partial(_fitting, longest=longest), text)
    while len(rest.encode()) > longest:
        end = _end_of_piece(rest[: 2 * longest], longest)
        made.append(rest[:end])
        rest = rest[end:]
    return [each.strip("\r\n") for each in (*made, rest) if each.strip()]


def _parts(source: str) -> Iterator[tuple[str, str, str]]:
    """Tags (`a`, `/a`) with what stands in them, each with the words behind it."""
    tag, attributes, begin = "", "", 0
    for found in _TAG.finditer(source):
        yield tag, attributes, html.unescape(source[begin : found.start()])
        tag, attributes, begin = f"{found[1]}{found[2].lower()}", found[3], found.end()
    yield tag, attributes, html.unescape(source[begin:])


def _safe(attributes: str) -> str:
    """Where a link leads, or what a tap writes; empty for all else, such as a user of Telegram."""
    found = _HREF.search(attributes)
    url = html.unescape(found[1] or found[2] or "").strip() if found else ""
    return url.translate(_IN_URL) if _WEB.fullmatch(url) or _TAPPED.fullmatch(url) else ""


def _linked(url: str, words: str) -> str:
    """A link, or words of which nothing is taken for one."""
    if url:
        label = words if words.strip() else url
        return f'<a href="{url}">{label.replace("<", "＜")}</a>'
    return _BEGINS_TAG.sub("＜", words)


def _fitting(link: re.Match[str], longest: int) -> str:
    """Its words alone, where no piece could hold it; apart from what stands before."""
    return link[0] if len(link[0].encode()) <= longest else f" {link[1]}"


def _end_of_piece(text: str, longest: int) -> int:
    """How many characters of `text`, which is longer, are the first piece."""
    end, size, line_end = 0, 0, 0
    for atom in _atoms(text):
        size += len(atom.encode())
        if size > longest:
            break
        end += len(atom)
        if atom.endswith("\n"):
            line_end = end
    # One atom alone may be too long: marks piled up on a letter.
    return line_end or end or max(1, len(text.encode()[:longest].decode(errors="ignore")))


def _atoms(text: str) -> Iterator[str]:
    """Links, and between them what is seen as one character."""
    begin = 0
    for link in _LINK.finditer(text):
        yield from _atom().findall(text, begin, link.start())
        yield link[0]
        begin = link.end()
    yield from _atom().findall(text, begin)


@cache
def _atom() -> re.Pattern[str]:
    """After Unicode's extended grapheme clusters (UAX 29), joining rather too much than too little:
    with marks, skin tones, a flag's letters, tags and jamo."""
    marks = (chr(code) for code in range(0x20000) if unicodedata.category(chr(code))[0] == "M")
    others = "\u200c\u1160-\u11ff\ud7b0-\ud7ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
    extending = f"[{''.join(marks)}{others}\U000e0100-\U000e01ef]*"
    base = rf"(?:[\u1100-\u115f\ua960-\ua97c]*.{extending})"
    flag = f"[\U0001f1e6-\U0001f1ff]{{2}}{extending}"
    return re.compile(rf"\r\n|{flag}|{base}(?:\u200d+{base}?)*", re.DOTALL)
