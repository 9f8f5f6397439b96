"""An announcement in the office's group: what it says, how far it is, and what can be done."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.announcements.refusals import in_words
from handlers.announcements.words import look
from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.labels import rhythm_name
from handlers.common.members import InGroupFor
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from services.announcements import life, steering
from services.announcements.life import TEXT_LIMIT
from services.announcements.outcomes import Outcome
from services.broadcasts import Progress
from services.rhythms import Rhythm
from storage.tables import Announcement, AnnouncementState, BroadcastState, Purpose


class Action(StrEnum):
    AGREE = "agree"
    DROP = "drop"
    PAUSE = "pause"
    GO_ON = "goon"
    CORRECT = "correct"
    RECALL = "recall"
    ONCE = "once"


class OnAnnouncement(CallbackData, prefix="announced"):
    """Somebody of the office does something about an announcement."""

    action: Action
    announcement: RowId


NOTHING_YET = Outcome()


@dataclass(frozen=True, slots=True)
class Shown:
    """An announcement, how far it is, and what came of it."""

    announcement: Announcement
    sent: Progress | None = None
    """None before its time, and where it was never sent."""
    outcome: Outcome = NOTHING_YET

    @property
    def id(self) -> int:
        return self.announcement.id

    @property
    def is_proposed(self) -> bool:
        return self.announcement.state is AnnouncementState.PROPOSED

    @property
    def is_standing(self) -> bool:
        return self.announcement.state is AnnouncementState.STANDING

    def is_now(self, *states: BroadcastState) -> bool:
        return self.is_standing and self.sent is not None and self.sent.state in states


card = Card[Shown](OnAnnouncement, InGroupFor(Purpose.STAFF), refusals=in_words)


def look_for_staff(shown: Shown, place: str, zone: ZoneInfo) -> str:
    """HTML."""
    announcement = shown.announcement
    by = _("✍️ {name}").format(name=esc(announcement.created_by_name) or _("同事"))
    if announcement.agreed_by_name:
        by = _("{by} · 同意：{name}").format(by=by, name=esc(announcement.agreed_by_name))
    lines = [look(announcement, place, _state(shown)), by, *_how_far(shown, zone)]
    if announcement.media_id is not None:
        lines.insert(1, _("📎 附了一样东西"))
    if announcement.rhythm is not None and announcement.repeat_at is not None:
        day = announcement.repeat_at.astimezone(zone).date()
        rhythm = rhythm_name(Rhythm(announcement.rhythm), day)
        lines.append(_("🔁 {rhythm}").format(rhythm=rhythm))
    return "\n".join(lines)


def _state(shown: Shown) -> str:
    match shown.announcement.state:
        case AnnouncementState.PROPOSED:
            return _("等人同意")
        case AnnouncementState.DROPPED:
            return _("没有发")
        case AnnouncementState.RECALLED:
            return _("正在撤回") if shown.outcome.is_taking_back else _("撤回了")
    if shown.sent is None:
        return _("等时间到")
    match shown.sent.state:
        case BroadcastState.SENDING:
            return _("正在发")
        case BroadcastState.PAUSED:
            return _("暂停了")
    return _("发完了")


def _how_far(shown: Shown, zone: ZoneInfo) -> list[str]:
    announcement, sent = shown.announcement, shown.sent
    match announcement.state:
        case AnnouncementState.PROPOSED:
            return [_("‼️ 等另一位指定的同事同意。同意了马上发，夜里也响。")]
        case AnnouncementState.DROPPED:
            return []
    if sent is None:
        return [_("🕘 {when}发").format(when=when(announcement.starts_at, zone))]
    lines = _reached(shown.outcome)
    if announcement.state is AnnouncementState.RECALLED:
        text = _("↩️ 撤回了，从 {count} 人那里收了回来")
        lines.append(text.format(count=shown.outcome.taken_back))
    elif sent.ends_at is not None and sent.waiting:
        lines.append(_("⏳ 大约 {when}发完").format(when=when(sent.ends_at, zone)))
    return lines


def _reached(outcome: Outcome) -> list[str]:
    """Of what was nothing, nothing is said."""
    told = [_("📬 发到 {sent}/{total} 人").format(sent=outcome.sent, total=outcome.total)]
    if outcome.failed:
        told.append(_("发不到 {count}").format(count=outcome.failed))
    if outcome.not_wanted:
        told.append(_("不收了 {count}").format(count=outcome.not_wanted))
    tapped = []
    if outcome.read:
        tapped.append(_("点开再看 {count} 人").format(count=outcome.read))
    if outcome.asked:
        tapped.append(_("问“我符合吗？”{count} 人").format(count=outcome.asked))
    return [" · ".join(each) for each in (told, tapped) if each]


def _may_be_dropped(shown: Shown) -> bool:
    return shown.is_proposed or (shown.is_standing and shown.sent is None)


@card.button(Action.AGREE, label=mark("‼️ 同意，马上发"), when=lambda shown: shown.is_proposed)
async def agree(talk: Talk, announcement_id: int) -> Reply:
    await life.agree(
        talk.session, announcement_id, talk.member, now=talk.now, zone=talk.config.zone
    )
    return talk.toast(_("开始发了。"))


@card.button(
    Action.PAUSE, label=mark("⏸ 暂停"), when=lambda shown: shown.is_now(BroadcastState.SENDING)
)
async def pause(talk: Talk, announcement_id: int) -> Reply:
    await steering.pause(talk.session, announcement_id, talk.member)
    return talk.toast(_("暂停了，没发到的先不发。"))


@card.button(
    Action.GO_ON, label=mark("▶️ 接着发"), when=lambda shown: shown.is_now(BroadcastState.PAUSED)
)
async def go_on(talk: Talk, announcement_id: int) -> Reply:
    await steering.go_on(talk.session, announcement_id, talk.member, now=talk.now)
    return talk.toast(_("接着发了。"))


async def _check(talk: Talk, announcement_id: int) -> object:
    return await steering.to_correct(talk.session, announcement_id, talk.member)


def _may_be_corrected(shown: Shown) -> bool:
    return shown.is_proposed or (shown.is_standing and not shown.announcement.urgent)


def _what_it_says() -> str:
    text = _("请回复这条消息，写下更正以后的全文，最多 {limit} 个字。收到过的人，会看到新的。")
    return text.format(limit=TEXT_LIMIT)


@card.words(
    Action.CORRECT,
    label=mark("✏️ 更正"),
    when=_may_be_corrected,
    check=_check,
    ask=_what_it_says,
    about="announced correct",
)
async def correct(talk: Talk, announcement_id: int, said: Said) -> str:
    await steering.correct(talk.session, announcement_id, talk.member, said.text, now=talk.now)
    return _("更正了：没发到的发新的，收到过的换成新的。")


@card.button(
    Action.RECALL,
    label=mark("↩️ 撤回"),
    when=lambda shown: shown.is_standing and shown.sent is not None,
)
async def recall(talk: Talk, announcement_id: int) -> Reply:
    await steering.recall(talk.session, announcement_id, talk.member, now=talk.now)
    return talk.toast(_("在撤回了：能删的删掉，删不掉的改成“撤回了”。"))


@card.button(Action.DROP, label=mark("🗑 不发了"), when=_may_be_dropped)
async def drop(talk: Talk, announcement_id: int) -> Reply:
    await life.drop(talk.session, announcement_id, talk.member, now=talk.now)
    return talk.toast(_("好的，不发了。"))


@card.button(
    Action.ONCE,
    label=mark("不再重复"),
    when=lambda shown: shown.announcement.repeat_at is not None,
)
async def once(talk: Talk, announcement_id: int) -> Reply:
    await steering.stop_repeating(talk.session, announcement_id, talk.member)
    return talk.toast(_("好的，以后不再自己发。"))
