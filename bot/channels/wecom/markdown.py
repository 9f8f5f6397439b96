"""From the HTML in which the desk speaks to WeCom's markdown, and to plain text for cards.

WeCom's markdown has bold, links and code; nothing says that a backslash escapes. So what people
wrote keeps its look by full-width signs, and turns into no markup, mention or link.
"""

import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

_URL = re.compile(r"(https?://[^\s<>\"*`\[\]\\\u0080-\U0010ffff]+)")
_WIDE = str.maketrans("*`[]\\_~<&#>.)-=+", "＊｀［］＼＿～＜＆＃＞．）—＝＋")
_MARKUP = re.compile(
    r"[*`\[\]\\]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it is none
    r"|~~+"
    r"|<(?=[@/!?A-Za-z])"
    r"|&(?=#?\w+;)"
    r"|^[ ]{0,3}(?:#|>|[-+](?=\s|$)|\d+[.)](?=\s|$))"
    r"|^[ ]{0,3}[-=](?=[-= ]*$)",
    re.MULTILINE,
)
_INDENTED = re.compile(r"^(?: {4}| {0,3}\t)[ \t]*", re.MULTILINE)
_LINKED = ("http://", "https://")


class Piece(NamedTuple):
    text: str
    bold: bool
    code: bool
    url: str


class _Pieces(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Piece] = []
        self._bold = self._code = 0
        self._urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._bold += tag in ("b", "strong")
        self._code += tag in ("code", "pre")
        if tag == "a":
            url = dict(attrs).get("href") or ""
            self._urls.append(url if url.startswith(_LINKED) else "")

    def handle_endtag(self, tag: str) -> None:
        self._bold -= tag in ("b", "strong")
        self._code -= tag in ("code", "pre")
        if tag == "a" and self._urls:
            self._urls.pop()

    def handle_data(self, data: str) -> None:
        url = self._urls[-1] if self._urls else ""
        self.found.append(Piece(data, self._bold > 0, self._code > 0, url))


def markdown(html: str) -> str:
    """Underlined, struck through and slanted text is plain; so are links to users of Telegram."""
    return "".join(map(_written, pieces(html)))


def plain(html: str) -> str:
    return "".join(piece.text for piece in pieces(html))


def links_in(html: str) -> dict[str, str]:
    """Addresses by the words that lead there."""
    return {piece.text: piece.url for piece in pieces(html) if piece.url}


def link(label: str, url: str) -> str:
    """label: plain text, a line."""
    spaced = url.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    return f"[{_harmless(label)}]({spaced})"


def pieces(html: str) -> list[Piece]:
    parser = _Pieces()
    parser.feed(html)
    parser.close()
    return parser.found


def _written(piece: Piece) -> str:
    if piece.url:
        return link(piece.text, piece.url)
    if piece.code:
        return f"`{piece.text.replace('`', '｀')}`" if piece.text.strip() else piece.text
    if piece.bold:
        return "\n".join(map(_bold, piece.text.split("\n")))
    return _harmless(piece.text)


def _bold(line: str) -> str:
    """Signs at either end stay outside: between a sign and a letter no `**` would count."""
    letters = [at for at, sign in enumerate(line) if unicodedata.category(sign)[0] in "LN"]
    if not letters:
        return _harmless(line)
    first, end = letters[0], letters[-1] + 1
    core = _harmless(line[first:end])
    return f"{_harmless(line[:first])}**{core}**{_harmless(line[end:])}"


def _harmless(text: str) -> str:
    return "".join(_without_markup(text))


def _without_markup(text: str) -> Iterator[str]:
    for number, part in enumerate(_URL.split(text)):
        if number % 2:
            yield _MARKUP.sub(_in_url, part)
        else:
            indented = _INDENTED.sub(lambda found: "　" * len(found[0].expandtabs(4)), part)
            yield _MARKUP.sub(lambda found: found[0].translate(_WIDE), indented)


def _in_url(found: re.Match[str]) -> str:
    return "".join(f"%{ord(sign):02X}" for sign in found[0])
