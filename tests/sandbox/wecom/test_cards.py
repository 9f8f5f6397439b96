"""Cards: what they may hold, what a press tells, and how they change."""

from typing import Any

import pytest

from bot.sandbox.errors import PhoneError
from bot.sandbox.wecom import Chat, Gateway, Member, WecomError
from bot.sandbox.wecom.cards import check_card
from bot.sandbox.wecom.errors import BAD_PARAMETER, BAD_REQ_ID
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wecom.conftest import Frame, Line, buttons, card_message, notice


def options(count: int, **of_first: Any) -> list[Frame]:
    made: list[Frame] = [
        {"id": f"o{number}", "text": f"第{number}"} for number in range(1, count + 1)
    ]
    made[0] |= of_first
    return made


def vote(task_id: str = "v-1", count: int = 3, **checkbox: Any) -> Frame:
    return {
        "card_type": "vote_interaction",
        "main_title": {"title": "哪天开会"},
        "checkbox": {"question_key": "day", "option_list": options(count)} | checkbox,
        "submit_button": {"text": "提交", "key": "submit"},
        "task_id": task_id,
    }


def drop_downs(count: int = 1, choices: int = 2) -> Frame:
    return {
        "card_type": "multiple_interaction",
        "main_title": {"title": "怎么办"},
        "select_list": [
            {"question_key": f"q{number}", "title": "谁去", "option_list": options(choices)}
            for number in range(count)
        ],
        "submit_button": {"text": "提交", "key": "submit"},
        "task_id": "m-1",
    }


def update(card: Frame, *userids: str) -> Frame:
    body: Frame = {"response_type": "update_template_card", "template_card": card}
    return body | ({"userids": list(userids)} if userids else {})


def posted(line: Line, lin: Member, group: Chat, card: Frame) -> None:
    lin.mentions(group, "发")
    line.obeys("aibot_respond_msg", card_message(card), to=line.heard())


FINE = {
    "six buttons": buttons("t", *"一二三四五六"),
    "every letter of a task id": buttons("aZ09_-@", "好"),
    "a task id of 128": buttons("t" * 128, "好"),
    "a key of 1024 bytes": buttons("t", "好")
    | {"button_list": [{"text": "好", "key": "k" * 1024}]},
    "six lines": notice("x", horizontal_content_list=[{"keyname": "地点"}] * 6),
    "three jumps": notice("x", jump_list=[{"title": "看"}] * 3),
    "a notice without a title": notice("", sub_title_text="词"),
    "a vote of 20": vote(count=20),
    "three drop-downs of 10": drop_downs(3, 10),
    "a drop-down beside buttons": buttons("t", "好")
    | {"button_selection": {"question_key": "q", "option_list": options(10)}},
    "a menu of three": buttons("t", "好")
    | {"action_menu": {"desc": "", "action_list": buttons("t", *"一二三")["button_list"]}},
    "news with a picture": notice("x", card_type="news_notice", card_image={"url": "http://x/"}),
}
BAD = {
    "seven buttons": buttons("t", *"一二三四五六七"),
    "no button": buttons("t"),
    "a button without words": buttons("t", ""),
    "the same key twice": buttons("t") | {"button_list": [{"text": "好", "key": "k"}] * 2},
    "a key of 1025 bytes": buttons("t", "好")
    | {"button_list": [{"text": "好", "key": "k" * 1025}]},
    "a key of 342 characters, 1026 bytes": buttons("t", "好")
    | {"button_list": [{"text": "好", "key": "键" * 342}]},
    "an empty key": buttons("t", "好") | {"button_list": [{"text": "好", "key": ""}]},
    "a task id of 129": buttons("t" * 129, "好"),
    "a dot in the task id": buttons("a.b", "好"),
    "an empty task id": buttons("", "好"),
    "no task id": {name: part for name, part in buttons("t", "好").items() if name != "task_id"},
    "no title": buttons("t", "好", title=""),
    "seven lines": notice("x", horizontal_content_list=[{"keyname": "地点"}] * 7),
    "a line without a name": notice("x", horizontal_content_list=[{"keyname": "", "value": "x"}]),
    "a link without an address": notice(
        "x", horizontal_content_list=[{"keyname": "看", "type": 1}]
    ),
    "four jumps": notice("x", jump_list=[{"title": "看"}] * 4),
    "a notice that leads nowhere": {"card_type": "text_notice", "main_title": {"title": "x"}},
    "a notice whose action is none": notice("x", card_action={"type": 0}),
    "an action without an address": notice("x", card_action={"type": 1}),
    "a vote of 21": vote(count=21),
    "a vote without an option": vote(option_list=[]),
    "a vote of another mode": vote(mode=2),
    "a vote with the same option twice": vote(option_list=options(1) * 2),
    "a vote without its button": {**vote(), "submit_button": None},
    "four drop-downs": drop_downs(4),
    "a drop-down of 11": drop_downs(1, 11),
    "a drop-down of 11 beside buttons": buttons("t", "好")
    | {"button_selection": {"question_key": "q", "option_list": options(11)}},
    "a menu of four": buttons("t", "好")
    | {"action_menu": {"desc": "", "action_list": buttons("t", *"一二三四")["button_list"]}},
    "a menu without a task id": notice("x", action_menu={"action_list": options(1, key="k")}),
    "news without a picture": notice("x", card_type="news_notice"),
    "an unknown kind": notice("x", card_type="poll"),
    "no card": "x",
    "a title that is no part": notice("x", main_title="x"),
}


@pytest.mark.parametrize("card", FINE.values(), ids=FINE.keys())
def test_a_card_may_have(card: Frame) -> None:
    check_card(card)


@pytest.mark.parametrize("card", BAD.values(), ids=BAD.keys())
def test_a_card_may_not_have(card: Any) -> None:
    with pytest.raises(WecomError) as refused:
        check_card(card)
    assert refused.value.code == BAD_PARAMETER


def test_a_task_id_is_never_used_twice(line: Line, lin: Member, group: Chat) -> None:
    posted(line, lin, group, buttons("t-1", "接单"))
    lin.says("您好")
    again = card_message(buttons("t-1", "接单"))
    assert line.refused("aibot_respond_msg", again, to=line.heard()) == BAD_PARAMETER
    assert len(lin.screen()) == 1


def test_a_refused_card_does_not_use_its_task_id_up(line: Line, lin: Member) -> None:
    lin.says("您好")
    asked = line.heard()
    line.refused("aibot_respond_msg", card_message(buttons("t-1")), to=asked)
    line.obeys("aibot_respond_msg", card_message(buttons("t-1", "接单")), to=asked)


def test_a_press_is_told_in_the_nested_form(line: Line, lin: Member, group: Chat) -> None:
    posted(line, lin, group, buttons("t-1", "接单", "转出"))
    assert lin.presses(lin.screen(group)[-1], "转出")
    body = line.heard()["body"]
    assert (body["chatid"], body["from"], body["msgtype"]) == (group.id, {"userid": "lin"}, "event")
    assert body["event"] == {
        "eventtype": "template_card_event",
        "template_card_event": {
            "card_type": "button_interaction",
            "event_key": "k2",
            "task_id": "t-1",
        },
    }


def test_a_vote_tells_what_was_chosen(line: Line, lin: Member, group: Chat) -> None:
    posted(line, lin, group, vote(mode=1))
    lin.submits(lin.screen(group)[-1], {"day": ["o1", "o3"]})
    event = line.heard()["body"]["event"]["template_card_event"]
    assert event["event_key"] == "submit"
    assert event["selected_items"] == {
        "selected_item": [{"question_key": "day", "option_ids": {"option_id": ["o1", "o3"]}}]
    }


@pytest.mark.parametrize("ids", [["o1", "o3"], ["o9"]])
def test_a_vote_for_one_takes_one_that_is_there(
    line: Line, lin: Member, group: Chat, ids: list[str]
) -> None:
    posted(line, lin, group, vote())
    with pytest.raises(PhoneError):
        lin.submits(lin.screen(group)[-1], {"day": ids})


@pytest.mark.parametrize(("first", "ids"), [({}, []), ({"is_checked": True}, ["o1"])])
def test_a_vote_stands_on_what_was_checked_before(
    line: Line, lin: Member, group: Chat, first: Frame, ids: list[str]
) -> None:
    posted(line, lin, group, vote(option_list=options(3, **first)))
    lin.submits(lin.screen(group)[-1], {})
    chosen = line.heard()["body"]["event"]["template_card_event"]["selected_items"]
    assert chosen["selected_item"][0]["option_ids"]["option_id"] == ids


def test_a_drop_down_stands_on_its_first_option(line: Line, lin: Member, group: Chat) -> None:
    posted(line, lin, group, drop_downs(2))
    lin.submits(lin.screen(group)[-1], {"q1": ["o2"]})
    chosen = line.heard()["body"]["event"]["template_card_event"]["selected_items"]
    assert [each["option_ids"]["option_id"] for each in chosen["selected_item"]] == [["o1"], ["o2"]]


def test_the_menu_at_the_top_is_pressed_like_a_button(line: Line, lin: Member, group: Chat) -> None:
    menu = {"desc": "更多", "action_list": [{"text": "打印", "key": "print"}]}
    posted(line, lin, group, buttons("t-1", "接单") | {"action_menu": menu})
    lin.presses(lin.screen(group)[-1], "打印")
    assert line.heard()["body"]["event"]["template_card_event"]["event_key"] == "print"


def test_a_card_changes_for_everybody(line: Line, lin: Member, chen: Member, group: Chat) -> None:
    posted(line, lin, group, buttons("t-1", "接单"))
    lin.presses(lin.screen(group)[-1], "接单")
    line.obeys("aibot_respond_update_msg", update(notice("林已接单")), to=line.heard())
    for member in (lin, chen):
        shown = member.screen(group)[-1]
        assert (shown.text, shown.buttons) == ("林已接单", {})
    assert len(lin.screen(group)) == 2


def test_a_card_changes_for_some(line: Line, lin: Member, chen: Member, group: Chat) -> None:
    posted(line, lin, group, buttons("t-1", "接单"))
    lin.presses(lin.screen(group)[-1], "接单")
    line.obeys("aibot_respond_update_msg", update(notice("您接了"), "lin"), to=line.heard())
    assert lin.screen(group)[-1].text == "您接了"
    assert chen.screen(group)[-1].buttons == {"接单": "k1"}
    chen.presses(chen.screen(group)[-1], "接单")
    line.obeys("aibot_respond_update_msg", update(notice("完成")), to=line.heard())
    assert lin.screen(group)[-1].text == chen.screen(group)[-1].text == "完成"


def test_a_changed_card_has_no_old_buttons(
    line: Line, lin: Member, chen: Member, group: Chat
) -> None:
    posted(line, lin, group, buttons("t-1", "接单"))
    as_it_was = chen.screen(group)[-1]
    lin.presses(as_it_was, "接单")
    line.obeys("aibot_respond_update_msg", update(notice("林已接单")), to=line.heard())
    with pytest.raises(PhoneError):
        chen.presses(as_it_was, "接单")


def test_a_card_changes_once_for_a_press_and_within_five_seconds(
    line: Line, lin: Member, group: Chat, clock: MovableClock
) -> None:
    posted(line, lin, group, buttons("t-1", "接单"))
    lin.presses(lin.screen(group)[-1], "接单")
    pressed = line.heard()
    clock.advance(seconds=5)
    again = update(buttons("t-1", "完成"))
    line.obeys("aibot_respond_update_msg", again, to=pressed)
    assert line.refused("aibot_respond_update_msg", again, to=pressed) == BAD_REQ_ID
    lin.presses(lin.screen(group)[-1], "完成")
    clock.advance(seconds=6)
    assert line.refused("aibot_respond_update_msg", again, to=line.heard()) == BAD_REQ_ID


@pytest.mark.parametrize(
    "body",
    [
        update(buttons("t-2", "完成")),
        update(buttons("t-1")),
        {"template_card": buttons("t-1", "完成")},
    ],
    ids=["another task", "a bad card", "no response_type"],
)
def test_a_wrong_update_changes_nothing(line: Line, lin: Member, group: Chat, body: Frame) -> None:
    posted(line, lin, group, buttons("t-1", "接单"))
    lin.presses(lin.screen(group)[-1], "接单")
    assert line.refused("aibot_respond_update_msg", body, to=line.heard()) == BAD_PARAMETER
    assert lin.screen(group)[-1].buttons == {"接单": "k1"}


def test_a_message_is_not_answered_by_an_update(line: Line, lin: Member) -> None:
    lin.says("您好")
    body = update(buttons("t-1", "完成"))
    assert line.refused("aibot_respond_update_msg", body, to=line.heard()) == BAD_REQ_ID


def test_a_question_can_be_closed_only_by_an_update(line: Line, lin: Member, group: Chat) -> None:
    posted(line, lin, group, vote(disable=True))
    lin.submits(lin.screen(group)[-1], {"day": ["o1"]})
    line.obeys("aibot_respond_update_msg", update(vote(disable=True)), to=line.heard())
    with pytest.raises(PhoneError):
        lin.submits(lin.screen(group)[-1], {"day": ["o2"]})


def test_a_press_that_nobody_hears_is_lost(
    gateway: Gateway, line: Line, lin: Member, group: Chat
) -> None:
    posted(line, lin, group, buttons("t-1", "接单"))
    gateway.cut()
    assert not lin.presses(lin.screen(group)[-1], "接单")
    assert gateway.lost[-1]["body"]["event"]["template_card_event"]["task_id"] == "t-1"


def test_the_client_cuts_what_is_too_long(line: Line, lin: Member, group: Chat) -> None:
    card = buttons("t-1", "一二三四五六七八九十再来", title="长" * 30) | {
        "sub_title_text": "短",
        "horizontal_content_list": [{"keyname": "联系电话号码", "value": "x"}],
    }
    posted(line, lin, group, card)
    shown = lin.screen(group)[-1]
    assert shown.text.splitlines() == [
        "长" * 25 + "…",
        "短",
        "联系电话… x",
        "[一二三四五六七八九…]",
    ]
