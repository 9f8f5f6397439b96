"""A task as it looks to the person who wrote it, what was guessed marked. HTML."""

from datetime import timedelta

from handlers.common.i18n import _, current_language
from handlers.common.labels import rhythm_name
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering.staff.task_draft import TaskDraft
from handlers.volunteering.task_words import span as times_in_words
from services.rhythms import Rhythm
from services.volunteering import volunteers
from storage.tables import HolidayPolicy


async def looks(talk: Talk, draft: TaskDraft) -> str:
    """HTML: all of it, what was guessed marked."""
    starts = draft.starts_at
    assert starts is not None
    zone = talk.config.zone
    lines = [_("请看一下对不对："), await so_far(talk, draft)]
    if draft.details:
        lines.append(esc(draft.details))
    if draft.private:
        lines.append(_("🔒 只告诉认领的人：{private}").format(private=esc(draft.private)))
    if draft.rhythm:
        day = starts.astimezone(zone).date()
        repeated = rhythm_name(Rhythm(draft.rhythm), day)
        lines.append(
            _("🔁 {rhythm}，{holidays}").format(
                rhythm=repeated, holidays=holidays_name(draft.holidays)
            )
        )
    until = starts - timedelta(minutes=draft.claim_before)
    lines.append(_("⏰ {when} 前可以认领").format(when=when(until, zone)))
    lines.append("")
    if draft.guessed:
        lines.append(_("❔ 是我猜的。要改哪一样，点一下；或者直接写，比如“改到10点到12点”。"))
    else:
        lines.append(_("要改哪一样，点一下；或者直接写，比如“改到10点到12点”。"))
    return "\n".join(lines)


async def so_far(talk: Talk, draft: TaskDraft) -> str:
    """HTML: what it is, when, where and for how many, as far as that is known."""
    lines = []
    if draft.title is not None:
        lines.append(f"🤝 <b>{esc(draft.title)}</b>{_mark(draft, 'title')}")
    if draft.post is not None:
        names = {post.key: post for post in await volunteers.posts(talk.session)}
        post = names.get(draft.post)
        name = esc(post.name(current_language())) if post else ""
        lines.append(_("类别：{post}").format(post=name + _mark(draft, "post")))
    if draft.starts_at is not None and draft.ends_at is not None:
        times = times_in_words(draft.starts_at, draft.ends_at, talk.config.zone)
        lines.append(f"🕘 {times}{_mark(draft, 'times')}")
    if draft.place is not None:
        lines.append(f"📍 {esc(draft.place)}{_mark(draft, 'place')}")
    if draft.roles:
        lines.append(_("🙋 {roles}").format(roles=roles_in_words(draft.roles)))
    return "\n".join(lines)


def _mark(draft: TaskDraft, step: str) -> str:
    return " ❔" if step in draft.guessed else ""


def roles_in_words(roles: list[tuple[str, int]]) -> str:
    named = [
        _("{role} {count} 人").format(role=esc(name), count=places)
        if name
        else _("{count} 人").format(count=places)
        for name, places in roles
    ]
    return " · ".join(named)


def holidays_name(holidays: HolidayPolicy | None) -> str:
    match holidays:
        case HolidayPolicy.SKIP_HOLIDAYS:
            return _("放假停一次")
        case HolidayPolicy.ALWAYS:
            return _("放假照常")
        case _:
            return _("只在上班的日子")
