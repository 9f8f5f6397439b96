"""📋 发过的通知: what was sent lately; a card is shown in the group, all figures as a workbook."""

from handlers.announcements.staff.sending import writing
from handlers.announcements.staff.writing import SENT, Writing, topic
from handlers.common import menu
from handlers.common.i18n import _, current_language
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import day_in
from handlers.common.words import cut, esc
from services import areas
from services.announcements import life, outcomes
from services.announcements.news import AnnouncementCard
from services.news import draw
from storage.tables import Announcement

__all__ = ["writing"]

SHEET = "sheet"
LABEL = 24
"""Characters of an announcement on a button."""


@topic.choice(SENT)
async def wants_list(talk: Talk, draft: Writing, choice: str) -> Reply:
    return await writing.ask(talk, draft, "sent")


@writing.aside("topic")
async def sent(talk: Talk, draft: Writing) -> Ask:
    """What the office answers for, the newest first."""
    area = await areas.of_group(talk.session, talk.group)
    found = await outcomes.latest(talk.session, area, now=talk.now)
    if not found:
        return Ask(_("还没有发过通知。"))
    options = [Option(str(each.id), _label(each, talk)) for each in found]
    options.append(Option(SHEET, _("📊 一年的数字，一张表")))
    return Ask(_("点一条，卡片就到群里最下面：发到多少人、更正、撤回都在上面。"), options)


def _label(announcement: Announcement, talk: Talk) -> str:
    day = announcement.starts_at.astimezone(talk.config.zone).date()
    return _("{day} {words}").format(
        day=day_in("MMMd", day, current_language()),
        words=cut(announcement.text.replace("\n", " "), LABEL),
    )


@sent.choice()
async def shows(talk: Talk, draft: Writing, choice: str) -> Reply:
    found = await life.for_staff(talk.session, int(choice), talk.member)
    draw(talk.session, AnnouncementCard(found.id, to_the_end=True))
    Writing.discard(talk)
    text = _("卡片在“{group}”里，最下面就是。")
    return await menu.home(talk, text.format(group=esc(talk.group.title)))


@sent.choice(SHEET)
async def wants_sheet(talk: Talk, draft: Writing, choice: str) -> Reply:
    from handlers.announcements.staff import sheet

    document = await sheet.of(talk)
    Writing.discard(talk)
    return [document, await menu.home(talk, _("一年的通知都在表里。"))]
