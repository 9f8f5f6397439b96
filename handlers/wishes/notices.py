"""What wishers, granters and the office hear of small wishes."""

from handlers.common.i18n import _, mark
from handlers.common.saying import Button, Buttons, Say
from handlers.common.telling import Tell, Telling, filled
from handlers.common.times import when
from handlers.common.words import esc
from handlers.wishes.card import Wished, card, look
from handlers.wishes.wishing import AboutWish, Action
from services import areas, wishes
from services.volunteering import looking, volunteers
from services.wishes.news import (
    GranterFound,
    GranterGone,
    WishApproved,
    WishCard,
    WishDeclined,
    WishGranted,
    WishQuiet,
)

telling = Telling()


@telling.draws(WishCard)
async def drawn(tell: Tell, subject: WishCard) -> None:
    wish = await wishes.get(tell.session, subject.wish_id)
    granter_id = await wishes.granter(tell.session, wish.id)
    granter = await volunteers.get(tell.session, granter_id) if granter_id else None
    place = await areas.title_of(tell.session, wish.area_id)
    wished = Wished(wish, place, granter.name if granter else None)
    await tell.office(
        wish.area_id,
        lambda: Say(look(wished, tell.config.zone), card.keyboard(wished), card=card.key(wish.id)),
    )


def _granted(wish_id: int) -> Buttons:
    return Buttons([[Button(_("🌟 已圆梦"), AboutWish(action=Action.GRANTED, wish=wish_id))]])


@telling.hears(WishApproved)
async def approved(tell: Tell, news: WishApproved) -> None:
    wish = await wishes.get(tell.session, news.wish_id)
    text = mark("🌟 您的心愿上墙了：“{text}”。有人来圆梦，马上告诉您。")
    await tell.person(wish.person_id, filled(text, text=esc(wish.text)))


@telling.hears(WishDeclined)
async def declined(tell: Tell, news: WishDeclined) -> None:
    wish = await wishes.get(tell.session, news.wish_id)
    text = mark("您的心愿“{text}”没能上墙：\n\n“{reason}”\n\n可以换一个再许，发 /wish。")
    words = filled(text, text=esc(wish.text), reason=esc(wish.reason))
    await tell.person(wish.person_id, words)


@telling.hears(GranterFound)
async def found(tell: Tell, news: GranterFound) -> None:
    """The wisher hears who it is, the granter by when to be in touch."""
    wish = await wishes.get(tell.session, news.wish_id)
    claim, _task = await looking.with_task(tell.session, news.claim_id)
    by = when(wish.contact_by, tell.config.zone) if wish.contact_by else ""

    def to_the_wisher() -> Say:
        text = _(
            "🌟 有人来圆您的心愿了：志愿者 <b>{name}</b>，{by} 以前会跟您联系。\n"
            "心愿圆了，请点一下“已圆梦”。"
        ).format(name=esc(claim.person_name), by=by)
        return Say(text, _granted(wish.id))

    def to_the_granter() -> Say:
        text = _(
            "🌟 谢谢您来圆梦：“{text}”。请在 {by} 以前联系许愿的人，约个时间；"
            "联系不上，请社区帮您约。\n心愿圆了，请点一下“已圆梦”。"
        ).format(text=esc(wish.text), by=by)
        return Say(text, _granted(wish.id))

    await tell.person(wish.person_id, to_the_wisher)
    await tell.person(claim.person_id, to_the_granter)


@telling.hears(GranterGone)
async def gone(tell: Tell, news: GranterGone) -> None:
    wish = await wishes.get(tell.session, news.wish_id)
    text = mark("认领您心愿的志愿者有事来不了，心愿又上墙了。有人来圆梦，马上告诉您。")
    await tell.person(wish.person_id, filled(text))


@telling.hears(WishGranted)
async def granted(tell: Tell, news: WishGranted) -> None:
    """Those who did not say so themselves."""
    wish = await wishes.get(tell.session, news.wish_id)
    words = filled(mark("🌟 心愿圆了：“{text}”。谢谢大家！"), text=esc(wish.text))
    for person_id in (wish.person_id, await wishes.granter(tell.session, wish.id)):
        if person_id != news.by:
            await tell.person(person_id, words)


@telling.hears(WishQuiet)
async def quiet(tell: Tell, news: WishQuiet) -> None:
    """Under the office's card, and to the granter."""
    wish = await wishes.get(tell.session, news.wish_id)

    def to_the_office() -> Say:
        text = _("⏰ 认领超过七天了，还没有说圆梦。请问问两边；不成就点卡片上的“换人圆梦”。")
        return Say(text, under_card=card.key(wish.id))

    def to_the_granter() -> Say:
        text = _(
            "⏰ 您认领这个心愿超过七天了：“{text}”。还没联系的话，请今天联系一下；"
            "圆了请点“已圆梦”；来不了请退出，让别人来。"
        ).format(text=esc(wish.text))
        return Say(text, _granted(wish.id))

    await tell.office(wish.area_id, to_the_office)
    await tell.person(await wishes.granter(tell.session, wish.id), to_the_granter)
