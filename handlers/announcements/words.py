"""What topics and kinds of households are called, and how an announcement reads."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.i18n import _, mark
from handlers.common.saying import Button, Buttons
from handlers.common.words import esc
from storage.tables import Announcement, Household, Topic

TOPICS = {
    Topic.UTILITIES: mark("🚰 停水停电"),
    Topic.POLICY: mark("📜 政策"),
    Topic.ACTIVITIES: mark("🎈 活动"),
    Topic.CANTEEN: mark("🍚 食堂"),
    Topic.SAFETY: mark("🚨 安全"),
}
HOUSEHOLDS = {
    Household.ALONE: mark("老人独居"),
    Household.LOW_INCOME: mark("低保或者特困"),
    Household.DISABLED: mark("有残疾人证"),
    Household.VETERAN: mark("退役军人或者军烈属"),
    Household.SMALL_CHILD: mark("有三岁以下的孩子"),
    Household.PUPIL: mark("有上学的孩子"),
    Household.EXPECTING: mark("有孕妇"),
    Household.TENANT: mark("租房住"),
}


class ForMe(CallbackData, prefix="policy"):
    """Somebody asks whether a policy is for them."""

    announcement: RowId


def topic_name(topic: Topic) -> str:
    name = TOPICS[topic]
    return _(name)


def household_name(household: Household) -> str:
    name = HOUSEHOLDS[household]
    return _(name)


def look(announcement: Announcement, from_whom: str, state: str = "") -> str:
    """HTML; `from_whom` is the name of the office's area, `state` what staff read in the first
    line."""
    head = _("📢 <b>{topic}</b> · {area}").format(
        topic=topic_name(announcement.topic), area=esc(from_whom)
    )
    if announcement.urgent:
        head = _("‼️ 紧急 · {head}").format(head=head)
    lines = [f"{head} · {state}" if state else head, esc(announcement.text)]
    if announcement.url:
        lines.append(esc(announcement.url))
    if announcement.corrected_at is not None:
        lines.append(_("✏️ 这条通知更正过，以这里写的为准。"))
    return "\n\n".join(lines)


def buttons(announcement: Announcement) -> Buttons | None:
    """Below an announcement that somebody is sent."""
    if announcement.conditions is None:
        return None
    return Buttons([[Button(_("🙋 我符合吗？"), ForMe(announcement=announcement.id))]])
