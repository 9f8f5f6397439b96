"""The page's JSON API and its stream of events."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, FormData
from telegram import Chat, User

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.world import World


async def post(browser: ClientSession, path: str, body: Any = None, status: int = 200) -> Any:
    async with browser.post(path, json=body) as response:
        answer = await response.json()
    assert response.status == status, answer
    return answer


async def get(browser: ClientSession, path: str, status: int = 200) -> Any:
    async with browser.get(path) as response:
        answer = await response.json()
    assert response.status == status, answer
    return answer


@pytest.fixture
async def events(browser: ClientSession) -> AsyncIterator[ClientWebSocketResponse]:
    async with browser.ws_connect("/sandbox/events") as socket:
        yield socket


async def next_frame(events: ClientWebSocketResponse, kind: str) -> Any:
    async with asyncio.timeout(5):
        while (frame := await events.receive_json())["type"] != kind:
            pass
    return frame


async def test_the_page_is_served(browser: ClientSession) -> None:
    async with browser.get("/") as response:
        assert response.content_type == "text/html"
        page = await response.text()
    assert 'src="/sandbox/page/js/main.js"' in page
    async with browser.get("/sandbox/page/js/main.js") as response:
        assert response.status == 200


async def test_the_world_lists_people_chats_and_commands(
    browser: ClientSession, world: World, resident: User, group: Chat
) -> None:
    await world.call("setMyCommands", {"commands": [{"command": "my", "description": "我的"}]})
    answer = await get(browser, "/sandbox/world")
    assert answer["bot"]["is_bot"] is True
    assert [user["id"] for user in answer["users"]] == [resident.id]
    assert {entry["chat"]["id"] for entry in answer["chats"]} == {resident.id, group.id}
    assert {"user_id": resident.id, "status": "creator"} in answer["chats"][1]["members"]
    assert [command["command"] for command in answer["commands"]] == ["my"]
    assert answer["flood_control"] is False


async def test_a_group_that_became_a_supergroup_is_listed_once(
    browser: ClientSession, group: Chat
) -> None:
    new = await post(browser, f"/sandbox/groups/{group.id}/upgrade")
    chats = (await get(browser, "/sandbox/world"))["chats"]
    assert [entry["chat"]["id"] for entry in chats if entry["chat"]["id"] < 0] == [new["id"]]


async def test_a_new_phone_starts_and_talks(browser: ClientSession, world: World) -> None:
    user = await post(browser, "/sandbox/phones", {"first_name": "林", "language_code": "en"})
    chat = f"/sandbox/phones/{user['id']}/chats/{user['id']}"
    assert (await get(browser, chat))["started"] is False
    await post(browser, f"/sandbox/phones/{user['id']}/start", {"payload": "b12"})
    said = await post(browser, f"{chat}/text", {"text": "路登"})
    await post(browser, f"{chat}/edit", {"message_id": said["message_id"], "text": "路灯"})
    await post(browser, f"{chat}/text", {"text": "在", "reply_to": said["message_id"]})
    await post(browser, f"{chat}/location", {"latitude": 26.0, "longitude": 119})
    await post(browser, f"{chat}/contact")
    forwarded = {"from_chat_id": user["id"], "message_id": said["message_id"]}
    await post(browser, f"{chat}/forward", forwarded)
    answer = await get(browser, chat)
    assert [message.get("text") for message in answer["messages"]] == [
        *["/start b12", "路灯", "在"],
        *[None, None, "路灯"],
    ]
    assert (answer["started"], answer["blocked"], answer["keyboard"]) == (True, False, None)


async def test_several_photos_go_as_an_album(
    browser: ClientSession, world: World, resident: User
) -> None:
    form = FormData({"kind": "photo", "caption": "现场"})
    for name in ("一.png", "二.png"):
        form.add_field("file", SAMPLE_PNG, filename=name, content_type="image/png")
    path = f"/sandbox/phones/{resident.id}/chats/{resident.id}/media"
    async with browser.post(path, data=form) as response:
        first, second = await response.json()
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], second.get("caption")) == ("现场", None)
    async with browser.get(f"/sandbox/files/{first['photo'][-1]['file_id']}") as response:
        assert response.content_type == "image/png"
        assert await response.read() == SAMPLE_PNG


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"kind": "photo"}, "There is no file to send."),
        ({"kind": "poll"}, "There is no kind of file called poll."),
        ({"kind": "photo", "reply_to": "x"}, "“reply_to” is not a message's number."),
    ],
)
async def test_a_form_that_makes_no_sense_is_refused(
    browser: ClientSession, resident: User, fields: dict[str, str], error: str
) -> None:
    path = f"/sandbox/phones/{resident.id}/chats/{resident.id}/media"
    async with browser.post(path, data=FormData(fields, default_to_multipart=True)) as response:
        assert (response.status, await response.json()) == (400, {"error": error})


async def test_what_people_upload_cannot_run_on_our_page(
    browser: ClientSession, world: World, resident: User
) -> None:
    form = FormData({"kind": "document"})
    form.add_field("file", b"<script>", filename="x.html", content_type="text/html")
    path = f"/sandbox/phones/{resident.id}/chats/{resident.id}/media"
    async with browser.post(path, data=form) as response:
        (sent,) = await response.json()
    async with browser.get(f"/sandbox/files/{sent['document']['file_id']}") as response:
        assert response.headers["Content-Security-Policy"].startswith("sandbox;")


async def test_a_tap_is_answered_by_a_toast(
    browser: ClientSession, world: World, resident: User, events: ClientWebSocketResponse
) -> None:
    sent = await world.call("sendMessage", {"chat_id": resident.id, "text": "x"})
    path = f"/sandbox/phones/{resident.id}/chats/{resident.id}/tap"
    tapped = await post(browser, path, {"message_id": sent["message_id"], "data": "yes"})
    query = tapped["callback_query_id"]
    await world.call("answerCallbackQuery", {"callback_query_id": query, "text": "收到"})
    assert await next_frame(events, "toast") == {
        "type": "toast",
        "chat_id": resident.id,
        "user_id": resident.id,
        "callback_query_id": query,
        "text": "收到",
        "alert": False,
    }


async def test_everything_that_happens_is_streamed(
    browser: ClientSession, world: World, resident: User, events: ClientWebSocketResponse
) -> None:
    chat_id = resident.id
    keyboard = {"keyboard": [["菜单"]]}
    sent = await world.call("sendMessage", {"chat_id": chat_id, "text": "一"})
    message_id = sent["message_id"]
    await world.call(
        "editMessageText", {"chat_id": chat_id, "message_id": message_id, "text": "二"}
    )
    await world.call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})
    await world.call("sendChatAction", {"chat_id": chat_id, "action": "typing"})
    await world.call("sendMessage", {"chat_id": chat_id, "text": "三", "reply_markup": keyboard})
    await world.call("setMyCommands", {"commands": []})
    world.add_user("陈")
    world.block(chat_id)
    assert (await next_frame(events, "message"))["message"]["text"] == "一"
    assert (await next_frame(events, "edited"))["message"]["text"] == "二"
    assert (await next_frame(events, "deleted"))["message_ids"] == [message_id]
    assert (await next_frame(events, "action"))["action"] == "typing"
    shown = await next_frame(events, "keyboard")
    assert (shown["user_id"], shown["keyboard"]["keyboard"]) == (chat_id, [[{"text": "菜单"}]])
    await next_frame(events, "commands")
    assert (await next_frame(events, "user"))["user"]["first_name"] == "陈"
    assert (await next_frame(events, "chat"))["chat_id"] == chat_id


async def test_a_page_that_goes_away_is_no_longer_told(
    browser: ClientSession, world: World
) -> None:
    before = len(world._listeners)
    async with browser.ws_connect("/sandbox/events"):
        assert len(world._listeners) == before + 1
    async with asyncio.timeout(5):
        while len(world._listeners) > before:  # noqa: ASYNC110 — no event tells of it
            await asyncio.sleep(0.005)


async def test_groups_are_made_joined_and_left(
    browser: ClientSession, world: World, resident: User
) -> None:
    neighbour = world.add_user("陈")
    made = await post(browser, "/sandbox/groups", {"title": "楼长群", "members": [resident.id]})
    group = f"/sandbox/groups/{made['id']}"
    await post(browser, f"{group}/join", {"user": neighbour.id})
    await post(browser, f"{group}/leave", {"user": resident.id})
    await post(browser, f"{group}/remove_bot")
    await post(browser, f"{group}/add_bot")
    listed = (await get(browser, "/sandbox/world"))["chats"][-1]["members"]
    assert {entry["user_id"]: entry["status"] for entry in listed} == {
        resident.id: "left",
        neighbour.id: "member",
        world.bot.id: "member",
    }


async def test_blocking_shows_and_can_be_undone(
    browser: ClientSession, world: World, resident: User
) -> None:
    phone = f"/sandbox/phones/{resident.id}"
    await post(browser, f"{phone}/block")
    assert (await get(browser, f"{phone}/chats/{resident.id}"))["blocked"] is True
    await post(browser, f"{phone}/unblock")
    assert (await get(browser, f"{phone}/chats/{resident.id}"))["blocked"] is False


async def test_flood_control_can_be_switched(browser: ClientSession, world: World) -> None:
    assert await post(browser, "/sandbox/flood_control", {"on": True}) == {"on": True}
    assert world.flood_control is True


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("/sandbox/phones/1/start", {}, 404, "There is no person 1."),
        ("/sandbox/phones", {"first_name": " "}, 400, "“first_name” is missing, or is not text."),
        ("/sandbox/phones", {}, 400, "“first_name” is missing, or is not text."),
        (
            "/sandbox/phones",
            {"first_name": "\ud83d"},
            400,
            "“first_name” is missing, or is not text.",
        ),
        (
            "/sandbox/phones",
            {"first_name": "林", "language_code": 1},
            400,
            "“language_code” is missing, or is not text.",
        ),
        ("/sandbox/phones", [], 400, "A JSON object was expected."),
        ("/sandbox/groups", {"title": "x"}, 400, "A group's members are given as a list of ids."),
        ("/sandbox/groups/-1/upgrade", {}, 404, "There is no chat -1."),
        ("/sandbox/groups/-1/dance", {}, 404, "Nothing called dance can be done to a group."),
    ],
)
async def test_a_refusal_is_in_plain_words(
    browser: ClientSession, path: str, body: Any, status: int, error: str
) -> None:
    assert await post(browser, path, body, status) == {"error": error}
