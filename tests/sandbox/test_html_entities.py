"""HTML to text and entities, with Telegram's own error texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity
from telegram.helpers import escape_markdown

from bot.sandbox.entities import formatted, utf16_length
from bot.sandbox.errors import BotApiError

Span = tuple[str, int, int]


def spans(source: str) -> tuple[str, list[Span]]:
    found = formatted(source, "HTML")
    return found.text, [(str(e.type), e.offset, e.length) for e in found.entities]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("<b>急</b>", "急", [("bold", 0, 1)]),
        ("<strong>急</strong> <em>x</em>", "急 x", [("bold", 0, 1), ("italic", 2, 1)]),
        ("<u>a</u><s>b</s>", "ab", [("underline", 0, 1), ("strikethrough", 1, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("🏟<b>灯</b>", "🏟灯", [("bold", 2, 1)]),
        ("<code>x &lt; y</code>", "x < y", [("code", 0, 5)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<B>x</b >", "x", [("bold", 0, 1)]),
        ("  <b> x</b> ", "x", [("bold", 0, 1)]),
        ("&lt;&gt;&amp;&quot;&nbsp;&#20320;&#x597d;", '<>&"&nbsp;你好', []),
    ],
)
def test_tags_become_entities(source: str, text: str, expected: list[Span]) -> None:
    assert spans(source) == (text, expected)


def test_a_link_keeps_its_address() -> None:
    found = formatted('<a href="https://example.cn/?a=1&amp;b=2">地图</a>', "HTML")
    assert [(e.type, e.url) for e in found.entities] == [
        (MessageEntity.TEXT_LINK, "https://example.cn/?a=1&b=2")
    ]


def test_a_code_block_keeps_its_language() -> None:
    found = formatted('<pre><code class="language-python">x</code></pre>', "HTML")
    assert [(e.type, e.language) for e in found.entities] == [(MessageEntity.PRE, "python")]


def test_a_language_belongs_to_a_block_only() -> None:
    (code,) = formatted('<code class="language-python">x</code>', "HTML").entities
    assert (code.type, code.language) == (MessageEntity.CODE, None)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("灯<br>", 'Unsupported start tag "br" at byte offset 3'),
        ("3 < 5", 'Unsupported start tag "" at byte offset 2'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href = ", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x"', "Unclosed start tag at byte offset 0"),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<i x>y", 'Can\'t find end tag corresponding to start tag "i"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ],
)
def test_bad_markup_is_refused_in_telegrams_words(source: str, error: str) -> None:
    with pytest.raises(BotApiError) as refused:
        formatted(source, "HTML")
    assert refused.value.description == f"Bad Request: can't parse entities: {error}"


def test_markdown_is_not_spoken_here() -> None:
    with pytest.raises(BotApiError, match="unsupported parse_mode"):
        formatted(escape_markdown("x"), "MarkdownV2")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_out_as_it_went_in(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert formatted(escaped, "HTML").text == text.strip()


@given(st.text(st.sampled_from("ab<>/&;\"'= 灯🏟bi"), max_size=40))
def test_any_markup_is_parsed_or_refused(source: str) -> None:
    try:
        found = formatted(source, "HTML")
    except BotApiError as refused:
        assert refused.code == 400  # noqa: PT017 — either outcome is right, and each is checked
        return
    length = utf16_length(found.text)
    assert all(0 <= e.offset < e.offset + e.length <= length for e in found.entities)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("请看 https://example.cn/a?b=1。谢谢", [("url", 3, 24)]),
        ("找 @lin_2026 吧", [("mention", 2, 9)]),
        ("写信 a.b@example.cn", [("email", 3, 14)]),
        ("#停水 #123", [("hashtag", 0, 3)]),
        ("电话 +86 591 8750 0000", [("phone_number", 3, 17)]),
        ("1/2 的人", []),
        ("", []),
    ],
)
def test_links_and_commands_are_found(text: str, expected: list[Span]) -> None:
    found = formatted(text)
    assert [(str(e.type), e.offset, e.length) for e in found.entities] == expected


def test_nothing_is_found_inside_code() -> None:
    assert spans("<code>/start</code>") == ("/start", [("code", 0, 6)])
