"""What people hear of themselves: that two have become one."""

from handlers.common.i18n import _
from handlers.common.telling import Tell, Telling
from services.people.news import Joined, NotJoined

telling = Telling()


@telling.hears(Joined)
async def joined(tell: Tell, news: Joined) -> None:
    await tell.person(
        news.person_id,
        lambda: _(
            "✅ 两边合成一个人了。反映的事、订的餐，在哪边都看得到；"
            "我们有事找您，发到您最近用的那一边。"
        ),
    )


@telling.hears(NotJoined)
async def not_joined(tell: Tell, news: NotJoined) -> None:
    await tell.person(
        news.person_id, lambda: _("⚠️ 两边没能合成一个人，什么都没有变。请给社区打个电话。")
    )
