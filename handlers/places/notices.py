"""What reporters hear of places, and how the cards about them look to staff."""

from handlers.common.i18n import _
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling
from handlers.common.words import esc
from handlers.places.staff import check_card, report_card
from services import areas, places
from services.groups import binding, routing
from services.places.news import CheckCard, ReportCard, ReportSettled
from storage.tables import Verdict

telling = Telling()


@telling.draws(ReportCard)
async def report(tell: Tell, subject: ReportCard) -> None:
    """To the office that keeps the entry, if there is one."""
    card, report = report_card.card, await places.get_report(tell.session, subject.report_id)
    place = await places.place(tell.session, report.place_id)
    area = await areas.get(tell.session, place.area_id)
    tell.group(
        await routing.office(tell.session, area) if area else None,
        lambda: Say(
            report_card.look(place, report), card.keyboard(report), card=card.key(report.id)
        ),
    )


@telling.draws(CheckCard)
async def check(tell: Tell, subject: CheckCard) -> None:
    """New at the end of what was said; the answer where the question stands, without buttons."""
    place, asked = await places.place(tell.session, subject.place_id), subject.answer is None
    tell.group(
        await binding.get(tell.session, subject.group_id),
        lambda: Say(
            check_card.look(place, subject.answer, subject.by_name),
            check_card.card.keyboard(place) if asked else None,
            card=check_card.key(place.area_id),
            to_the_end=asked,
        ),
    )


@telling.hears(ReportSettled)
async def settled(tell: Tell, news: ReportSettled) -> None:
    report = await places.get_report(tell.session, news.report_id)
    place = await places.place(tell.session, report.place_id)

    def words() -> str:
        return _what_came_of_it(report.verdict).format(place=esc(place.name))

    await tell.person(report.person_id, words)


def _what_came_of_it(verdict: Verdict | None) -> str:
    """HTML with {place} in it."""
    match verdict:
        case Verdict.CLOSED:
            return _("您说得对，“{place}”已经从地图上撤下了。谢谢您！")
        case Verdict.CHANGED:
            return _("您说得对，“{place}”的信息改好了。谢谢您！")
        case _:
            return _("“{place}”我们核实过了，登记的信息没有错。谢谢您提醒！")
