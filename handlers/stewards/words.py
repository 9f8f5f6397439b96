"""How stewards are named to residents and to the office."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _
from handlers.common.labels import role_name
from handlers.common.words import esc
from services import areas
from services.stewards.reading import Post
from storage.tables import Area, Level, Steward

SHOWN = 12
"""Lines: a compound may have many centre households."""


async def who_answers(session: AsyncSession, area: Area, posts: Sequence[Post]) -> str:
    """HTML: who answers for `area`, the nearest first, with what each agreed to show."""
    lines = [_("🏘 <b>{place}</b>").format(place=esc(await areas.title(session, area)))]
    lines += [_one(post) for post in posts[:SHOWN]]
    if not posts:
        lines.append(_("这里的网格员、楼栋长还没有登记。"))
    phone = await areas.community_phone(session, area)
    if phone:
        lines += [
            "",
            _("社区电话：<b>{phone}</b>，谁都找不到的时候打这个。").format(phone=esc(phone)),
        ]
    return "\n".join(lines)


def _one(post: Post) -> str:
    """A grid or a community has its name beside it: nobody knows their grid."""
    steward = post.steward
    who = f"{role_name(steward.role)}：{esc(steward.name)}"
    if post.area.level not in (Level.BUILDING, Level.COMPOUND):
        who = _("{who}（{area}）").format(who=who, area=esc(post.area.name))
    return f"• {who} <b>{esc(steward.phone)}</b>" if is_shown(steward) else f"• {who}"


def is_shown(steward: Steward) -> bool:
    """Whether residents see the telephone."""
    return bool(steward.phone and steward.phone_shown)


async def described(session: AsyncSession, steward: Steward) -> str:
    """HTML: one role with its place and telephone, for the steward and for the office."""
    text = _("{role} {name}\n{place}\n从 {since} 起").format(
        role=role_name(steward.role),
        name=esc(steward.name),
        place=esc(await areas.title_of(session, steward.area_id)),
        since=steward.since.isoformat(),
    )
    if not steward.phone:
        return text + "\n" + _("没有登记电话")
    phone = esc(steward.phone)
    if steward.phone_shown:
        return text + "\n" + _("电话 {phone}，居民看得到").format(phone=phone)
    return text + "\n" + _("电话 {phone}，居民看不到").format(phone=phone)
