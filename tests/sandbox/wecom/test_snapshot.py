"""A gateway that is kept between runs."""

from pathlib import Path

import pytest

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Gateway
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wecom.conftest import BOT_ID, SECRET, Line, buttons, card_message, markdown


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "wecom.json"


def test_it_comes_back_with_its_people_messages_and_cards(clock: MovableClock, path: Path) -> None:
    gateway = Gateway(clock, path=path)
    gateway.add_robot(BOT_ID, SECRET, "近邻")
    lin = gateway.add_member("lin", "林")
    group = gateway.add_group("军门工作群", ["lin"])
    line = Line(gateway)
    line.subscribes()
    first = lin.mentions(group, "看", pictures=[SAMPLE_PNG])
    line.obeys("aibot_respond_msg", card_message(buttons("t1", "接单")), to=line.heard())
    lin.writes(group, "好")
    lin.mentions(group, "谢谢", quote=first)
    lin.sends("file", b"cells", "表.xlsx")
    key = gateway.add_webhook(group)
    gateway.save()

    again = Gateway(clock, path=path)
    there = again.groups[group.id]
    assert again.member("lin").screen(there) == lin.screen(group)
    assert again.member("lin").screen() == lin.screen()
    robot = Line(again)
    robot.subscribes()
    robot.obeys("aibot_send_msg", markdown(group.id, "我回来了"))
    card = again.member("lin").screen(there)[1]
    assert again.member("lin").presses(card, "接单")
    newest = again.member("lin").writes(there, "新的")
    assert newest.number > max(each.number for each in lin.screen(group))
    again.post_webhook(key, {"msgtype": "text", "text": {"content": "停水"}})
    assert again.member("lin").screen(there)[-1].text == "停水"


def test_a_task_id_is_never_used_again(clock: MovableClock, path: Path) -> None:
    gateway = Gateway(clock, path=path)
    gateway.add_robot(BOT_ID, SECRET, "近邻")
    lin = gateway.add_member("lin", "林")
    line = Line(gateway)
    line.subscribes()
    lin.says("有吗")
    line.obeys("aibot_respond_msg", card_message(buttons("t1", "接单")), to=line.heard())
    gateway.save()

    robot = Line(again := Gateway(clock, path=path))
    robot.subscribes()
    again.member("lin").says("还有吗")
    assert robot.refused("aibot_respond_msg", card_message(buttons("t1", "接单")), to=robot.heard())


def test_what_is_no_gateway_is_refused_by_name(clock: MovableClock, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match=r"wecom\.json does not hold"):
        Gateway(clock, path=path)
