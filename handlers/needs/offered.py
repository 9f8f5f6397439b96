"""What somebody offered: looked at, put right by the questions of `offering`, or taken back."""

from handlers.common import menu
from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.needs.offering import MINE, Draft, offering, source
from handlers.needs.words import day_name, resource_state
from services.needs import own_offers
from storage.tables import Resource

__all__ = ["offering"]

AMEND, WITHDRAW = "amend", "withdraw"
LABEL = 30
"""Characters of an offer on a button."""


@source.choice(MINE)
async def looks_at_own(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await offering.ask(talk, draft, "mine")


@offering.aside("source")
async def mine(talk: Talk, draft: Draft) -> Ask:
    found = await own_offers.every(talk.session, talk.user_id)
    if not found:
        return Ask(_("您现在没有在提供的。"))
    options = [
        Option(
            str(each.id),
            _("{what} · {state}").format(
                what=cut(each.what, LABEL), state=resource_state(each.state)
            ),
        )
        for each in found
    ]
    return Ask(_("您报过的，点一份看看。"), options)


@mine.choice()
async def chosen(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.resource_id = int(choice)
    return await offering.ask(talk, draft, "one")


@offering.aside("mine")
async def one(talk: Talk, draft: Draft) -> Ask:
    found = await own_offers.one(talk.session, draft.resource_id or 0, talk.user_id)
    until = day_name(found.until) if found.until else _("一直都行")
    lines = [
        f"<b>{esc(found.unit)}</b> · {resource_state(found.state)}",
        f"“{esc(found.what)}”",
        _("一个月 {count} 次 · 截止：{until}").format(count=found.a_month, until=until),
    ]
    options = [Option(AMEND, _("✏️ 改一改")), Option(WITHDRAW, _("不再提供了"))]
    return Ask("\n".join(lines), options)


@one.choice(AMEND)
async def amends(talk: Talk, draft: Draft, choice: str) -> Reply:
    found = await own_offers.one(talk.session, draft.resource_id or 0, talk.user_id)
    return await offering.go_on(talk, _draft_of(found))


def _draft_of(resource: Resource) -> Draft:
    """Every part is answered, so the review comes next."""
    return Draft(
        source=resource.source,
        unit=resource.unit,
        what=resource.what,
        category=resource.category,
        a_month=resource.a_month,
        area_id=resource.area_id,
        ends=resource.until is not None,
        until=resource.until,
        contact=resource.contact or "",
        resource_id=resource.id,
    )


@one.choice(WITHDRAW)
async def withdraws(talk: Talk, draft: Draft, choice: str) -> Reply:
    await own_offers.withdraw(talk.session, draft.resource_id or 0, talk.user_id, now=talk.now)
    Draft.discard(talk)
    return await menu.home(talk, _("好的，从清单上拿下来了，社区也知道了。谢谢您！"))
