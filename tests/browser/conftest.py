"""A headless Chromium for the whole session, a fresh sandbox and page for each test.

Without a Chromium these tests are skipped, except where the environment variable CI is set: there
nothing may be missing.
"""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Playwright, Request, ViewportSize, async_playwright

from tests.browser.demo import DemoBot, PhoneView, Sandbox, peopled_world, serve

WIDE: ViewportSize = {"width": 1440, "height": 900}
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@asynccontextmanager
async def a_chromium(playwright: Playwright) -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        reason = "no chromium on this machine (Debian's package is called chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    browser = await playwright.chromium.launch(executable_path=path, args=list(_QUIET))
    yield browser
    await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright, a_chromium(playwright) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    world = peopled_world()
    runner, port = await serve(world)
    bot = DemoBot(world.token, f"http://127.0.0.1:{port}")
    resident, worker, colleague = world.users
    group = next(chat_id for chat_id in world.rooms if chat_id < 0)
    made = Sandbox(world, bot, resident, worker, colleague, group, port, runner)
    yield made
    await bot.api.session.close()
    await made.runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser, sandbox: Sandbox) -> AsyncIterator[Page]:
    async with opened(chromium, sandbox.address) as page:
        yield page


@asynccontextmanager
async def opened(chromium: Browser, address: str) -> AsyncIterator[Page]:
    """The sandbox's page, open and connected. Fails the test on any script error, and on any
    request that leaves this machine."""
    context = await chromium.new_context(viewport=WIDE, locale="zh-CN", reduced_motion="reduce")
    page = await context.new_page()
    troubles: list[str] = []

    def note_stranger(request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in {"blob", "data"} and url.hostname != "127.0.0.1":
            troubles.append(f"request to {request.url}")

    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", note_stranger)
    await page.goto(address)
    await page.locator('[data-testid="connection"][data-state="online"]').wait_for()
    yield page
    await context.close()
    assert troubles == []


@pytest.fixture
def resident(page: Page, sandbox: Sandbox) -> PhoneView:
    return PhoneView(page, sandbox.resident)


@pytest.fixture
def worker(page: Page, sandbox: Sandbox) -> PhoneView:
    return PhoneView(page, sandbox.worker)
