"""How a filing reads, where it says back what was written or tells how it ended."""

from collections.abc import Sequence

from handlers.common.i18n import _, current_language
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.tickets.draft import EXCERPT, Draft, Full
from services import areas, tickets
from services.tickets import ATTACHMENT_LIMIT, TEXT_LIMIT, categories
from services.tickets.urgency import sounds_urgent
from storage.tables import Category, Ticket

SHOWN_TEXT = 1500
"""Characters of the text in the review, so that the whole stays far below a message's 4096."""


def unfinished(draft: Draft) -> str:
    return _("您上次有一件没写完的，要接着写吗？\n“{text}”").format(
        text=esc(cut(draft.text, EXCERPT)) or _("（没有文字）")
    )


def what(draft: Draft) -> str:
    if draft.has_content:
        return _("请把内容重新写一遍发来，前面写的就换掉；照片和语音都还在。")
    return _("请说说是怎么回事。打字、拍照、发语音、发视频都行。")


def refused(full: Full | None) -> str:
    match full:
        case Full.FILES:
            return _("照片、语音等最多收 {limit} 个，多出来的没有收下。").format(
                limit=ATTACHMENT_LIMIT
            )
        case Full.TEXT:
            return _("最多 {limit} 个字，刚才这一段没有收下。").format(limit=TEXT_LIMIT)
        case None:
            return ""


def similar(alike: Sequence[Ticket], category: Category) -> str:
    """HTML: what neighbours filed; numbered where there are several, as the buttons are."""
    kind = esc(category.name(current_language()))
    if len(alike) == 1:
        return _told_before(alike[0], kind) + "\n\n" + _("是同一件事的话，点“我也遇到”就行了。")
    lines = [f"{at}. {_told_before(each, kind)}" for at, each in enumerate(alike, start=1)]
    lines.insert(0, _("邻居反映过差不多的事，有您说的这件吗？"))
    return "\n\n".join(lines)


def _told_before(ticket: Ticket, kind: str) -> str:
    return _("<b>{place}，{kind}</b>\n已有 {affected} 人反映：“{text}”").format(
        place=esc(cut(ticket.place, EXCERPT)),
        kind=kind,
        affected=ticket.affected,
        text=esc(cut(ticket.text, EXCERPT)) or _("（没有文字）"),
    )


def review(draft: Draft, category: Category) -> str:
    """HTML: everything as it will be filed; what we guessed says so."""
    language = current_language()
    lines = [
        _for_whom(draft),
        _kind(draft).format(category=esc(category.name(language))),
        _urgency(draft, category),
        _answer(draft, category),
        _place(draft).format(place=esc(draft.place)),
        _("<b>内容</b>：{text}").format(text=esc(cut(draft.text, SHOWN_TEXT)) or _("（没有文字）")),
        _("<b>照片、语音等</b>：{files} 个").format(files=len(draft.files)) if draft.files else "",
        _shown_to(draft),
    ]
    more = _("还有照片、语音或者要补充的话，直接发来就行。")
    return "\n".join(filter(None, lines)) + "\n\n" + more


def _for_whom(draft: Draft) -> str:
    """What is filed for somebody else is read out to them where they can hear it."""
    if not draft.on_behalf:
        return _("请看一遍，对的话点“提交”：")
    text = _("请念给本人听一遍，对的话点“提交”：\n<b>替谁反映</b>：{name} {phone}")
    return text.format(name=esc(draft.for_name), phone=esc(draft.for_phone) or _("（没有电话）"))


def _urgency(draft: Draft, category: Category) -> str:
    if not (category.urgent or draft.is_urgent):
        return ""
    if category.urgent or draft.calm is not None:
        return _("<b>急事</b>：马上叫人")
    return _("<b>急事</b>：马上叫人 （我猜的，不对请改）")


def _answer(draft: Draft, category: Category) -> str:
    if not draft.answer:
        return ""
    question = esc(category.question(current_language()))
    return f"<b>{question}</b> {esc(cut(draft.answer, EXCERPT))}"


def _kind(draft: Draft) -> str:
    if "category" in draft.guessed:
        return _("<b>类别</b>：{category} （我猜的，不对请改）")
    return _("<b>类别</b>：{category}")


def _place(draft: Draft) -> str:
    if "place" in draft.guessed:
        return _("<b>地点</b>：{place} （我猜的，不对请改）")
    return _("<b>地点</b>：{place}")


def _shown_to(draft: Draft) -> str:
    match bool(draft.private), bool(draft.named):
        case False, True if draft.on_behalf:
            return _("<b>公开</b>：邻居也能看到；办事的人看得到本人的称呼")
        case True, True if draft.on_behalf:
            return _("<b>不公开</b>：只有办事的人看到，看得到本人的称呼")
        case False, True:
            return _("<b>公开</b>：邻居也能看到；办事的人可以叫您的称呼")
        case False, False:
            return _("<b>公开</b>：邻居也能看到；不说您是谁")
        case True, True:
            return _("<b>不公开</b>：只有办事的人看到，可以叫您的称呼")
        case _:
            return _("<b>不公开</b>：只有办事的人看到，不说您是谁")


async def receipt(talk: Talk, ticket: Ticket) -> str:
    """HTML: what was filed, who has it now, by when one will hear, the number to say aloud."""
    category = await categories.of(talk.session, ticket)
    group = await tickets.group_of(talk.session, ticket)
    text = _(
        "提交好了：<b>{kind}</b>，{place}。\n编号 <b>{number}</b>\n现在在：{holder}\n"
        "最晚 {by} 给您回音。\n\n还有要补充的，直接发来。想看进展或者催办，点“📋 我的诉求”。"
    ).format(
        kind=esc(category.name(current_language())),
        place=esc(cut(ticket.place, EXCERPT)),
        number=ticket.number,
        holder=esc(group.title) if group else _("社区值班人员"),
        by=when(ticket.respond_by, talk.config.zone),
    )
    if ticket.on_behalf:
        text += "\n" + _("我们会请本人确认一下。")
    if ticket.urgent and sounds_urgent(ticket.text):
        text += "\n" + _("有人受伤、着火、漏气，请马上打 119 或者 120。")
    area = await areas.get(talk.session, ticket.area_id)
    phone = await areas.community_phone(talk.session, area) if area else None
    return text + "\n" + _("急事请打社区电话 {phone}。").format(phone=phone) if phone else text


async def joined(talk: Talk, ticket: Ticket) -> str:
    """HTML: what they joined, how many met with it, the number to say aloud."""
    category = await categories.of(talk.session, ticket)
    return _(
        "加上您了：<b>{kind}</b>，{place}。一共 {affected} 人遇到。\n"
        "您写的也转给办事的人了，有进展会告诉您。\n编号 <b>{number}</b>\n\n"
        "还有照片或者要补充的，直接发来。"
    ).format(
        kind=esc(category.name(current_language())),
        place=esc(cut(ticket.place, EXCERPT)),
        affected=ticket.affected,
        number=ticket.number,
    )
