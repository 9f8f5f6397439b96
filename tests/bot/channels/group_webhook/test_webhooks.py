"""Webhooks of groups over HTTP, how their groups are bound, and what `bot check` says of them."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from sqlalchemy import select

from bot.channels.group_webhook import notices
from bot.channels.group_webhook.binding import bind_groups
from bot.channels.group_webhook.client import WebhookClient
from bot.channels.wecom.errors import NO_WEBHOOK, NoAnswerError, RefusedError
from bot.commands.check import check_webhooks
from bot.sandbox.wecom import Chat, Gateway, add_wecom
from bot.settings import Settings
from bot.work import Work
from services.groups import binding
from storage.engine import Database
from storage.outbox import Urgency
from storage.outbox_rows import OutboxRow
from storage.tables import Channel, Group, Purpose
from storage.tables import Chat as Place
from tests.bot.intake_desk import Silent
from tests.services.factories import NOW, build_neighbourhood


@pytest.fixture
def gateway() -> Gateway:
    return Gateway(lambda: NOW)


@pytest.fixture
def group(gateway: Gateway) -> Chat:
    gateway.add_member("lin", "林")
    return gateway.add_group("工作群", ["lin"])


@pytest.fixture
async def url(gateway: Gateway) -> AsyncIterator[str]:
    site = web.Application()
    add_wecom(site, gateway)
    async with TestServer(site) as server:
        yield str(server.make_url("/wecom"))


async def test_words_arrive_and_a_refusal_has_its_code(
    gateway: Gateway, group: Chat, url: str
) -> None:
    key = gateway.add_webhook(group)
    words = {"msgtype": "markdown", "markdown": {"content": "**路灯**"}}
    async with ClientSession() as http:
        client = WebhookClient(http, url)
        await client.prove(key)
        assert not group.posts
        await client.send(key, words)
        assert [each.text for each in group.posts] == ["**路灯**"]
        gateway.remove_webhook(key)
        for call in (client.send(key, words), client.prove(key)):
            with pytest.raises(RefusedError) as refused:
                await call
            assert refused.value.code in NO_WEBHOOK


async def test_no_failure_tells_the_key(url: str) -> None:
    """It stands in the address of each call, which aiohttp's errors show."""
    key = "a-key-that-nobody-may-read"
    async with ClientSession() as http:
        for wrong in ("http://127.0.0.1:9", url + "/media/x", "http://[::1"):
            with pytest.raises(NoAnswerError) as failed:
                await WebhookClient(http, wrong).send(key, {})
            assert key not in repr(failed.value)
            assert failed.value.__suppress_context__


async def test_check_says_what_is_wrong(
    gateway: Gateway, group: Chat, url: str, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        code = place.community.code
    good, gone = gateway.add_webhook(group), "a-key-that-is-no-more"

    async def checked(serves: str, key: str, at: str = url) -> tuple[bool, str]:
        found = Settings(
            _env_file=None,
            wecom_webhooks={serves: SecretStr(key)},
            wecom_webhook_url=at,
            public_url="https://desk.example.org",
        )
        result = await check_webhooks(found, database)
        said = "".join(capsys.readouterr())
        assert key not in said
        return result, said

    assert (await checked(f"{code}/staff", good))[0]
    for serves, key, at, why in (
        (f"{code}/staff", gone, url, "WeCom knows no such webhook"),
        ("0/staff", good, url, "no area has that code"),
        (f"{code}/staff", good, "http://127.0.0.1:9", "does not answer"),
    ):
        result, said = await checked(serves, key, at)
        assert not result
        assert why in said
    assert not group.posts


async def test_a_key_is_bound_once_and_its_group_ends_with_it(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        serves, area_id = f"{place.community.code}/staff", place.community.id
    work = Work(database, Silent(), lambda: NOW, lambda: None)
    first, second = ({serves: SecretStr(each * 16)} for each in ("a", "b"))

    async def living() -> list[tuple[str, int]]:
        async with database.reading() as session:
            found = await session.scalars(select(Group).where(Group.lost_at.is_(None)))
            return [(str(each.channel), each.chat_id) for each in found]

    await bind_groups(work, first)
    [bound] = await living()
    assert bound[0] == Channel.WECOM_WEBHOOK
    await bind_groups(work, first)
    assert await living() == [bound]
    async with work.unit() as unit:
        await binding.bind(
            unit.session,
            chat=Place(Channel.TELEGRAM, -5),
            title="工作群",
            area_id=area_id,
            purpose=Purpose.STAFF,
            by=1,
            now=NOW,
        )
    await bind_groups(work, first)
    assert await living() == [("telegram", -5)]
    await bind_groups(work, second)
    [other] = await living()
    assert other not in (bound, ("telegram", -5))
    await bind_groups(work, {})
    assert await living() == []
    await bind_groups(work, {"0/staff": SecretStr("c" * 16)})
    assert await living() == []


@pytest.mark.parametrize("line", ["好" * 900 + "\n", "好" * 3000])
def test_what_is_too_long_is_several_messages(line: str) -> None:
    row = OutboxRow(
        id=1,
        channel=Channel.WECOM_WEBHOOK,
        chat_id=-1,
        method="sendMessage",
        params={"text": line * 3},
        urgency=int(Urgency.NOTICE),
        card=None,
        to_the_end=False,
        under_card=None,
        about=None,
        secret=False,
        version=0,
        attempts=0,
        created_at=NOW,
        cause=None,
        asked_at=None,
    )
    contents = [
        each["markdown"]["content"]
        for each in notices.messages(row, "https://desk.example.org/t/" + "x" * 22)
    ]
    assert all(len(each.encode()) <= notices.LONGEST for each in contents)
    assert "".join(contents).count("好") == (line * 3).count("好")
    assert "点这里办理" in contents[-1]
