"""The public page of a certificate, over HTTP."""

from collections.abc import AsyncIterator
from datetime import date
from html.parser import HTMLParser

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.web.certificates import add_certificates
from storage.engine import Database
from storage.tables import Certificate
from tests.services.factories import NOW, build_neighbourhood

NUMBER = "2026-7K2MQ-X9PVD-4TRH8"
NAME = "<b>陈</b>热心邻居"


class Seen(HTMLParser):
    """What a browser would have to fetch or run, and the language of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        told = dict(attrs)
        if tag == "html":
            self.language = told.get("lang") or ""
        self.fetched += [str(told[name]) for name in ("src", "href", "action") if name in told]


@pytest.fixture
async def address(database: Database) -> AsyncIterator[str]:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        session.add(
            Certificate(
                number=NUMBER,
                person_id=51,
                name=NAME,
                area_id=place.community.id,
                minutes=1820,
                services=18,
                from_day=date(2026, 1, 1),
                until_day=date(2026, 3, 2),
                issued_at=NOW,
            )
        )
    app = web.Application()
    add_certificates(app, database)
    async with TestServer(app) as server:
        yield str(server.make_url("/certificates/"))


async def get(url: str, language: str = "") -> tuple[int, str, dict[str, str]]:
    headers = {"Accept-Language": language} if language else {}
    async with ClientSession(headers=headers) as client, client.get(url) as answer:
        return answer.status, await answer.text(), dict(answer.headers)


async def test_a_genuine_certificate_is_shown_with_the_name_masked(address: str) -> None:
    status, page, _headers = await get(address + NUMBER)
    assert status == 200
    for words in (
        "是真的",
        "30 小时 20 分钟，共 18 次",
        "2026-01-01 – 2026-03-02",
        "军门社区",
        NUMBER,
    ):
        assert words in page
    assert "&lt;**" in page
    assert "陈" not in page
    assert "热心邻居" not in page


@pytest.mark.parametrize(
    ("language", "lang", "words"),
    [
        ("en-GB,en;q=0.9", "en", "genuine"),
        ("zh-TW;q=0.8", "zh-Hant", "證明"),
        ("fr", "en", "genuine"),
    ],
)
async def test_it_speaks_the_browser_s_language(
    address: str, language: str, lang: str, words: str
) -> None:
    _status, page, _headers = await get(address + NUMBER, language)
    seen = Seen()
    seen.feed(page)
    assert seen.language == lang
    assert words in page


@pytest.mark.parametrize("typed", [NUMBER.lower(), f"%20{NUMBER}%20"])
async def test_a_number_is_found_as_people_type_it(address: str, typed: str) -> None:
    assert (await get(address + typed))[0] == 200


@pytest.mark.parametrize(
    "number",
    [
        "2026-AAAAA-AAAAA-AAAAA",
        "1",
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "%00",
        "%27%20OR%201=1--",
        "证明一号",
        "x" * 3000,
    ],
)
async def test_an_unknown_number_is_not_found_and_not_repeated(address: str, number: str) -> None:
    status, page, _headers = await get(address + number)
    assert status == 404
    assert "没有这个编号的证明" in page
    assert "<script" not in page
    assert number not in page or number == "1"


async def test_a_withdrawn_certificate_says_so_and_nothing_more(
    address: str, database: Database
) -> None:
    async with database.transaction() as session:
        kept = await session.get_one(Certificate, NUMBER)
        kept.person_id, kept.name, kept.revoked_at = None, None, NOW
    status, page, _headers = await get(address + NUMBER)
    assert status == 410
    assert "已经撤回" in page
    assert "30 小时" not in page


async def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(address: str) -> None:
    _status, page, headers = await get(address + NUMBER)
    seen = Seen()
    seen.feed(page)
    assert seen.language == "zh-Hans"
    assert seen.fetched == []
    assert "script" not in seen.tags
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "text/html; charset=utf-8"


async def test_nothing_but_looking_is_possible(address: str) -> None:
    async with ClientSession() as client:
        for method in ("POST", "PUT", "DELETE"):
            async with client.request(method, address + NUMBER) as answer:
                assert answer.status == 405
