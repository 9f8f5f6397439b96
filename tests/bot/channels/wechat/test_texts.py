"""Our messages as WeChat shows them: all the words, links to the web alone, whole in each piece."""

import html
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat.texts import LONGEST, in_wechat, pieces, tap
from bot.sandbox.wechat.screen import rendered

TAGS = ("b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler", "a")
FAMILY = "👨‍👩‍👧‍👦"
WHOLE = [
    *(FAMILY, "🇨🇳", "👍🏽", "❤️‍🔥", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301", "ệ", "葛󠄀", "𠮷", "한", "สี่"),
    '<a href="https://x.example/1">看这里</a>',
]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("<b>您好</b>，<i>林</i>", "您好，林"),
        ("<pre>一\n二</pre><blockquote expandable>三</blockquote>", "一\n二三"),
        ("<tg-spoiler>1234</tg-spoiler><code>/my</code>", "1234/my"),
        ("3 &lt; 5 &amp;&amp; &quot;好&quot; &#128161; <3", '3 < 5 && "好" 💡 <3'),
        (
            '<a href="https://x.example/?a=1&amp;b=2"><b>看</b>这里</a>。',
            '<a href="https://x.example/?a=1&b=2">看这里</a>。',
        ),
        ("<a href='http://x.example/\"&gt;'>x</a>", '<a href="http://x.example/%22%3E">x</a>'),
        (
            '<a href="https://x.example/"></a>',
            '<a href="https://x.example/">https://x.example/</a>',
        ),
        ('<a href="tg://user?id=7">王</a>', "王"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="weixin://bizmsgmenu?msgmenucontent=1">x</a>', "x"),
        ("<a>x</a>", "x"),
        ('<a href="https://x.example/">甲 &lt; 乙', '<a href="https://x.example/">甲 ＜ 乙</a>'),
        ("</b>x</a>", "x"),
        ("", ""),
    ],
)
def test_words_and_links(ours: str, theirs: str) -> None:
    assert in_wechat(ours) == theirs


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_a_tap_writes_what_it_reads_or_is_none(label: str) -> None:
    text, links = rendered(in_wechat(f"1  {tap(label, of=7)}"))
    assert text == "1  " + rendered(in_wechat(html.escape(label, quote=False)))[0]
    assert [link.text for link in links] in ([], [label])
    for link in links:
        assert parse_qs(urlsplit(link.href).query) == {
            "msgmenucontent": [label],
            "msgmenuid": ["7"],
        }


@pytest.mark.parametrize("label", ["A&B", "5#", "50%", "C++", 'a"b', "3 < 5", "为什么?x=1\n"])
def test_what_could_be_read_otherwise_is_not_tapped(label: str) -> None:
    assert "href" not in in_wechat(tap(label, of=7))


EVIL = 'a href="http://evil.example/"&gt;点我'


@pytest.mark.parametrize(
    "ours",
    [
        f"&lt;{EVIL}&lt;/a&gt;",
        f"&lt;<b>{EVIL}&lt;</b>/a&gt;",
        f"&lt;<a>{EVIL}&lt;</a>/a&gt;",
        f'&lt;<a href="tg://user?id=7">{EVIL}&lt;</a>/a&gt;',
        f'&lt;<a href="https://x.example/">{EVIL}&lt;</a>/a&gt;',
        f'&lt;<a href="https://x.example/"></a>{EVIL}<a href="https://x.example/">x</a>',
    ],
)
def test_nobody_can_write_a_link(ours: str) -> None:
    _shown, links = rendered(in_wechat(ours))
    assert {link.href for link in links} <= {"https://x.example/"}


words = st.text(st.sampled_from("近邻灯\"'<>&/a =\n😀") | st.characters(exclude_categories=["Cs"]))
node = st.tuples(st.sampled_from(TAGS), st.sampled_from(["https://x.example/1", "tg://x"]), words)


def as_html(tag: str, url: str, said: str) -> str:
    opened = f'{tag} href="{url}"' if tag == "a" else tag
    return f"<{opened}>{html.escape(said)}</{tag}>"


@given(st.lists(node))
def test_each_word_is_shown_and_each_link_leads_where_it_did(
    nodes: list[tuple[str, str, str]],
) -> None:
    shown, links = rendered(in_wechat("".join(as_html(*each) for each in nodes)))
    web = [(url, said or url) for tag, url, said in nodes if tag == "a" and url[:4] == "http"]
    said = "".join(
        url if tag == "a" and url[:4] == "http" and not said.strip() else said
        for tag, url, said in nodes
    )
    assert shown.replace("＜", "<") == said.replace("＜", "<")
    assert [link.href for link in links] == [url for url, _said in web]


@given(st.lists(words | st.sampled_from(WHOLE)).map("".join), st.integers(100, 400))
def test_pieces_hold_everything_and_are_short_enough(text: str, longest: int) -> None:
    safe = in_wechat(html.escape(text)).replace("＜", "<")
    cut = pieces(safe, longest)
    assert all(0 < len(piece.encode()) <= longest for piece in cut)
    assert "".join("".join(cut).split()) == "".join(safe.split())


@pytest.mark.parametrize("whole", WHOLE)
@pytest.mark.parametrize("longest", range(44, 90, 7))
def test_what_is_seen_as_one_is_never_cut(whole: str, longest: int) -> None:
    cut = pieces(whole * 40, longest)
    assert len(cut) > 1
    assert {piece.replace(whole, "") for piece in cut} == {""}


def test_pieces_end_where_a_line_does() -> None:
    line = "字" * 200
    assert pieces("\n".join([line] * 7)) == ["\n".join([line] * 3), "\n".join([line] * 3), line]


def test_a_line_that_is_too_long_is_cut_in_itself() -> None:
    assert [len(piece) for piece in pieces("字" * 1400)] == [666, 666, 68]


def test_a_link_is_in_one_piece_and_one_that_is_longer_leaves_its_words() -> None:
    link = f'<a href="https://x.example/{"1" * 1900}">看这里</a>'
    cut = pieces(f"{'字' * 100}{link}")
    assert cut == ["字" * 100, link]
    [shown] = rendered(cut[1])[1]
    assert (shown.text, shown.href) == ("看这里", f"https://x.example/{'1' * 1900}")
    longer = f'<a href="https://x.example/{"1" * LONGEST}">看这里</a>'
    assert pieces(f"去{longer}") == ["去 看这里"]


def test_marks_that_pile_up_end_somewhere() -> None:
    cut = pieces("e" + "\u0301" * 3000)
    assert [len(piece.encode()) for piece in cut] == [1999, 2000, 2000, 2]


@pytest.mark.parametrize("blank", ["", "\n\n", "  "])
def test_of_nothing_there_is_no_piece(blank: str) -> None:
    assert pieces(blank) == []
