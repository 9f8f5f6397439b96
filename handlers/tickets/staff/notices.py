"""What staff groups see of a request: its card, what is said below it, and who took over."""

from collections.abc import Sequence

from handlers.common.i18n import _
from handlers.common.saying import Files, Say
from handlers.common.telling import Said, Tell, Telling
from handlers.common.times import when
from handlers.common.words import esc, mention, parts, telegram_length
from handlers.tickets.pictures import with_pictures
from handlers.tickets.staff import called
from handlers.tickets.staff.card import card, urgency_of
from handlers.tickets.staff.given import given, given_to
from handlers.tickets.staff.hands import hands
from handlers.tickets.staff.look import SHOWN_MISSING, headline, look
from handlers.tickets.staff.promised import promised
from handlers.tickets.staff.taker import taker
from services import calendar, tickets
from services.groups import binding as groups
from services.people import addresses, people
from services.tickets import TakenOver, categories, joint
from services.tickets.recording import MOVES, LeftGroup, Line, TicketCard
from services.tickets.results import result_of
from services.tickets.succession import LIVES_ON
from services.tickets.urgency import night_of
from storage.outbox import Urgency
from storage.tables import EventKind, Group, Matter, TicketState

telling = Telling(Matter.REQUEST)

_ARRIVALS = (EventKind.FILED, *MOVES, EventKind.WHISTLED, EventKind.REOPENED)
"""After these the card comes as something new to its group."""
_SAID_BY_RESIDENTS = (
    EventKind.ADDED,
    EventKind.ANSWERED,
    EventKind.REOPENED,
    EventKind.CORRECTED,
)
_SAID_TO_RESIDENTS = (EventKind.ASKED, EventKind.RESOLVED, EventKind.DECLINED)


async def say(tell: Tell, line: Line) -> None:
    """What the group of the request hears of a line, below its card."""
    ticket, kind = line.ticket, line.event.kind
    by_called_group = kind is EventKind.NOTE and "group" in line.event.data
    if kind is EventKind.REPORTED or by_called_group:
        await called.tell_the_lead(tell, line)
        return
    if kind is EventKind.WHISTLED:
        await called.show_pictures(tell, line)
    group = await tickets.group_of(tell.session, ticket)
    if group is None or group.lost_at is not None:
        await _tell_admins(tell, line)
        return
    files = line.attachments
    if line.moves:
        files = await tickets.attachments_of(tell.session, ticket.id)
    # Staff speak to a resident who stopped the bot: they have to know that nobody hears it.
    speak_to = ticket.author_id if kind in _SAID_TO_RESIDENTS else None
    unheard = speak_to and await people.reachable(tell.session, speak_to) is None
    who = await _pointed_out(tell, line, group)
    key = card.key(ticket.id)

    def below_the_card() -> Sequence[Said]:
        texts = [*_words(line, who), *([_cannot_be_reached()] if unheard else [])]
        notes = [Say(text, under_card=key, about=key) for text in texts]
        if kind not in (*_ARRIVALS, *_SAID_BY_RESIDENTS):
            return notes
        caption = _("编号 {n}").format(n=ticket.number)
        if len(notes) == 1:
            return with_pictures(notes[0], files, caption)
        return [*notes, Files(files, caption, under_card=key, about=key)]

    # The photos of a request come with its card, before anything less pressing.
    urgency = urgency_of(ticket) if kind in _ARRIVALS else Urgency.NOTICE
    tell.group(group, below_the_card, urgency, night=night_of(ticket))


async def _tell_admins(tell: Tell, line: Line) -> None:
    """Nobody is bound who could take it: those who can bind a group are told.

    They hear at once, and once, of all that a group had which went out of reach.
    """
    if line.event.kind not in (*_ARRIVALS, EventKind.NUDGED):
        return
    before = await groups.get(tell.session, line.event.data.get("from_group") or 0)
    if before is not None and (before.lost_at is not None or before.muted_at is not None):
        return

    def nobody() -> str:
        text = _("⚠️ {headline}\n没有群可以接收这件事。请在工作群里发 /bind，绑定社区和用途。")
        return text.format(headline=headline(line.ticket))

    await tell.admins(nobody)


@telling.draws(TicketCard)
async def draw(tell: Tell, subject: TicketCard) -> None:
    ticket, session = subject.ticket, tell.session
    category = await categories.of(session, ticket)
    files = subject.files
    if files is None:
        files = await tickets.attachment_count(session, ticket.id)
    result = await result_of(session, ticket)
    besides = [
        *(await hands(session, ticket)),
        *(await promised(session, ticket)),
        *(await given(session, ticket)),
    ]
    key = card.key(ticket.id)

    def text() -> str:
        return look(ticket, category, files, result, besides)

    def present() -> Say:
        end = subject.to_the_end
        return Say(text(), card.keyboard(ticket), card=key, to_the_end=end, about=key)

    group = await tickets.group_of(session, ticket)
    tell.group(group, present, urgency_of(ticket), night=night_of(ticket))
    await called.show(tell, ticket, text, subject.to_the_end)


@telling.draws(LeftGroup)
async def draw_where_it_went(tell: Tell, subject: LeftGroup) -> None:
    ticket = subject.ticket
    here = await tickets.group_of(tell.session, ticket)
    here = here if here is not None and here.lost_at is None else None
    before = await groups.get(tell.session, subject.group_id)

    def gone() -> Say:
        name = esc(here.title) if here else _("值班人员")
        text = f"➡️ {headline(ticket)}\n" + _("已转到：{group}").format(group=name)
        return Say(text, card=card.key(ticket.id))

    takes_part = {part.group_id for part in await joint.parts_of(tell.session, ticket)}
    if before is not here and subject.group_id not in takes_part:
        tell.group(before, gone)


def _cannot_be_reached() -> str:
    return _("⚠️ 居民收不到我们的消息（可能停用了），请用别的办法联系。")


async def _pointed_out(tell: Tell, line: Line, group: Group) -> str:
    """HTML: whom the messenger calls; empty where that is nobody."""
    if line.event.kind is EventKind.ASSIGNED:
        return await given_to(tell, line.ticket, group)
    return await taker(tell, line.ticket, group) if line.event.kind is EventKind.BROKEN else ""


def _words(line: Line, who: str) -> list[str]:
    """HTML of what is said under the card, nothing where the card says it all."""
    first, *rest = parts(line.event.text or "", called.SHOWN) or [""]
    said = _sentence(line, esc(first), who)
    told = line.event.kind in _SAID_BY_RESIDENTS
    return [said, *(map(esc, rest) if told else ())] if said else []


def _sentence(line: Line, said: str, who: str) -> str:  # noqa: C901 - a list, not logic
    match line.event.kind:
        case EventKind.ADDED if not said:
            return _("💬 居民补充（照片、语音等）")
        case EventKind.ANSWERED if not said:
            return _("💬 居民回答（照片、语音等）")
        case EventKind.ADDED if "follow_up" in line.event.data:
            return _("💬 居民评价时说：{text}").format(text=said)
        case EventKind.ADDED:
            return _("💬 居民补充：{text}").format(text=said)
        case EventKind.ANSWERED:
            return _("💬 居民回答：{text}").format(text=said)
        case EventKind.CONFIRMED:
            return _("💬 本人确认：说得对。")
        case EventKind.CORRECTED if line.event.data.get("denied"):
            return _("💬 本人说没有托人反映，现在算代办的人自己反映的。")
        case EventKind.CORRECTED if not said:
            return _("💬 本人更正（照片、语音等）")
        case EventKind.CORRECTED:
            return _("💬 本人更正：{text}").format(text=said)
        case EventKind.NUDGED:
            return _("📣 居民催办，请尽快处理。")
        case EventKind.ASSIGNED if who:
            return _(
                "👤 {taker}，这件事派给您，请在 {by} 前接单。别的同事有空，也可以先接。"
            ).format(taker=who, by=when(line.ticket.respond_by, calendar.ZONE))
        case EventKind.BROKEN if line.ticket.state is TicketState.TAKEN:
            return _(
                "⏰ 答应居民的时间过了，还没有办结。{taker} 请尽快办；要给居民一个新的日子，"
                "点 ⋯ 更多 里的“承诺时间”。"
            ).format(taker=who)
        case EventKind.BROKEN if line.ticket.state is TicketState.OPEN:
            return _("⏰ 答应居民的时间过了，还没有办结，现在没有人接单。")
        case EventKind.REOPENED if telegram_length(line.event.text or "") > SHOWN_MISSING:
            return _("💬 居民说还差：{text}").format(text=said)
        case EventKind.ESCALATED if line.stays_in_its_group:
            return _("⬆️ 第二次没有办好；上面没有绑定的群，仍由本群办理。")
        case _ if LIVES_ON in line.event.data:
            return _("↩️ 原来反映的人退出了；附议的邻居还在等，请接着办。")
        case EventKind.WITHDRAWN if line.ticket.author_id is None:
            return _("↩️ 居民已注销，这件事不用再办了。")
        case EventKind.WITHDRAWN:
            return _("↩️ 居民撤回了这件事。")
        case EventKind.UNDELIVERED:
            return _cannot_be_reached()
        case EventKind.NOTE:
            return _of_volunteers(line.event.data.get("volunteers"))
        case _:
            return ""


def _of_volunteers(what: str | None) -> str:
    """What became of the request's volunteers' task; a note of staff stands there already."""
    match what:
        case "claimed":
            return _("🤝 有志愿者认领了。")
        case "released":
            return _("🤝 志愿者退出了，再等人认领。")
        case "done":
            return _("🤝 志愿任务结束了。办好了请点“办结”。")
        case "cancelled":
            return _("🤝 志愿任务取消了。")
        case _:
            return ""


@telling.hears(TakenOver)
async def taken_over(tell: Tell, news: TakenOver) -> None:
    """One message tells both: it names them, and the messenger points it out to them."""
    ticket = await tickets.get(tell.session, news.ticket_id)
    group = await tickets.group_of(tell.session, ticket) if ticket else None
    if ticket is None or ticket.taker_id is None or group is None:
        return
    both = (ticket.taker_id, news.former_id)
    users = await addresses.user_ids(tell.session, both, group.channel)
    number, new = ticket.number, mention(users.get(ticket.taker_id), ticket.taker_name or "")
    name = await groups.name_in(tell.session, group.id, news.former_id)

    def words() -> Say:
        former = mention(users.get(news.former_id), name or _("原来接单的同事"))
        text = _("👤 编号 <b>{number}</b> 由 {new} 接手，{former} 不用再管了。")
        key = card.key(news.ticket_id)
        return Say(text.format(number=number, new=new, former=former), under_card=key, about=key)

    tell.group(group, words, Urgency.NOTICE)
