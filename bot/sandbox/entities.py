"""Text with markup → plain text and entities, as Telegram's server does it.

Offsets and lengths of entities count UTF-16 code units; byte offsets in errors count UTF-8 bytes
of the text as sent. https://core.telegram.org/bots/api#html-style
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from telegram import MessageEntity

from bot.sandbox.errors import bad_request
from bot.sandbox.html import Markup, parse_html


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str
    entities: tuple[MessageEntity, ...] = ()


# What Telegram finds by itself in any text, the earlier kind winning where two overlap.
_DETECTED = (
    (MessageEntity.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
    (
        MessageEntity.URL,
        re.compile(r"https?://[^\s<>\"'，。；！？、）】》」』]+|\bt\.me/[\w/?=+-]+"),
    ),
    (MessageEntity.MENTION, re.compile(r"(?<!\w)@[A-Za-z]\w{3,31}\b", re.ASCII)),
    (MessageEntity.BOT_COMMAND, re.compile(r"(?<![\w/<>])/\w{1,64}(?:@\w{3,32})?(?![\w/<>])")),
    (MessageEntity.HASHTAG, re.compile(r"(?<!\w)#(?=\w*[^\W\d_])\w{1,256}")),
    (MessageEntity.PHONE_NUMBER, re.compile(r"(?<![\w+])\+\d[\d -]{6,18}\d(?!\w)")),
)
_INTERESTING = re.compile(r"[@/#+]|t\.me")
# Nothing is looked for inside these.
_OPAQUE = frozenset({MessageEntity.CODE, MessageEntity.PRE, MessageEntity.TEXT_LINK})


def is_text(value: str) -> bool:
    """False for what JSON can carry and no text is: half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units: characters beyond U+FFFF (most emoji) count twice."""
    return len(text.encode("utf-16-le")) // 2


def formatted(
    text: str, parse_mode: str | None = None, entities: Sequence[MessageEntity] | None = None
) -> Formatted:
    """Parse, strip and find links, as happens to any text the bot sends.

    parse_mode: "HTML" (any case) or nothing; the two Markdown modes are not spoken here.
    Raises BotApiError 400 "can't parse entities: …" or "unsupported parse_mode".
    """
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        plain, markup = parse_html(text)
        found = _from_markup(plain, markup)
    else:
        plain, found = text, list(entities or ())
    return _stripped(plain, found)


def detect(text: str, taken: Iterable[MessageEntity] = ()) -> list[MessageEntity]:
    """Links, commands, mentions, hashtags, addresses and numbers outside the taken places."""
    if not _INTERESTING.search(text):
        return []
    occupied = [(e.offset, e.offset + e.length) for e in taken if e.type in _OPAQUE]
    found: list[MessageEntity] = []
    for kind, pattern in _DETECTED:
        for start, end in _matches(pattern, text):
            offset = utf16_length(text[:start])
            stop = offset + utf16_length(text[start:end])
            if all(stop <= a or b <= offset for a, b in occupied):
                occupied.append((offset, stop))
                found.append(MessageEntity(kind, offset, stop - offset))
    return found


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        yield match.start(), match.start() + len(match.group().rstrip(".,;:!?)"))


def _from_markup(plain: str, markup: Sequence[Markup]) -> list[MessageEntity]:
    return [
        MessageEntity(
            span.type,
            offset := utf16_length(plain[: span.start]),
            utf16_length(plain[: span.end]) - offset,
            url=span.url,
            language=span.language,
            custom_emoji_id=span.custom_emoji_id,
        )
        for span in markup
    ]


def _stripped(text: str, entities: list[MessageEntity]) -> Formatted:
    """Telegram cuts white space at both ends, and with it the entities that lay there."""
    kept = text.strip()
    if not kept:
        return Formatted("")
    if kept != text:
        entities = list(_shifted(entities, utf16_length(text[: text.index(kept)]), kept))
    entities += detect(kept, entities)
    return Formatted(kept, tuple(sorted(entities, key=lambda e: (e.offset, -e.length))))


def _shifted(entities: Iterable[MessageEntity], cut: int, kept: str) -> Iterator[MessageEntity]:
    length = utf16_length(kept)
    for entity in entities:
        start = max(entity.offset - cut, 0)
        stop = min(entity.offset + entity.length - cut, length)
        if start < stop:
            yield MessageEntity(
                entity.type,
                start,
                stop - start,
                url=entity.url,
                user=entity.user,
                language=entity.language,
                custom_emoji_id=entity.custom_emoji_id,
            )
