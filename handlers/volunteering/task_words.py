"""A task in words: what everybody sees, and what only those who hold a place do. HTML."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.common.i18n import _, current_language
from handlers.common.maps import tencent
from handlers.common.times import day_in, when
from handlers.common.words import cut, esc, listed
from storage.tables import ClaimState, Task, TaskClaim, TaskRole, VolunteerPost

NAMES_LENGTH = 120
"""Characters of names a role: more is a crowd, and the count says it. A card stays below 4096."""


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Such as 11月25日周三 09:00–11:00; over midnight both ends are named."""
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    day = day_in("MMMEd", starts.date(), current_language())
    if starts.date() != ends.date():
        return f"{day} {starts:%H:%M} – {when(ends_at, zone)}"
    return f"{day} {starts:%H:%M}–{ends:%H:%M}"


def place(task: Task) -> str:
    """Where, linked to a map if the position is known."""
    words = esc(task.place)
    if task.latitude is None or task.longitude is None:
        return words
    address = tencent(task.latitude, task.longitude, cut(task.title, 30))
    return f'<a href="{esc(address)}">{words}</a>'


def public(task: Task, post: VolunteerPost, zone: ZoneInfo) -> list[str]:
    """What, when and where: for everybody."""
    lines = [
        f"<b>{esc(task.title)}</b> · {esc(post.name(current_language()))}",
        f"🕘 {span(task.starts_at, task.ends_at, zone)}",
        f"📍 {place(task)}",
    ]
    if task.details:
        lines.append(esc(task.details))
    if task.organiser_name:
        lines.append(_("组织：{name}").format(name=esc(task.organiser_name)))
    return lines


def counts(roles: Sequence[TaskRole], claims: Sequence[TaskClaim]) -> list[str]:
    """已认领 2/3 with the names that volunteers chose, role by role, and how many wait."""
    lines = []
    for role in roles:
        of_role = [claim for claim in claims if claim.role_id == role.id]
        held = [claim for claim in of_role if claim.state is not ClaimState.WAITING]
        line = _("已认领 {claimed}/{places}").format(claimed=role.claimed, places=role.places)
        if role.name:
            line = _("{role}：{count}").format(role=esc(role.name), count=line)
        lines.append(f"🙋 {line}")
        if names := _names(held):
            lines.append(f"　{names}")
        waiting = len(of_role) - len(held)
        if waiting:
            lines.append(_("　排队 {count} 人").format(count=waiting))
    return lines


def _names(held: Sequence[TaskClaim]) -> str:
    names = listed(claim.person_name for claim in held if claim.person_name)
    return esc(cut(names, NAMES_LENGTH))


def private(task: Task, post: VolunteerPost, zone: ZoneInfo) -> list[str]:
    """Everything, for who holds a place."""
    lines = public(task, post, zone)
    if task.private:
        lines += ["", _("🔒 只告诉您，请不要转发：{private}").format(private=esc(task.private))]
    return lines
