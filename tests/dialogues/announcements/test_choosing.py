"""/notices: what people are sent, and what was announced lately."""

import pytest

from tests.dialogues.announcements.writing import WATER, announces, subscribes
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Phone


async def test_topics_are_switched_on_and_off(resident: Phone) -> None:
    await resident.says("/notices")
    resident.sees("社区通知", "您收的有：🚨 安全", "还可以收：🚰 停水停电", "最近没有通知")
    await resident.taps("⚙️ 选要收哪些")
    await resident.taps("⬜️ 📜 政策")
    assert "✅ 📜 政策" in resident.choices()
    await resident.says("5")
    assert "⬜️ 🚨 安全" in resident.choices()
    await resident.says("选好了")
    resident.sees("以后发给您的有：📜 政策")
    await subscribes(resident, "📜 政策")
    resident.sees("以后一样都不发")


async def test_what_was_announced_lately_is_read_in_full(resident: Phone, staff: Phone) -> None:
    await subscribes(resident, "🚰 停水停电")
    await announces(staff)
    await resident.says("通知")
    resident.sees("最近的通知")
    await resident.says("1")
    resident.sees(WATER)


@pytest.mark.parametrize("words", ["通知", "社区通知", "订阅通知"])
async def test_the_words_lead_there(resident: Phone, words: str) -> None:
    await resident.says(words)
    resident.sees("📢 社区通知")


async def test_who_has_no_home_hears_how_to_choose_one(new_resident: NewPerson) -> None:
    stranger = new_resident("路人")
    await stranger.says("/notices")
    stranger.sees("告诉我您住在哪里")
