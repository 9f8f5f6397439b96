"""Members' phones for the page: what they show, and what can be done on them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Chat, Gateway, Member
from bot.sandbox.wecom.phones import add_wecom_phones
from tests.sandbox.wecom.conftest import Line, buttons, card_message


class Page:
    """What the page asks for, on the phone of lin."""

    def __init__(self, browser: ClientSession) -> None:
        self.browser = browser

    async def shows(self, chat: int = 0) -> dict[str, Any]:
        async with self.browser.get("/sandbox/wecom/phones/lin") as response:
            shown: dict[str, Any] = (await response.json())["chats"][chat]
            return shown

    async def does(self, chat: str, act: str, status: int = 200, **body: object) -> Any:
        path = f"/sandbox/wecom/phones/lin/chats/{chat}/{act}"
        async with self.browser.post(path, json=body) as response:
            answer = await response.json()
            assert response.status == status, answer
            return answer

    async def sends(self, chat: str, kind: str, query: str, data: bytes) -> int:
        path = f"/sandbox/wecom/phones/lin/chats/{chat}/media/{kind}?{query}"
        async with self.browser.post(path, data=data) as response:
            return response.status


@pytest.fixture
async def page(gateway: Gateway, lin: Member, group: Chat) -> AsyncIterator[Page]:
    app = web.Application()
    add_wecom_phones(app, gateway)
    async with (
        TestServer(app, host="127.0.0.1") as server,
        ClientSession(server.make_url("/")) as browser,
    ):
        yield Page(browser)


async def test_only_what_mentions_the_robot_reaches_it(page: Page, line: Line, group: Chat) -> None:
    await page.does(group.id, "say", text="吃了吗")
    await page.does(group.id, "say", text="路灯坏了", mention=True)
    assert line.heard()["body"]["text"]["content"] == "@近邻 路灯坏了"
    shown = await page.shows()
    assert [(post["mention"], post["text"]) for post in shown["posts"]] == [
        ("", "吃了吗"),
        ("近邻", "路灯坏了"),
    ]


async def test_a_quote_shows_what_was_said_and_goes_along(
    page: Page, line: Line, group: Chat
) -> None:
    await page.does(group.id, "say", text="3号楼")
    number = (await page.shows())["posts"][0]["number"]
    await page.does(group.id, "say", text="谁去看看", mention=True, quote=number)
    assert line.heard()["body"]["quote"]["text"]["content"] == "3号楼"
    assert (await page.shows())["posts"][1]["quoted"] == "3号楼"


async def test_the_single_chat_is_opened_and_written_in(page: Page, line: Line) -> None:
    await page.does("robot", "open")
    assert line.heard()["body"]["event"]["eventtype"] == "enter_chat"
    await page.does("robot", "say", text="在吗")
    assert line.heard()["body"]["chattype"] == "single"
    assert (await page.shows(1))["posts"][0]["text"] == "在吗"


async def test_a_card_is_drawn_from_its_parts_and_pressed(
    page: Page, line: Line, lin: Member, group: Chat
) -> None:
    lin.mentions(group, "有吗")
    line.obeys("aibot_respond_msg", card_message(buttons("t1", "接单", "转派")), to=line.heard())
    post = (await page.shows())["posts"][1]
    assert post["card"]["title"] == "报修 12"
    assert [each["text"] for each in post["card"]["buttons"]] == ["接单", "转派"]
    await page.does(group.id, "press", number=post["number"], key="k2")
    assert line.heard()["body"]["event"]["template_card_event"]["event_key"] == "k2"


async def test_an_option_is_chosen_and_submitted(
    page: Page, line: Line, lin: Member, group: Chat
) -> None:
    vote = {
        "card_type": "vote_interaction",
        "main_title": {"title": "转给谁？"},
        "checkbox": {
            "question_key": "q",
            "option_list": [{"id": "a", "text": "物业"}, {"id": "b", "text": "城管"}],
        },
        "submit_button": {"text": "确定", "key": "ok"},
        "task_id": "t2",
    }
    lin.mentions(group, "转派")
    line.obeys("aibot_respond_msg", card_message(vote), to=line.heard())
    post = (await page.shows())["posts"][1]
    [question] = post["card"]["questions"]
    assert (question["vote"], question["chosen"]) == (True, [])
    await page.does(group.id, "press", number=post["number"], key="ok", chosen={"q": ["b"]})
    pressed = line.heard()["body"]["event"]["template_card_event"]
    [item] = pressed["selected_items"]["selected_item"]
    assert item["option_ids"]["option_id"] == ["b"]


async def test_pictures_reach_the_robot_with_a_mention_and_files_in_the_single_chat(
    page: Page, line: Line, group: Chat
) -> None:
    assert await page.sends(group.id, "image", "name=a.png&mention=yes", SAMPLE_PNG) == 200
    assert line.heard()["body"]["msgtype"] == "mixed"
    assert await page.sends(group.id, "file", "name=a.xlsx", b"cells") == 200
    assert line.frames == []
    assert await page.sends("robot", "file", "name=b.xlsx", b"cells") == 200
    assert line.heard()["body"]["msgtype"] == "file"
    [file] = (await page.shows(1))["posts"][0]["files"]
    async with page.browser.get(file["url"]) as response:
        assert await response.read() == b"cells"


async def test_a_voice_reaches_the_robot_as_words_in_the_single_chat(
    page: Page, line: Line, group: Chat
) -> None:
    await page.does("robot", "speak", text="路灯坏了")
    assert line.heard()["body"]["voice"] == {"content": "路灯坏了"}
    await page.does(group.id, "speak", 400, text="路灯坏了")


async def test_only_answers_that_ask_for_it_have_thumbs(page: Page, line: Line) -> None:
    await page.does("robot", "say", text="几点开门")
    stream = {"id": "s", "finish": True, "content": "八点", "feedback": {"id": "f-1"}}
    line.obeys("aibot_respond_msg", {"msgtype": "stream", "stream": stream}, to=line.heard())
    asked, answer = (await page.shows(1))["posts"]
    assert [asked["asks_feedback"], answer["asks_feedback"]] == [False, True]
    await page.does("robot", "rate", number=answer["number"], verdict=2)
    assert line.heard()["body"]["event"]["feedback_event"] == {"id": "f-1", "type": 2}
    await page.does("robot", "rate", 400, number=asked["number"], verdict=1)


@pytest.mark.parametrize(
    ("chat", "act", "body", "status"),
    [
        ("nowhere", "say", {"text": "x"}, 404),
        ("robot", "fly", {}, 404),
        ("robot", "say", {"text": " "}, 400),
        ("robot", "say", {"text": "x", "quote": 7}, 404),
        ("robot", "press", {"number": 7, "key": "k"}, 404),
    ],
)
async def test_what_cannot_be_done_is_refused_in_words(
    page: Page, chat: str, act: str, body: dict[str, Any], status: int
) -> None:
    assert (await page.does(chat, act, status, **body))["error"].endswith(".")


async def test_a_press_that_no_robot_hears_is_said(
    page: Page, line: Line, lin: Member, group: Chat
) -> None:
    lin.mentions(group, "有吗")
    line.obeys("aibot_respond_msg", card_message(buttons("t1", "接单")), to=line.heard())
    line.connection.close()
    number = (await page.shows())["posts"][1]["number"]
    refused = await page.does(group.id, "press", 400, number=number, key="k1")
    assert refused == {"error": "No robot is connected."}
