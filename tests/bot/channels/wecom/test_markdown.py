"""HTML to WeCom's markdown, read again by markdown-it, which is not ours."""

from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.channels.wecom.markdown import link, links_in, markdown, plain

READER = MarkdownIt("commonmark", {"breaks": True}).enable("strikethrough")
WORDS_ALONE = {"paragraph_open", "paragraph_close", "inline", "text", "hardbreak", "softbreak"}
RISKY = st.text(st.sampled_from("*_`[]()<>@#&;!~-=+|\\.1 9\n\t好ax:/"), max_size=30)


def kinds(source: str) -> set[str]:
    """Of all that a reader of markdown finds in it."""
    blocks = READER.parse(source)
    inside = [token for block in blocks for token in block.children or ()]
    return {token.type for token in (*blocks, *inside)}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("路灯不亮", "路灯不亮"),
        ("<b>报修</b>", "**报修**"),
        ("<b>报修：</b>路灯", "**报修**：路灯"),
        ("<b>🔧 报修</b>", "🔧 **报修**"),
        ("<b>一\n二</b>", "**一**\n**二**"),
        ("<b>——</b>", "——"),
        ('<a href="https://x.cn/a">看</a>', "[看](https://x.cn/a)"),
        ('<a href="https://x.cn/a(b)">看[这]</a>', "[看［这］](https://x.cn/a%28b%29)"),
        ('<a href="tg://user?id=1">林</a>', "林"),
        ("<code>JM-12</code>", "`JM-12`"),
        ("<code>a`b</code>", "`a｀b`"),
        ("<i>斜</i><u>线</u><s>删</s>", "斜线删"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("5*3 a_b_c _x_", "5＊3 a_b_c ＿x＿"),
        ("1. 一\n2) 二", "1． 一\n2） 二"),
        ("3.5 公里，-5 度，2026-11-27", "3.5 公里，-5 度，2026-11-27"),
        ("https://x.cn/_a_b_?c=d", "https://x.cn/%5Fa_b%5F?c=d"),
        ("&lt;@all&gt; 来", "＜@all> 来"),
    ],
)
def test_html_becomes_markdown(html: str, expected: str) -> None:
    assert markdown(html) == expected


@given(RISKY | st.text(max_size=40))
@example("https://x.cn/_a_")
@example(" \t1")
@example("a\n===")
@example("    code")
@example("a\n\n\tcode")
@example("<https://x.cn>")
@example("&amp;lt;")
@example("- - -")
@example("[a]: /b\n[a]")
def test_what_people_write_is_never_markup(words: str) -> None:
    assert kinds(markdown(escape(words))) <= WORDS_ALONE


@given(st.text(max_size=20), st.text(max_size=20))
@example("", "__0__")
def test_what_is_bold_is_read_as_bold_and_nothing_else(words: str, after: str) -> None:
    source = markdown(f"<b>中{escape(words)}文</b>{escape(after)}")
    assert kinds(source) <= WORDS_ALONE | {"strong_open", "strong_close"}
    if not set(words) & set("\n\r"):
        assert "strong_open" in kinds(source)


def test_a_link_is_read_with_its_address() -> None:
    (block,) = [
        each for each in READER.parse(link("看 *这* [里]", "http://x.cn/a (b)")) if each.children
    ]
    assert block.children is not None
    opened, text, _ = block.children
    assert opened.attrs == {"href": "http://x.cn/a%20%28b%29"}
    assert text.content == "看 ＊这＊ ［里］"


def test_plain_text_is_what_can_be_read() -> None:
    assert plain('<b>报修</b> &lt;1&gt; <a href="https://x.cn">看*</a>') == "报修 <1> 看*"


def test_only_links_that_open_count() -> None:
    assert links_in('<a href="https://x.cn">看</a>') == {"看": "https://x.cn"}
    assert not links_in('<a href="tg://user?id=1">林</a>')
