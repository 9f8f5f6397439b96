"""/resource: what a unit, a partner or a volunteer offers (资源清单), in a few questions.

Units of the 党建联盟 are sent the link that opens it.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import Message

from handlers.common import menu
from handlers.common.consent import ask_consent
from handlers.common.forms import Form
from handlers.common.i18n import _, current_language
from handlers.common.in_private import OpensWith
from handlers.common.kept import Kept
from handlers.common.place_step import LIST, Found, at_home, place_step
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.needs.words import day_name, source_name
from services import areas
from services.errors import Refusal
from services.needs import categories, own_offers, resources
from services.needs.resources import (
    CONTACT_LIMIT,
    UNIT_LIMIT,
    WHAT_LIMIT,
    NewResource,
)
from services.written import days
from services.written.errors import TimesPast
from storage.tables import Level, ResourceSource

SEND, ALWAYS, NO_CONTACT, MYSELF = "send", "always", "no contact", "myself"
MINE = "mine"
USUAL = (1, 2, 4, 8)
"""How often a month is offered to be tapped."""


@dataclass(slots=True)
class Draft(Kept):
    """What somebody is about to offer; each part is None until it was answered."""

    KEY: ClassVar = "resource"

    source: ResourceSource | None = None
    unit: str | None = None
    what: str | None = None
    category: str | None = None
    a_month: int | None = None
    area_id: int | None = None
    ends: bool | None = None
    until: date | None = None
    """The last day; None where it has no end."""
    contact: str | None = None
    resource_id: int | None = None
    """The one that is looked at or put right; None for a new one."""


offering = Form(Draft, "Offering")


@offering.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    """What was written stays, to be sent when there is room."""
    return await talk.repeat(in_words(refusal, talk.config.zone))


@offering.message(Command("resource"))
@offering.message(OpensWith("resource"))
async def command(message: Message, talk: Talk) -> Reply:
    return await begin(talk)


async def begin(talk: Talk) -> Reply:
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="resource")
    return await offering.go_on(talk, Draft())


@offering.left
async def left(talk: Talk, draft: Draft) -> Reply:
    Draft.discard(talk)
    return await menu.home(talk, _("好的，没有报。想好了再来，发 /resource 就行。"))


@offering.step()
async def source(talk: Talk, draft: Draft) -> Ask:
    options = [Option(each, source_name(each)) for each in ResourceSource]
    if await own_offers.every(talk.session, talk.user_id):
        options.append(Option(MINE, _("🗂 我报过的：看、改、撤回")))
    text = _(
        "🤝 <b>资源清单</b>\n单位、企业、志愿者能为邻居做点什么，报给社区，"
        "社区确认以后跟居民的需求配对。\n您是哪一边的？"
    )
    return Ask(text, options)


@offering.step(a_line(UNIT_LIMIT))
async def unit(talk: Talk, draft: Draft) -> Ask:
    own = draft.source is ResourceSource.OWN and talk.person.name
    options = [Option(MYSELF, talk.person.name or "")] if own else []
    return Ask(_("叫什么？写单位或者队伍的名称，比如“某某银行东街口支行”。"), options)


@unit.choice(MYSELF)
async def by_own_name(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.unit = talk.person.name
    return None


@offering.step(a_line(WHAT_LIMIT))
async def what(talk: Talk, draft: Draft) -> Ask:
    return Ask(_("能提供什么？写一句话，比如“老师周末教写字”“会议室周六可以用”。"))


@what.taken
async def offers(talk: Talk, draft: Draft, said: str) -> Reply:
    draft.what = said
    found = await categories.pointed_to(talk.session, said)
    draft.category = draft.category or (found.key if found else None)
    return None


@offering.step()
async def category(talk: Talk, draft: Draft) -> Ask:
    language = current_language()
    options = [
        Option(each.key, each.name(language)) for each in await categories.every(talk.session)
    ]
    return Ask(_("这是哪一类的事？"), options, columns=2)


def how_often(said: str, talk: Talk) -> int:
    return resources.times_a_month(said)


@offering.step(how_often, part="a_month")
async def times(talk: Talk, draft: Draft) -> Ask:
    options = [Option(str(each), _("{count} 次").format(count=each)) for each in USUAL]
    return Ask(_("一个月最多能安排几次？点一个，或者写个数。"), options, columns=2)


@place_step(offering, enough=Level.COMMUNITY)
async def where(talk: Talk, draft: Draft) -> Ask:
    options = [
        *await at_home(talk, _("🏠 我住的社区：{place}")),
        Option(LIST, _("🗂 从名单里选")),
    ]
    return Ask(_("给哪个社区的邻居用？点一个，或者打字写社区名。"), options)


@where.taken
async def for_community(talk: Talk, draft: Draft, found: Found) -> Reply:
    community = await areas.community_of(talk.session, found.area.id)
    draft.area_id = community.id if community else found.area.id
    return None


def last_day(said: str, talk: Talk) -> date:
    day = days.day(said, talk.today)
    if day < talk.today:
        raise TimesPast
    return day


@offering.step(last_day, part="ends")
async def until(talk: Talk, draft: Draft) -> Ask:
    text = _("到哪天为止？没有期限就点“一直都行”，有就写日子，比如“12月31日”。")
    return Ask(text, [Option(ALWAYS, _("一直都行"))])


@until.choice(ALWAYS)
async def without_end(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.ends, draft.until = False, None
    return None


@until.taken
async def ends_on(talk: Talk, draft: Draft, day: date) -> Reply:
    draft.ends, draft.until = True, day
    return None


@offering.step(a_line(CONTACT_LIMIT))
async def contact(talk: Talk, draft: Draft) -> Ask:
    text = _("怎么联系？写联系人和电话，只有社区工作人员看得到。")
    return Ask(text, [Option(NO_CONTACT, _("在这里联系我就行"))])


@contact.choice(NO_CONTACT)
async def only_here(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.contact = ""
    return None


@offering.step(part="sent")
async def review(talk: Talk, draft: Draft) -> Ask:
    kind = await categories.get(talk.session, draft.category or "")
    until = day_name(draft.until) if draft.until else _("一直都行")
    lines = [
        _("请看一下对不对："),
        f"<b>{esc(draft.unit)}</b>",
        f"“{esc(draft.what)}”",
        _("{category} · 一个月 {count} 次 · 截止：{until}").format(
            category=esc(kind.name(current_language())), count=draft.a_month, until=until
        ),
        _("给{place}").format(place=esc(await areas.title_of(talk.session, draft.area_id))),
    ]
    if draft.contact:
        lines.append(_("☎️ {contact}（只有社区看得到）").format(contact=esc(draft.contact)))
    options = [
        Option(SEND, _("✅ 报给社区")),
        Option("unit", _("改名称")),
        Option("what", _("改内容")),
        Option("category", _("改类别")),
        Option("times", _("改次数")),
        Option("where", _("改社区")),
        Option("until", _("改期限")),
        Option("contact", _("改联系方式")),
    ]
    return Ask("\n".join(lines), options, columns=2)


@review.choice()
async def changes(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await offering.change(talk, draft, choice)


@review.choice(SEND)
async def send(talk: Talk, draft: Draft, choice: str) -> Reply:
    assert draft.source is not None
    new = NewResource(
        area_id=draft.area_id or 0,
        source=draft.source,
        category=draft.category or categories.OTHER,
        unit=draft.unit or "",
        what=draft.what or "",
        a_month=draft.a_month or 0,
        until=draft.until,
        contact=draft.contact or None,
        offered_by=talk.user_id,
    )
    if draft.resource_id is not None:
        await own_offers.amend(talk.session, draft.resource_id, new, today=talk.today)
        Draft.discard(talk)
        return await menu.home(talk, _("✅ 改好了。社区再确认一次，就照新的算。"))
    await resources.offer(talk.session, new, now=talk.now, today=talk.today)
    Draft.discard(talk)
    return await menu.home(talk, _("✅ 报给社区了，谢谢您！确认了、配上了，都在这里告诉您。"))
