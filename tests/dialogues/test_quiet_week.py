"""A week of everything that is due: nobody is woken, and nothing is lost by waiting."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from bot.sandbox.events import Event
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wecom import Gateway
from services.calendar import ZONE
from services.volunteering import rewards, series
from services.volunteering.new_task import NewTask
from storage.importing import COMMUNITY_CODE
from storage.tables import (
    Area,
    HolidayPolicy,
    PointsBalance,
    Reward,
    Wish,
)
from tests.dialogues.meals.kitchen import ate_for_days, eats
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, resolves
from tests.dialogues.volunteering import helping
from tests.dialogues.volunteering.roster import served
from tests.dialogues.volunteering.serving import claimed
from tests.dialogues.wishes.test_wishes import hangs

UNTIL_TEN_AT_NIGHT = {"hours": 13}
STEP = timedelta(minutes=47)
"""So that ticks fall on ever other minutes of the hour."""
BEGINS, ENDS = time(21), time(8)


@dataclass(frozen=True)
class Heard:
    at: datetime
    text: str

    @property
    def at_night(self) -> bool:
        local = self.at.astimezone(ZONE).time()
        return local >= BEGINS or local < ENDS


@pytest.fixture
def heard(desk: Desk) -> list[Heard]:
    """Every message that came, with its time."""
    messages: list[Heard] = []

    def note(event: Event) -> None:
        message = event.message
        if event.type == "message" and message and message.from_user == desk.world.bot:
            text = message.text or message.caption or ""
            messages.append(Heard(desk.clock(), text))

    desk.world.listen(note)
    return messages


async def test_nobody_is_woken_in_a_week_and_everything_is_told(
    desk: Desk,
    resident: Phone,
    staff: Phone,
    member_of: Callable[[str, str], Phone],
    heard: list[Heard],
) -> None:
    in_the_group = member_of("军门社区志愿者群", "热心邻居")
    helper = await helping.in_private(desk, in_the_group, "热心邻居")
    await eats(desk, "居民甲", booked_by=resident)
    await ate_for_days(desk, "居民甲", 8)
    await files(resident)
    await resolves(staff)
    await files(resident, "车棚的路灯不亮了")
    await hangs(resident, staff)
    await in_the_group.taps("认领")
    await desk.later(**UNTIL_TEN_AT_NIGHT)
    await _set_alarms_for_the_night(desk, helper)
    await desk.app.sender.work_off()
    heard.clear()

    ends = desk.clock() + timedelta(days=7)
    while desk.clock() < ends:
        await desk.later(seconds=STEP.total_seconds())

    heard += elsewhere(desk, since=ends - timedelta(days=7))
    assert [each for each in heard if each.at_night] == []
    await resident.looks_in()
    heard += elsewhere(desk, since=ends)
    said = "\n".join(each.text for each in heard)
    for expected in (
        "现在解决了吗",
        "还没有人去办",
        "您认领的任务快到了",
        "就开始了",
        "签到",
        "两个星期没有来领",
        "认领超过七天了",
        "每天浇花",
    ):
        assert expected in said


def elsewhere(desk: Desk, since: datetime) -> list[Heard]:
    """What came on another messenger than Telegram."""
    if desk.wechat is not None:
        return on_wechat(desk.wechat.platform, since)
    if desk.wecom is not None:
        return on_wecom(desk.wecom.gateway, since)
    return []


def on_wecom(gateway: Gateway, since: datetime) -> list[Heard]:
    posts = [(chat, post) for chat, post in gateway.posts.values() if post.from_robot]
    ours = [(chat, post) for chat, post in posts if post.at >= since]
    return [Heard(post.at, post.words_for(chat.id)) for chat, post in ours]


def on_wechat(platform: Platform, since: datetime) -> list[Heard]:
    bubbles = [each for person in platform.people.values() for each in person.screen]
    ours = [each for each in bubbles if each.by == "account" and each.at >= since]
    return [Heard(each.at, each.text) for each in ours]


async def _set_alarms_for_the_night(desk: Desk, helper: Phone) -> None:
    """Due at ten at night, at two, before dawn: all that can be."""
    now = desk.clock()
    in_two_days, at_eight = now + timedelta(days=2), now + timedelta(hours=34)
    for title, starts in (("夜里巡逻", in_two_days), ("一早买菜", at_eight)):
        ends = starts + timedelta(hours=1)
        await claimed(desk, helper, title=title, starts_at=starts, ends_at=ends, claim_by=starts)
    helper_id = await helper.person_id()
    await served(desk, helper_id, 600)
    async with desk.app.work.unit() as unit:
        session = unit.session
        area = (await session.scalars(select(Area).where(Area.code == COMMUNITY_CODE))).one()
        await session.execute(update(Wish).values(contact_by=now + timedelta(hours=4)))
        reward = (await session.scalars(select(Reward).limit(1))).one()
        session.add(PointsBalance(person_id=helper_id, points=reward.points))
        reserved = now + timedelta(hours=5) - rewards.KEPT_FOR
        await rewards.redeem(session, reward.id, helper_id, now=reserved)
        first = NewTask(
            area_id=area.id,
            post="elders",
            title="每天浇花",
            place="军门新村门口",
            starts_at=now + timedelta(hours=11),
            ends_at=now + timedelta(hours=12),
            claim_by=now + timedelta(hours=11),
            organiser_id=None,
            organiser_name="社工甲",
        )
        await series.start(session, first, "FREQ=DAILY", HolidayPolicy.ALWAYS, now=now)
