"""One token for all processes, asked for by one of them: never a storm, never a good one lost."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import URL, select

from bot.channels.wechat.client import Wechat
from bot.channels.wechat.errors import NO_TOKEN, Meaning, WechatError, in_words
from bot.channels.wechat.token import Issuer
from bot.channels.wechat.transport import Transport
from bot.sandbox.wechat.platform import Platform
from storage.engine import Database
from storage.exporting import EXPORTERS
from storage.tables import ChannelToken
from storage.tokens import APART
from tests.bot.channels.wechat.conftest import WECHAT, MakeTokens
from tests.sandbox.conftest import MovableClock

STABLE = "/cgi-bin/stable_token"


def asked(platform: Platform) -> list[bool]:
    """Each call for a token, and whether it was to force a new one."""
    return [
        json.loads(call.body)["force_refresh"] for call in platform.calls if call.path == STABLE
    ]


@pytest.fixture
async def other(database_url: URL) -> AsyncIterator[Database]:
    """What a second process has of the same database."""
    other = Database(database_url)
    yield other
    await other.close()


async def test_a_token_is_asked_for_once_and_kept(
    database: Database, platform: Platform, make_tokens: MakeTokens, clock: MovableClock
) -> None:
    token = await make_tokens(database).present()
    clock.advance(minutes=114)
    assert await make_tokens(database).present() == token
    assert asked(platform) == [False]


async def test_in_its_last_five_minutes_the_next_one_is_fetched(
    database: Database, platform: Platform, make_tokens: MakeTokens, clock: MovableClock
) -> None:
    tokens = make_tokens(database)
    token = await tokens.present()
    clock.advance(minutes=115)
    successor = await tokens.present()
    assert successor != token
    assert await make_tokens(database).present() == successor
    assert asked(platform) == [False, False]


async def test_while_a_token_is_good_a_failed_renewal_holds_nothing_up(
    database: Database, platform: Platform, make_tokens: MakeTokens, clock: MovableClock
) -> None:
    tokens = make_tokens(database)
    token = await tokens.present()
    clock.advance(minutes=116)
    platform.fail(STABLE, -1)
    assert [await tokens.present() for _call in range(3)] == [token] * 3
    assert len(asked(platform)) == 2
    clock.now += APART
    assert await tokens.present() != token


@pytest.mark.parametrize("ends", ["expires", "is forced away by somebody else"])
async def test_twenty_calls_of_two_processes_with_an_ended_token_ask_once(
    ends: str,
    database: Database,
    other: Database,
    platform: Platform,
    transport: Transport,
    make_tokens: MakeTokens,
    clock: MovableClock,
) -> None:
    processes = [Wechat(transport, make_tokens(each)) for each in (database, other)]
    for process in processes:
        await process.menu()
    if ends == "expires":
        clock.advance(hours=3)
    else:
        platform.tokens.revoke()
        clock.now += APART
    platform.calls.clear()
    calls = [process.menu() for process in processes for _call in range(10)]
    assert await asyncio.gather(*calls) == [[]] * 20
    assert asked(platform) == [False]


async def test_the_only_token_that_is_refused_is_forced_away(
    database: Database, platform: Platform, wechat: Wechat, clock: MovableClock
) -> None:
    await wechat.menu()
    clock.now += APART
    platform.fail("/cgi-bin/menu/get", 40001)
    assert await wechat.menu() == []
    assert asked(platform) == [False, False, True]


async def test_an_old_tokens_refusal_does_not_end_the_new_one(
    database: Database, platform: Platform, make_tokens: MakeTokens, clock: MovableClock
) -> None:
    slow, quick = make_tokens(database), make_tokens(database)
    old = await slow.present()
    clock.advance(minutes=116)
    new = await quick.present()
    assert await slow.instead_of(old) == new
    assert await quick.present() == new
    assert asked(platform) == [False, False]


async def test_calls_that_are_refused_again_and_again_do_not_ask_again_and_again(
    database: Database, platform: Platform, wechat: Wechat
) -> None:
    platform.fail("/cgi-bin/menu/get", 40001, times=50)
    for _call in range(5):
        with pytest.raises(WechatError) as refused:
            await wechat.menu()
        assert refused.value.meaning is Meaning.AGAIN
    assert asked(platform) == [False]


async def test_who_waits_for_another_process_gets_its_token(
    database: Database, other: Database, platform: Platform, make_tokens: MakeTokens
) -> None:
    one, two = make_tokens(database), make_tokens(other)
    first, second = await asyncio.gather(one.present(), two.present())
    assert first == second
    assert asked(platform) == [False]


async def test_a_call_that_is_given_up_leaves_the_asking_to_the_others(
    database: Database, platform: Platform, make_tokens: MakeTokens
) -> None:
    tokens = make_tokens(database)
    given_up, goes_on = (asyncio.create_task(tokens.present()) for _call in range(2))
    await asyncio.sleep(0)
    given_up.cancel()
    assert await goes_on
    assert asked(platform) == [False]


async def test_an_asking_that_died_is_taken_over(
    database: Database, platform: Platform, make_tokens: MakeTokens, clock: MovableClock
) -> None:
    async with database.transaction() as session:
        session.add(ChannelToken(channel=WECHAT, asked_at=clock.now - APART))
    assert await make_tokens(database).present()


async def test_without_an_answer_it_is_said_that_there_is_no_token(
    database: Database, platform: Platform, make_tokens: MakeTokens, clock: MovableClock
) -> None:
    tokens = make_tokens(database)
    platform.fail(STABLE, -1)
    codes = []
    for _call in range(2):
        with pytest.raises(WechatError) as refused:
            await tokens.present()
        codes.append(refused.value.code)
    assert codes == [-1, NO_TOKEN]
    clock.now += APART
    assert await tokens.present()


async def test_an_address_that_is_not_allowed_is_said_in_a_sentence(
    platform: Platform, transport: Transport, clock: MovableClock
) -> None:
    platform.account = replace(platform.account, allowed_ips=frozenset())
    issuer = Issuer(transport, platform.account.appid, platform.account.secret)
    with pytest.raises(WechatError) as refused:
        await issuer.issue(clock())
    assert refused.value.meaning is Meaning.ADDRESS
    assert refused.value.address == "127.0.0.1"
    said = in_words(refused.value, "https://api.weixin.qq.com/")
    assert "from our address 127.0.0.1; put it on the account's IP allow list" in said


@pytest.mark.parametrize("code", [40001, 40125])
async def test_a_wrong_secret_is_said_in_a_sentence(
    platform: Platform, transport: Transport, clock: MovableClock, code: int
) -> None:
    platform.fail(STABLE, code)
    with pytest.raises(WechatError) as refused:
        await Issuer(transport, platform.account.appid, "wrong").issue(clock())
    assert "refuses the account's AppID or AppSecret" in in_words(refused.value, "https://x")


async def test_a_token_is_in_no_export_and_no_log(
    database: Database, make_tokens: MakeTokens, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    token = await make_tokens(database).present()
    async with database.reading() as session:
        kept = await session.scalar(select(ChannelToken.token))
        exported = [await export(session) for export in EXPORTERS.values()]
    assert kept == token
    assert not any(token.encode() in each for each in exported)
    # SQLite's driver tells each statement with its values; libraries are not heard (bot/log.py).
    ours = [line for line in caplog.records if line.name.startswith(("bot", "storage"))]
    assert any("has a new token" in line.getMessage() for line in ours)
    assert not any(token in line.getMessage() for line in ours)
