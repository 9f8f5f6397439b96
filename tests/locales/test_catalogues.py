"""Each catalogue says all that the code says, and nothing else."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from opencc import OpenCC

from handlers.common.i18n import LANGUAGES, SOURCE
from handlers.common.words import comparable
from locales.collect import catalogue_files, extract, language_of, read

IN_THE_CODE = {str(message.id) for message in extract() if message.id}
CATALOGUES = {language_of(file): read(file) for file in catalogue_files()}
COMMAND = re.compile(r"(?<![<\w])/[a-z]+")
CHINESE_SIGN = re.compile("[\u3400-\u9fff，。：；？！（）、「」]")
QUOTED = re.compile("[“「]([^”」]+)[”」]")
PLACE_NAMES = ("军门新村3号楼", "军门新村", "三坊七巷")
"""As they are written on the spot and in the data."""
SAME_IN_BOTH = "里台"
"""鄰里, 服務台: characters that are simplified only in other words."""

in_each_language = pytest.mark.parametrize("language", CATALOGUES)


def messages(language: str) -> Iterator[Message]:
    return (message for message in CATALOGUES[language] if message.id)


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Text and translation, where there is one."""
    known = ((str(message.id), str(message.string)) for message in messages(language))
    return ((text, translation) for text, translation in known if translation.strip())


def ids(catalogue: Catalog) -> set[str]:
    return {str(message.id) for message in catalogue if message.id}


def test_there_is_a_catalogue_for_each_language_but_the_source() -> None:
    assert {SOURCE, *CATALOGUES} == set(LANGUAGES)


@in_each_language
def test_no_text_is_missing(language: str) -> None:
    assert IN_THE_CODE - ids(CATALOGUES[language]) == set(), "run `make messages`"


@in_each_language
def test_no_text_is_obsolete(language: str) -> None:
    catalogue = CATALOGUES[language]
    obsolete = ids(catalogue) - IN_THE_CODE | set(map(str, catalogue.obsolete))
    assert obsolete == set(), "run `make messages`"


@in_each_language
def test_every_text_is_translated(language: str) -> None:
    translated = {text for text, _translation in pairs(language)}
    assert ids(CATALOGUES[language]) - translated == set()


@in_each_language
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in messages(language) if message.fuzzy] == []


@in_each_language
def test_placeholders_are_those_of_the_text(language: str) -> None:
    assert [text for text, other in pairs(language) if fields(text) != fields(other)] == []


@in_each_language
def test_every_text_formats(language: str) -> None:
    for text, translation in pairs(language):
        values = {name: 7 for name, _form in fields(text)}
        assert "{" not in translation.format(**values), text


def fields(text: str) -> Counter[tuple[str, str]]:
    """(name, format) of each placeholder."""
    parsed = Formatter().parse(text)
    return Counter((name, form or "") for _text, name, form, _conversion in parsed if name)


@in_each_language
def test_html_tags_are_those_of_the_text(language: str) -> None:
    for text, translation in pairs(language):
        assert Tags.of(text).opened == Tags.of(translation).opened, text


@in_each_language
def test_html_tags_are_closed_in_order(language: str) -> None:
    for pair in pairs(language):
        for text in pair:
            assert Tags.of(text).balanced, text


class Tags(HTMLParser):
    """The tags of a text."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: Counter[str] = Counter()
        self._open: list[str] = []
        self._stray = False

    @classmethod
    def of(cls, text: str) -> "Tags":
        tags = cls()
        tags.feed(text)
        tags.close()
        return tags

    @property
    def balanced(self) -> bool:
        return not self._open and not self._stray

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.opened[tag] += 1
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self._stray = True


@in_each_language
def test_commands_are_those_of_the_text(language: str) -> None:
    for text, translation in pairs(language):
        assert set(COMMAND.findall(text)) == set(COMMAND.findall(translation)), text


@in_each_language
def test_buttons_are_called_what_is_written_on_them(language: str) -> None:
    """“点‘提交’” has to name the button as this language labels it."""
    called = {comparable(text): comparable(other) for text, other in pairs(language)}
    for text, translation in pairs(language):
        quoted = set(map(comparable, QUOTED.findall(translation)))
        for name in map(comparable, QUOTED.findall(text)):
            assert name not in called or called[name] in quoted, text


def test_no_simplified_character_is_left_in_traditional_chinese() -> None:
    convert = OpenCC("s2tw").convert
    for _text, translation in pairs("zh_Hant"):
        own = without(translation, PLACE_NAMES)
        assert {each for each in own if convert(each) != each} <= set(SAME_IN_BOTH), translation


TYPED_SO = (
    *("10月1日到10月31日", "12月1日 15:00", "10天", "其他"),
    *("语言", "周一至周五", "菜品", "separated by 、", "价格（元）", "到 2026", "2 搬运，1 拍照"),
    *("11月28日 9:00-11:00", "明天下午2点到4点", "周六 14:00-16:00", "周六下午2点到4点"),
    *(
        "1月5日",
        "下周三",
        "明天9点到11点 军门社区 陪诊 2人",
        "改到10点到12点",
        "3人",
        "上门理发 明天 3号楼302",
        "地址：东街口 12 号",
        "电话：0591-8765 4321",
        "名称：军门健身房",
        "周五前, 11月30日, 三天内, 明天下午",
        "60岁以上, 3岁以下, 60到79岁",
        "60岁以上” or “60-79岁",
        "65岁以上” or “60-79岁",
        "60到79岁",
        "10月1日到10月31日",
        "12月1日 15:00",
        "周一至周五 8:30-18:00 {name}, or: 11月30日 9:00-12:00 {name}",
        "；",
    ),
)
"""Headings of files, and what people have to write in Chinese to be understood."""


def test_english_is_without_chinese_but_for_names() -> None:
    names = (*sorted(TYPED_SO, key=len, reverse=True), *PLACE_NAMES)
    for _text, translation in pairs("en"):
        assert CHINESE_SIGN.search(without(translation, names)) is None, translation


def without(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


@pytest.mark.parametrize("wrong", ["回復", "籤", "衝正", "有隻", "髮菜單"])
def test_traditional_chinese_has_the_character_that_is_meant(wrong: str) -> None:
    """Such as 回覆 for an answer, 簽 for signing in."""
    assert [text for _source, text in pairs("zh_Hant") if wrong in text] == []
