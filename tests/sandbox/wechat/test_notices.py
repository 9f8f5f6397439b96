"""Template messages and subscriptions: outside any window, each by its own rules."""

import asyncio

import pytest
from wechatpy import parse_message

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.callbacks import HttpAnswer, Query
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.templates import Consent, Template
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import Caller, Product

LABELS = {"thing1": "事项", "phrase2": "状态", "time3": "时间", "const4": "类别"}
WORDS = {"const4": ("报修", "投诉")}
GOOD = {
    "thing1": "三号楼灯坏了",
    "phrase2": "已修好",
    "time3": "2026-03-02 16:00",
    "const4": "报修",
}


@pytest.fixture(autouse=True)
def templates(platform: Platform) -> None:
    platform.add_template(Template("T1", "报修进度", LABELS, WORDS))
    platform.add_template(Template("S1", "报修通知", {"thing1": "事项"}, consent=Consent.ONCE))
    platform.add_template(Template("L1", "停水通知", {"thing1": "事项"}, consent=Consent.STANDING))


def message(person: Follower, template: str = "T1", **more: object) -> dict[str, object]:
    data = {name: {"value": value} for name, value in GOOD.items()}
    return {"touser": person.openid, "template_id": template, "data": data} | more


async def test_it_is_shown_outside_any_window(
    api: Caller, lin: Follower, clock: MovableClock
) -> None:
    clock.advance(days=30)
    sent = await api.post("message/template/send", message(lin, url="https://x.cn/1"))
    assert sent["errcode"] == 0
    bubble = lin.screen[-1]
    assert (bubble.via, bubble.url) == ("template", "https://x.cn/1")
    assert (
        bubble.text
        == "报修进度\n事项：三号楼灯坏了\n状态：已修好\n时间：2026-03-02 16:00\n类别：报修"
    )


@pytest.mark.parametrize(
    ("broken", "takes", "status", "shown"),
    [
        (False, True, "success", 1),
        (False, False, "failed:user block", 0),
        (True, True, "failed: system failed", 0),
    ],
)
async def test_the_end_of_it_is_told_by_an_event(
    api: Caller,
    lin: Follower,
    platform: Platform,
    product: Product,
    broken: bool,
    takes: bool,
    status: str,
    shown: int,
) -> None:
    platform.templates_broken, lin.takes_templates = broken, takes
    sent = await api.post("message/template/send", message(lin))
    await platform.settled()
    event = parse_message(product.requests[-1][1])
    assert (event.event, event.id, event.status) == (
        "templatesendjobfinish",
        sent["msgid"],
        status,
    )
    assert (sent["errcode"], len(lin.heard)) == (0, shown)


async def test_what_the_end_of_one_sets_off_is_waited_for_too(
    api: Caller, lin: Follower, platform: Platform, product: Product
) -> None:
    async def send_another(_: Query, __: bytes) -> HttpAnswer:
        await api.post("message/template/send", message(lin))
        return 200, b"success"

    async def take_time(_: Query, __: bytes) -> HttpAnswer:
        await asyncio.sleep(platform.patience / 5)
        return 200, b"success"

    product.next = [send_another, take_time]
    await api.post("message/template/send", message(lin))
    await platform.settled()
    assert [callback.outcome for callback in platform.callbacks[1:]] == ["silent", "silent"]


async def test_client_msg_id_holds_for_ten_minutes(
    api: Caller, lin: Follower, clock: MovableClock
) -> None:
    once = message(lin, client_msg_id="ticket-7")
    first = await api.post("message/template/send", once)
    clock.advance(minutes=9, seconds=59)
    assert await api.post("message/template/send", once) == first
    assert len(lin.heard) == 1
    clock.advance(seconds=1)
    assert (await api.post("message/template/send", once))["msgid"] != first["msgid"]
    await api.post("message/template/send", message(lin))
    await api.post("message/template/send", message(lin))
    assert len(lin.heard) == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("thing1", "灯" * 21),
        ("thing1", ""),
        ("thing1", "  "),
        ("thing1", None),
        ("phrase2", "已经修好了吗"),
        ("phrase2", "done"),
        ("time3", "明天"),
        ("const4", "表扬"),
    ],
)
async def test_fields_are_typed(api: Caller, lin: Follower, field: str, value: str | None) -> None:
    data = {name: {"value": text} for name, text in (GOOD | {field: value}).items()}
    refused = await api.post("message/template/send", message(lin, data=data))
    assert refused["errcode"] == 47003
    assert f"data.{field}.value" in refused["errmsg"]
    assert lin.heard == []


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("short_thing", "三号楼东", "三号楼东侧门"),
        ("character_string", "A-2026/7", "工单7"),
        ("number", "12.5", "十二"),
        ("time", "2026年3月2日 16:00", "2026年3月"),
        ("time", "16:00~17:30", "16点"),
        ("date", "2026-03-02", "今天"),
        ("amount", "￥12.50元", "十二元"),
        ("phone_number", "0591-8888 0000", "八八八"),
        ("name", "林老师", "林老师林老师林老师林老师"),
    ],
)
async def test_each_type_of_field(
    api: Caller, lin: Follower, platform: Platform, kind: str, good: str, bad: str
) -> None:
    platform.add_template(Template("T2", "通知", {f"{kind}7": "内容"}))
    codes = [
        (
            await api.post(
                "message/template/send", message(lin, "T2", data={f"{kind}7": {"value": value}})
            )
        )["errcode"]
        for value in (good, bad)
    ]
    assert codes == [0, 47003]


def test_a_template_with_an_unknown_type_cannot_be_added(platform: Platform) -> None:
    with pytest.raises(ValueError, match="first"):
        platform.add_template(Template("T3", "旧通知", {"first": ""}))


async def test_who_does_not_follow_is_sent_none(api: Caller, lin: Follower) -> None:
    await lin.unfollow()
    refused = await api.post("message/template/send", message(lin))
    assert refused["errcode"] == 43004


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("message/template/send", "none"),
        ("message/template/send", "S1"),
        ("message/subscribe/bizsend", "T1"),
    ],
)
async def test_a_template_is_for_its_own_interface(
    api: Caller, lin: Follower, path: str, template: str
) -> None:
    assert (await api.post(path, message(lin, template)))["errcode"] == 40037


async def test_templates_are_listed_as_they_were_chosen(api: Caller) -> None:
    listed = (await api.get("template/get_all_private_template"))["template_list"]
    assert [(template["template_id"], template["content"]) for template in listed] == [
        (
            "T1",
            "事项:{{thing1.DATA}}\n状态:{{phrase2.DATA}}\n时间:{{time3.DATA}}\n类别:{{const4.DATA}}",
        )
    ]


async def test_subscriptions_are_listed_with_what_a_consent_is_for(api: Caller) -> None:
    listed = await api.get("/wxaapi/newtmpl/gettemplate")
    templates = listed["data"]
    assert isinstance(templates, list)
    assert {each["priTmplId"]: each["type"] for each in templates} == {"S1": 2, "L1": 3}
    assert all("{{thing1.DATA}}" in each["content"] for each in templates)


async def subscribed(api: Caller, person: Follower, template: str) -> int:
    answer = await api.post("message/subscribe/bizsend", message(person, template))
    code = answer["errcode"]
    assert isinstance(code, int)
    return code


async def test_a_consent_is_for_one_message(
    api: Caller, lin: Follower, product: Product, clock: MovableClock, platform: Platform
) -> None:
    assert await subscribed(api, lin, "S1") == 43101
    await lin.allow("S1")
    [popup] = parse_message(product.requests[-1][1]).subscribes
    assert popup == {"TemplateId": "S1", "SubscribeStatusString": "accept", "PopupScene": "2"}
    clock.advance(days=400)
    assert [await subscribed(api, lin, "S1") for _ in range(2)] == [0, 43101]
    await platform.settled()
    [sent] = parse_message(product.requests[-1][1]).subscribes
    assert (sent["TemplateId"], sent["ErrorStatus"]) == ("S1", "success")
    assert lin.screen[-1].via == "subscription"


async def test_consents_are_counted_and_outlast_following(api: Caller, lin: Follower) -> None:
    await lin.allow("S1")
    await lin.allow("S1")
    await lin.unfollow()
    assert [await subscribed(api, lin, "S1") for _ in range(3)] == [0, 0, 43101]
    assert [bubble.via for bubble in lin.screen] == ["subscription", "subscription"]


async def test_a_standing_consent_ends_when_it_is_withdrawn(
    api: Caller, lin: Follower, product: Product, platform: Platform
) -> None:
    await lin.allow("L1")
    assert [await subscribed(api, lin, "L1") for _ in range(3)] == [0, 0, 0]
    await platform.settled()
    await lin.withdraw("L1")
    event = parse_message(product.requests[-1][1])
    assert event.event == "subscribe_msg_change_event"
    assert event.subscribes[0]["SubscribeStatusString"] == "reject"
    assert await subscribed(api, lin, "L1") == 43101


async def test_a_refusal_is_no_consent(api: Caller, lin: Follower, product: Product) -> None:
    await lin.refuse("S1")
    event = parse_message(product.requests[-1][1])
    assert event.subscribes[0]["SubscribeStatusString"] == "reject"
    assert await subscribed(api, lin, "S1") == 43101


async def test_nothing_asks_for_consent_to_a_template_message(lin: Follower) -> None:
    with pytest.raises(PhoneError):
        await lin.allow("T1")
