"""The rest of an announcement: to whom, when, whether it is urgent or repeats; then it is sent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.announcements.staff.writing import Writing, writing
from handlers.announcements.words import household_name, look
from handlers.common import menu
from handlers.common.audience_step import audience_step
from handlers.common.audience_words import ages_name, counted, described
from handlers.common.i18n import _
from handlers.common.labels import rhythm_name
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when as at_time
from handlers.common.when_step import when_step
from handlers.common.words import esc, listed
from services import areas, audiences
from services.announcements import life, reach, urgent
from services.announcements.life import NewAnnouncement
from services.audiences import Audience
from services.rhythms import Rhythm
from storage.tables import Announcement, AnnouncementState

__all__ = ["writing"]

SEND, DROP, URGENT, ONCE = "send", "drop", "urgent", "once"

who = audience_step(writing, part="chosen", asks=False)
when = when_step(writing, part="timed")


@who.kept
async def audience_kept(talk: Talk, draft: Writing, audience: Audience) -> str | Reply:
    draft.audience = audience.dump()
    return ""


@who.audience
def audience_of(draft: Writing) -> Mapping[str, Any] | None:
    return draft.audience


@when.kept
async def time_kept(talk: Talk, draft: Writing, starts_at: datetime | None) -> str | Reply:
    draft.timed, draft.starts_at = True, starts_at
    return ""


@writing.step(part="sure")
async def summary(talk: Talk, draft: Writing) -> Ask:
    """As people will read it, to whom and when; each part is changed by one tap."""
    options = [
        Option(SEND, _("‼️ 交给第二个人同意") if draft.urgent else _("✅ 就这样发")),
        Option("text", _("改内容")),
        Option("beside", _("改附件")),
        Option("who", _("改发给谁")),
        Option("when", _("改时间")),
        Option("rhythm", _("改重复")),
        Option(URGENT, _("不急了") if draft.urgent else _("‼️ 这是急事")),
        Option(DROP, _("不发了")),
    ]
    return Ask(await _looks(talk, draft), options, columns=2, back=False)


async def _looks(talk: Talk, draft: Writing) -> str:
    assert draft.topic is not None
    assert draft.audience is not None
    audience = _audience(draft)
    shown = Announcement(
        topic=draft.topic,
        urgent=draft.urgent,
        text=draft.text or "",
        url=draft.url,
        state=AnnouncementState.PROPOSED,
    )
    found = await audiences.preview(talk.session, audience, now=talk.now)
    lines = [
        _("居民看到的是这样："),
        look(shown, await areas.name_of(talk.session, talk.group.area_id)),
        "———",
        await described(talk.session, audience),
        counted(found),
    ]
    if draft.media_id:
        lines.append(_("📎 附一样东西"))
    if draft.conditions is not None:
        lines.append(_("🙋 问得到“我符合吗？”：{who}").format(who=_for_whom(draft)))
    if draft.guide:
        lines.append(_("怎么办：{guide}").format(guide=esc(draft.guide)))
    lines.append(_when(talk, draft))
    return "\n".join(lines)


def _for_whom(draft: Writing) -> str:
    """The conditions of a policy in words."""
    parts = [household_name(each) for each in draft.households]
    youngest, oldest = draft.ages or (None, None)
    if youngest is not None or oldest is not None:
        parts = [ages_name(youngest, oldest), *([listed(parts)] if parts else [])]
        return " · ".join(parts)
    return listed(parts)


def _when(talk: Talk, draft: Writing) -> str:
    if draft.urgent:
        return _("‼️ 急：另一位指定的同事在群里点了同意，马上发，夜里也响。")
    starts_at = draft.starts_at or talk.now
    said = at_time(starts_at, talk.config.zone) if draft.starts_at else _("现在")
    if draft.rhythm:
        day = starts_at.astimezone(talk.config.zone).date()
        rhythm = rhythm_name(Rhythm(draft.rhythm), day)
        return _("🕘 {when}发 · 🔁 {rhythm}").format(when=said, rhythm=rhythm)
    return _("🕘 {when}发").format(when=said)


def _audience(draft: Writing) -> Audience:
    """Of an urgent one everybody who has not switched off 安全."""
    assert draft.audience is not None
    assert draft.topic is not None
    topic = reach.asked_topic(draft.topic, urgent=draft.urgent)
    return replace(Audience.load(draft.audience), topic=topic)


@summary.choice("text", "beside", "who", "when", "rhythm")
async def change(talk: Talk, draft: Writing, choice: str) -> Reply:
    return await writing.change(talk, draft, choice)


@summary.choice(URGENT)
async def urgent_or_not(talk: Talk, draft: Writing, choice: str) -> Reply:
    if not draft.urgent:
        await urgent.check(talk.session, talk.member)
    draft.urgent = not draft.urgent
    if draft.urgent:
        draft.starts_at, draft.rhythm = None, ""
    return None


@summary.choice(DROP)
async def dropped(talk: Talk, draft: Writing, choice: str) -> Reply:
    Writing.discard(talk)
    return await menu.home(talk, _("好的，没有发。"))


@writing.aside("summary")
async def rhythm(talk: Talk, draft: Writing) -> Ask:
    day = (draft.starts_at or talk.now).astimezone(talk.config.zone).date()
    options = [Option(ONCE, _("不重复"))]
    options += [Option(each.value, rhythm_name(each, day)) for each in Rhythm]
    return Ask(_("重复吗？重复的到日子自己再发一次，和这次一样的钟点。"), options, columns=2)


@rhythm.choice()
async def repeats(talk: Talk, draft: Writing, choice: str) -> Reply:
    draft.rhythm = "" if choice == ONCE else choice
    draft.urgent = draft.urgent and not draft.rhythm
    return None


@summary.choice(SEND)
async def send(talk: Talk, draft: Writing, choice: str) -> Reply:
    assert draft.topic is not None
    new = NewAnnouncement(
        area_id=talk.group.area_id,
        topic=draft.topic,
        text=draft.text or "",
        audience=_audience(draft),
        urgent=draft.urgent,
        url=draft.url,
        media_id=draft.media_id,
        conditions=draft.conditions,
        guide=draft.guide or "",
        starts_at=draft.starts_at,
        rhythm=Rhythm(draft.rhythm) if draft.rhythm else None,
    )
    await life.publish(talk.session, new, talk.member, now=talk.now, zone=talk.config.zone)
    Writing.discard(talk)
    group = esc(talk.group.title)
    if new.urgent:
        text = _("交到“{group}”了。另一位指定的同事点了同意，马上发。")
    elif new.starts_at is None:
        text = _("开始发了。卡片在“{group}”里，可以看发到哪里了，也可以更正、撤回。")
    else:
        text = _("好的，到时候就发。卡片在“{group}”里，可以看发到哪里了，也可以更正、撤回。")
    return await menu.home(talk, text.format(group=group))
