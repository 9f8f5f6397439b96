"""A neighbour whose messenger speaks English."""

import re

from tests.dialogues.phones import Desk, Phone

PLACE = "军门社区 · 军门新村 · 3号楼"
GROUP = "军门社区工作群"
CHINESE = re.compile("[\u3400-\u9fff。，：；？！]")


async def test_everything_is_said_in_english_but_names(desk: Desk, staff: Phone) -> None:
    user = desk.world.add_user("Neighbour", language_code="en")
    neighbour = Phone(desk, user.id, user.id)
    await neighbour.starts("b_junmen-xincun-3")
    await neighbour.taps("I agree")
    await neighbour.taps("Yes, I live here")
    neighbour.sees("just write it down")
    await neighbour.says("📮 Report")
    await neighbour.taps("Street light out")
    await neighbour.says("The light at the gate is out")
    await neighbour.taps("Change place")
    await neighbour.taps(f"🏠 At my home: {PLACE}")
    await neighbour.taps("Change privacy")
    await neighbour.taps("Private, no name")
    neighbour.sees("Street light out", "The light at the gate is out", "Not public")
    await neighbour.taps("Send")
    neighbour.sees("You will hear from us by Nov ")
    await staff.taps("接单")
    neighbour.sees("somebody is on it now")
    await staff.taps("办结")
    await staff.replies("写下办理结果", "Lamp replaced")
    await desk.later(hours=25)
    neighbour.sees("Is it solved now?")
    await neighbour.taps("Yes, it is solved")
    await neighbour.taps("Satisfied")
    await neighbour.says("/my")
    await neighbour.taps("", on="Requests you sent or joined")
    neighbour.sees("Done", "Rating: Satisfied")

    for message in neighbour.screen:
        said = neighbour.text_of(message).replace(PLACE, "").replace(GROUP, "")
        assert CHINESE.search(said) is None, said
