"""What volunteers are told of staff's decisions about them, and the card of an application."""

from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.saying import Button, Buttons, Edit, Say
from handlers.common.sending import outgoing
from handlers.common.telling import Tell, Telling
from handlers.common.words import esc
from handlers.volunteering.buttons import OPEN_TASKS
from handlers.volunteering.staff import applications
from services import areas
from services.volunteering import people_news, volunteers
from storage.outbox import Urgency
from storage.tables import Matter, Volunteer

telling = Telling(Matter.TASK)
telling.draws(people_news.VolunteerCard)(applications.show)


@telling.hears(
    people_news.Admitted, people_news.Declined, people_news.Blocked, people_news.Unblocked
)
async def decided(tell: Tell, news: people_news.OfVolunteer) -> None:
    volunteer = await volunteers.get(tell.session, news.person_id)
    area = await areas.get(tell.session, volunteer.area_id) if volunteer else None
    if volunteer is None or area is None:
        return
    phone = await areas.community_phone(tell.session, area)

    def words() -> str | Say:
        text = _words(news, volunteer, esc(area.name))
        if isinstance(news, people_news.Admitted | people_news.Unblocked):
            return Say(text, Buttons([[Button(_("看看有什么任务"), OPEN_TASKS)]]))
        if phone:
            text += "\n" + _("有疑问请打社区电话：{phone}").format(phone=esc(phone))
        return text

    await tell.person(news.person_id, words)


def _words(news: people_news.OfVolunteer, volunteer: Volunteer, place: str) -> str:
    reason = esc(volunteer.reason)
    match news:
        case people_news.Admitted():
            return _("🎉 {place}同意了，您现在是志愿者了！发 /tasks 看任务，认领就行。").format(
                place=place
            )
        case people_news.Declined():
            return _("谢谢您想来{place}做志愿者。这次没有通过，原因：{reason}。").format(
                place=place, reason=reason
            )
        case people_news.Unblocked():
            return _("您在{place}的志愿者身份恢复了，又可以接任务了。").format(place=place)
        case _:
            return _(
                "{place}停用了您的志愿者身份，原因：{reason}。"
                "认领过、还没开始的任务已经让给别人；时长和积分都还在。"
            ).format(place=place, reason=reason)


@telling.hears(people_news.VolunteerCardLeft)
async def forgotten(tell: Tell, news: people_news.VolunteerCardLeft) -> None:
    with speaking(SOURCE):
        message = Edit(news.message_id, _("🤝 报过名的一位居民删除了自己的资料。"))
    tell.promised += outgoing(message, news.chat, Urgency.CARD)
