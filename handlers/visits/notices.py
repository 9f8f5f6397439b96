"""What those who go, and their office, hear of a list of visits."""

from collections.abc import Callable

from handlers.common.i18n import _, mark
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling, Words, filled
from handlers.common.words import esc
from handlers.visits import going
from handlers.visits.card import card, look
from handlers.visits.words import kind_name, sign, until
from services.groups import members
from services.visits import found, lists, walking
from services.visits.news import (
    DoorsAgain,
    NobodyThere,
    NoneFollows,
    RoundCard,
    RoundDrawn,
    RoundLate,
    RoundOver,
)
from storage.tables import VisitRound

telling = Telling()


@telling.draws(RoundCard)
async def drawn(tell: Tell, subject: RoundCard) -> None:
    shown = await lists.get(tell.session, subject.round_id)
    done = await lists.progress(tell.session, shown.id)
    goers = await lists.by_goer(tell.session, shown.id)
    zone = tell.config.zone
    await tell.office(
        shown.area_id,
        lambda: Say(
            look(shown, done, goers, zone),
            card.keyboard(shown),
            card=card.key(shown.id),
            to_the_end=subject.to_the_end,
        ),
    )


@telling.hears(RoundDrawn)
async def to_go(tell: Tell, news: RoundDrawn) -> None:
    shown = await lists.get(tell.session, news.round_id)
    done = await lists.progress(tell.session, shown.id)
    zone = tell.config.zone

    def words() -> Say:
        text = _("{sign} 有一份{kind}名单排了您：<b>{title}</b>，一共 {count} 处，{day}以前走完。")
        return Say(
            text.format(
                sign=sign(shown.kind),
                kind=kind_name(shown.kind),
                title=esc(shown.title),
                count=done.doors,
                day=until(shown.due_at, zone),
            ),
            going.begins(shown.id),
        )

    await _goers(tell, shown, words)


@telling.hears(DoorsAgain)
async def again(tell: Tell, news: DoorsAgain) -> None:
    shown = await lists.get(tell.session, news.round_id)

    def words() -> Say:
        text = _("🚪 <b>{title}</b>：上次没人在家的有 {count} 家，换了个时候，再去看看吧。")
        return Say(text.format(title=esc(shown.title), count=news.doors), going.begins(shown.id))

    await _goers(tell, shown, words)


@telling.hears(RoundLate)
async def late(tell: Tell, news: RoundLate) -> None:
    shown = await lists.get(tell.session, news.round_id)
    left = (await lists.progress(tell.session, shown.id)).left

    def words() -> Say:
        text = _("📅 <b>{title}</b>今天是最后一天，还有 {count} 处没走。")
        return Say(text.format(title=esc(shown.title), count=left), going.begins(shown.id))

    await _goers(tell, shown, words)


@telling.hears(RoundOver)
async def over(tell: Tell, news: RoundOver) -> None:
    shown = await lists.get(tell.session, news.round_id)
    left = (await lists.progress(tell.session, shown.id)).to_go
    text = mark("⏰ “{title}”到期了，还有 {count} 处没走。要接着走，点“延期”；不走了，点“结束”。")
    await _below_the_card(tell, shown, filled(text, title=esc(shown.title), count=left))


@telling.hears(NoneFollows)
async def none_follows(tell: Tell, news: NoneFollows) -> None:
    shown = await lists.get(tell.session, news.round_id)
    text = mark(
        "🔁 “{title}”该再来一次了，可是名单上一处也没有了，以后不再重复。"
        "要再走，发 /visits 写一份新的。"
    )
    await _below_the_card(tell, shown, filled(text, title=esc(shown.title)))


@telling.hears(NobodyThere)
async def nobody(tell: Tell, news: NobodyThere) -> None:
    visit, shown = await walking.of_visit(tell.session, news.visit_id)
    where = await found.where(tell.session, visit)
    text = mark("🚪 {where}：去了 {count} 次都没人。请打电话或者问问邻居，看要不要紧。")
    await _below_the_card(tell, shown, filled(text, where=esc(where), count=visit.tries))


async def _goers(tell: Tell, shown: VisitRound, words: Words) -> None:
    """Those who are still in the office's group."""
    there = await members.of_office(tell.session, shown.area_id)
    goers = await lists.going(tell.session, shown.id)
    await tell.people([each.person_id for each in goers if each.person_id in there], words)


async def _below_the_card(tell: Tell, shown: VisitRound, text: Callable[[], str]) -> None:
    await tell.office(shown.area_id, lambda: Say(text(), under_card=card.key(shown.id)))
