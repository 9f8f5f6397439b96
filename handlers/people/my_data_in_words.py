"""What is kept about a person as they read it; the file has every detail."""

from collections.abc import Iterator
from typing import Any

from handlers.common.i18n import LANGUAGE_NAMES, _
from handlers.common.labels import role_name, state_name
from handlers.common.words import cut, esc
from storage.tables import Role, TicketState

NEWEST = 10
"""Requests that are listed."""
SHOWN = 30
"""Characters of what was written."""

Kept = dict[str, Any]
"""As `services.people.personal_data.everything_about` tells it."""


def in_words(kept: Kept) -> str:
    """HTML: who they are, their requests, and how much there is of the rest."""
    parts = ["\n".join(_profile(kept["profile"])), "\n".join(_requests(kept["requests"]))]
    parts += ["\n".join(_rest(kept)), _("要看全部细节，点“发给我一份”。")]
    return "\n\n".join(filter(None, parts))


def _profile(profile: Kept) -> Iterator[str]:
    if not profile:
        return
    yield _("称呼：{name}").format(name=esc(profile["name"]) or _("没有记"))
    yield _("住处：{home}").format(home=esc(profile["home"]) or _("还没有选"))
    yield _("语言：{language}").format(language=LANGUAGE_NAMES[profile["language"]])


def _requests(requests: list[Kept]) -> Iterator[str]:
    yield _("反映过的事：{count} 件").format(count=len(requests))
    for each in requests[: -NEWEST - 1 : -1]:
        yield _("• {number} {text}（{state}）").format(
            number=each["number"],
            text=esc(cut(each["text"], SHOWN)),
            state=state_name(TicketState(each["state"])),
        )


def _rest(kept: Kept) -> Iterator[str]:
    meals, helping = kept["meals"], kept["volunteering"]
    for each in kept["roles"]:
        yield _("社区里的角色：{role}，{area}").format(
            role=role_name(Role(each["role"])), area=esc(each["area"])
        )
    if kept["filed_for_others"]:
        yield _("替邻居反映过的：{count} 件").format(count=len(kept["filed_for_others"]))
    if kept["joined"]:
        yield _("和邻居一起反映的：{count} 件").format(count=len(kept["joined"]))
    if meals["diner"]:
        yield _("订餐登记：{name}，{home}").format(
            name=esc(meals["diner"]["name"]), home=esc(meals["diner"]["home"])
        )
    if meals["bookings"]:
        yield _("订过的餐：{count} 份").format(count=len(meals["bookings"]))
    if helping["helps"]:
        yield _("请人帮过的忙：{count} 次").format(count=len(helping["helps"]))
    if helping["profile"]:
        yield _("志愿服务：{count} 次，积分 {points}").format(
            count=len(helping["records"]), points=helping["points"]["balance"]
        )
