"""Every text that people see is one that can be translated."""

from locales.collect import extract
from tests.locales.source import CHINESE, glued, modules, not_collectable, outside, texts

NOT_TRANSLATED = {
    "handlers/common/i18n.py": {"简体中文", "繁體中文"},  # each language's name in that language
    "bot/cli.py": {"近邻 Jinlin: the service desk of a neighbourhood, in chat."},  # operator's
    "bot/channels/wechat/errors.py": {
        "; put it on the account's IP allow list (公众平台 → 设置与开发 → 基本配置 → IP白名单).",
        "); it takes a verified service account (认证服务号).",
    },  # operator's
    "bot/channels/wechat/incoming.py": {"收到不支持的消息类型，暂无法显示"},  # WeChat's own
    "bot/channels/wechat/menu.py": {
        "反映",
        "服务",
        "更多",
        "提需求",
        "志愿任务",
        "社区通知",
        "退出现在这一步",
    },  # an account has one menu for all languages
    "bot/sandboxed.py": {"\n  近邻 Jinlin → "},  # operator's terminal
}
DEMO = "bot/demo.py"
"""Its roles and groups are data, like the names of places."""


def test_no_chinese_stands_outside_the_catalogues() -> None:
    found = [
        f"{path}: {text}"
        for path, tree in modules().items()
        for text in outside(tree)
        if path != DEMO and text not in NOT_TRANSLATED.get(path, ())
    ]
    assert found == []


def test_what_is_not_translated_is_still_there() -> None:
    for path, allowed in NOT_TRANSLATED.items():
        assert set(outside(modules()[path])) >= allowed


def test_texts_are_whole_so_that_gettext_finds_them() -> None:
    found = [
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        for call in not_collectable(tree)
    ]
    assert found == []


def test_sentences_are_not_glued_together() -> None:
    """Chinese puts no space between sentences; the other languages need one, or another order."""
    found = [f"{path}:{node.lineno}" for path, tree in modules().items() for node in glued(tree)]
    assert found == []


def test_every_text_is_collected() -> None:
    """Python's own parser and Babel's agree on what there is."""
    written = {text for tree in modules().values() for text in texts(tree)}
    assert {message.id for message in extract() if message.id} == written


def test_every_text_is_written_in_chinese() -> None:
    """Or it is only what holds values together."""
    assert [text for tree in modules().values() for text in texts(tree) if _is_english(text)] == []


def _is_english(text: str) -> bool:
    return not CHINESE.search(text) and "{" not in text
