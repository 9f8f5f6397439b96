"""The HTML parse mode: tags to spans, with the error texts of Telegram's own parser.

https://core.telegram.org/bots/api#html-style
"""

import re
from dataclasses import dataclass

from telegram import MessageEntity

from bot.sandbox.errors import BotApiError, bad_request
from bot.sandbox.references import dereferenced

_TYPES = {
    "b": MessageEntity.BOLD,
    "strong": MessageEntity.BOLD,
    "i": MessageEntity.ITALIC,
    "em": MessageEntity.ITALIC,
    "u": MessageEntity.UNDERLINE,
    "ins": MessageEntity.UNDERLINE,
    "s": MessageEntity.STRIKETHROUGH,
    "strike": MessageEntity.STRIKETHROUGH,
    "del": MessageEntity.STRIKETHROUGH,
    "tg-spoiler": MessageEntity.SPOILER,
    "span": MessageEntity.SPOILER,
    "a": MessageEntity.TEXT_LINK,
    "code": MessageEntity.CODE,
    "pre": MessageEntity.PRE,
    "tg-emoji": MessageEntity.CUSTOM_EMOJI,
    "blockquote": MessageEntity.BLOCKQUOTE,
}
_ATTRIBUTE = re.compile(r"([^\s=>]*)\s*(=\s*)?")
_TOKEN = re.compile(r"[a-zA-Z0-9.-]*(?=[\s>])")
_TAG_NAME = re.compile(r"[^\s>]*")
_URL = re.compile(r"^(?:https?://|tg://|mailto:|tel:)?[^\s/?#]+\.[^\s]+$|^(?:tg|mailto|tel):\S+$")


@dataclass(frozen=True, slots=True)
class Markup:
    """A span of the plain text; start and end count characters (code points)."""

    type: str
    start: int
    end: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int


def parse_html(source: str) -> tuple[str, list[Markup]]:
    """Plain text and its spans. Raises BotApiError 400 "can't parse entities: …"."""
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.spans: list[Markup] = []

    def parse(self) -> tuple[str, list[Markup]]:
        while self.position < len(self.source):
            tag = self.source.find("<", self.position)
            self._text(self.source[self.position : tag if tag >= 0 else len(self.source)])
            if tag < 0:
                break
            self.position = tag
            if self.source.startswith("</", tag):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _cannot_parse(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"'
            )
        return "".join(self.pieces), self.spans

    def _text(self, raw: str) -> None:
        self.position += len(raw)
        piece = dereferenced(raw)
        self.pieces.append(piece)
        self.length += len(piece)

    def _start_tag(self) -> None:
        begin = self.position
        name_match = _TAG_NAME.match(self.source, begin + 1)
        assert name_match is not None
        if name_match.end() == len(self.source):
            raise self._error("Unclosed start tag", begin)
        tag = name_match.group().lower()
        if tag not in _TYPES:
            raise self._error(f'Unsupported start tag "{tag}"', begin)
        self.position = name_match.end()
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, attributes, self.length))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        """Reads up to and over the closing bracket."""
        attributes: dict[str, str] = {}
        while True:
            while self.source[self.position : self.position + 1].isspace():
                self.position += 1
            if self.position >= len(self.source):
                raise self._error("Unclosed start tag", begin)
            if self.source[self.position] == ">":
                self.position += 1
                return attributes
            name, value = self._attribute(tag, begin)
            attributes[name] = value

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        """A name alone, or name=value with the value in quotes or a plain token."""
        match = _ATTRIBUTE.match(self.source, self.position)
        assert match is not None
        name, equals = match.groups()
        if not name:
            raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
        self.position = match.end()
        if self.position >= len(self.source):
            raise self._error(f'Unclosed start tag "{tag}"', begin)
        value = dereferenced(self._value(begin)) if equals else ""
        return name.lower(), value

    def _value(self, begin: int) -> str:
        token = self.position
        if (quote := self.source[token]) in {'"', "'"}:
            end = self.source.find(quote, token + 1)
            if end < 0:
                raise self._error("Unclosed start tag", begin)
            self.position = end + 1
            return self.source[token + 1 : end]
        match = _TOKEN.match(self.source, token)
        if match is None:
            raise self._error("Unexpected end of name token", token)
        self.position = match.end()
        return match.group().lower()

    def _end_tag(self) -> None:
        begin = self.position
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        name_match = _TAG_NAME.match(self.source, begin + 2)
        assert name_match is not None
        close = name_match.end()
        while self.source[close : close + 1].isspace():
            close += 1
        if self.source[close : close + 1] != ">":
            raise self._error("Unclosed end tag", begin)
        self.position = close + 1
        opened, tag = self.open.pop(), name_match.group().lower()
        if tag not in {"", opened.tag}:
            raise self._error(
                "Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.length > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        kind, url, language, emoji = _TYPES[opened.tag], None, None, None
        if opened.tag == "a":
            url = opened.attributes.get("href") or "".join(self.pieces)[opened.start : self.length]
            if not _URL.match(url):
                return
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            kind = MessageEntity.EXPANDABLE_BLOCKQUOTE
        elif opened.tag == "code":
            language = opened.attributes.get("class", "").removeprefix("language-") or None
            if language and not (self.open and self.open[-1].tag == "pre"):
                language = None
        elif opened.tag == "tg-emoji":
            emoji = opened.attributes.get("emoji-id", "")
            if not emoji.isdecimal():
                raise _cannot_parse("Invalid custom emoji identifier specified")
        if opened.tag == "pre":
            language = self._language_within(opened.start)
        self.spans.append(Markup(kind, opened.start, self.length, url, language, emoji))

    def _language_within(self, start: int) -> str | None:
        """`<pre><code class="language-…">` is one entity, the outer one."""
        last = self.spans[-1] if self.spans else None
        if last is None or last.type != MessageEntity.CODE:
            return None
        if (last.start, last.end) != (start, self.length):
            return None
        self.spans.pop()
        return last.language

    def _error(self, what: str, position: int, detail: str = "") -> BotApiError:
        offset = len(self.source[:position].encode())
        return _cannot_parse(f"{what} at byte offset {offset}{detail}")


def _cannot_parse(text: str) -> BotApiError:
    return bad_request(f"can't parse entities: {text}")
